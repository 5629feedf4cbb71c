"""Making material: what a module holds, and whether plans choose from it.

Changes of the catalogue come one after another, and each is counted.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _

from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import LONGEST_NOTE, Module, ModuleEffect, ModuleFacet
from content.catalogue.services.contents import (
    LEVELS,
    PLAIN,
    Effect,
    ModuleChangedError,
    ModuleContents,
    ModuleError,
    check_contents,
    contents_from,
    contents_of,
    edition_of,
    listed,
)
from content.catalogue.services.counting import advance_catalogue, check_prerequisites, lock_catalogue
from content.catalogue.services.pictures import keep_pictures
from content.catalogue.services.versions import (
    check_draft,
    check_edition,
    discard_draft,
    draft_of,
    keep_draft,
    note_version,
)
from content.facets.services import note_facets
from lifow.base.bounds import is_text_in_bounds
from lifow.people.persons.models import Person

LONGEST_KEY = 100
OUTDATED = ["outdated_note", "replaced_by"]


def create_module(
    *,
    author: Person | None,
    contents: ModuleContents,
    idempotency_key: str | None = None,
    key: str = "",
) -> Module:
    """Write a new module as a draft. A second call with the same `idempotency_key` returns the first one.

    Its key is made of the title, unless `key` says one that no module has.
    Raises ModuleError as `update_module` does, and ModuleChangedError where that module says something else.
    """
    with transaction.atomic():
        lock_catalogue()
        made = Module.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
        if made is None:
            made = Module(
                author=author, key=key or _free_key(contents.title), idempotency_key=idempotency_key
            )
            _write(made, contents, author)
        elif edition_of(contents_of(made)) != edition_of(contents):
            message = _(
                "It is saved already, as “%(module)s”. Saving again adds another module with this text."
            )
            raise ModuleChangedError(made, message % {"module": made})
    return made


def save_draft(*, module: Module, contents: ModuleContents, by: Person | None, based_on: str = "") -> Module:
    """Write what a module is to say next: learners have it once it is published.

    A module that was never published has it at once, as nobody sees that. `based_on` is the `edition_of`
    what the contents were made from, where that matters. Raises as `update_module` does.
    """
    with transaction.atomic():
        lock_catalogue()
        stored = Module.objects.select_related("changed_by").get(pk=module.pk)
        if not check_edition(stored, contents, based_on):
            return stored
        if stored.status == Module.Status.DRAFT:
            return save_module(module=stored, contents=contents, by=by)
        keep_draft(stored, contents, by)
    return stored


def update_module(
    *, module: Module, contents: ModuleContents, by: Person | None = None, based_on: str = ""
) -> Module:
    """Replace what a module holds, as a whole; plans are made again where they may choose it.

    `by` is who does; `based_on` the `edition_of` what the contents were made from, where that matters. A
    draft of what was to come next is done with.

    Raises ModuleError for levels off the scale of their skill or not rising, a skill raised twice, less
    than a minute, and prerequisites that lead back to the module, and ModuleChangedError where it was
    changed since `based_on` and does not say the same anyway; nothing is written then.
    """
    with transaction.atomic():
        lock_catalogue()
        stored = Module.objects.select_related("changed_by").get(pk=module.pk)
        is_draft = draft_of(stored) is not None
        if not check_edition(stored, contents, based_on) and not is_draft:
            return stored
        discard_draft(module=stored)
        return save_module(module=stored, contents=contents, by=by)


def save_module(*, module: Module, contents: ModuleContents, by: Person | None) -> Module:
    """Write a module as it is filled in, new or not, with its key and its author; what it holds is replaced.

    It stays published, outdated or archived as it is stored, whatever it was when it was read. Raises
    ModuleError as `update_module` does.
    """
    with transaction.atomic():
        lock_catalogue()
        if module.pk is not None:
            module.refresh_from_db(fields=["status"])
            check_prerequisites(module=module, prerequisites=contents.prerequisites)
        is_in_use = module.status != Module.Status.DRAFT
        if is_in_use:
            # As it was before versions were kept, or was changed by who keeps none.
            before = Module.objects.select_related("changed_by").get(pk=module.pk)
            note_version(before, by=before.changed_by, at=before.updated_at)
        _write(module, contents, by)
        if is_in_use:
            note_version(module, by=by, at=now())
            advance_catalogue()
        _follow_publishing(module)
    return module


def publish_module(*, module: Module, by: Person | None = None, based_on: str = "") -> Module:
    """Make a module part of what plans choose from, with what its draft says, if it has one.

    `based_on` is the `edition_of` the draft that was read, where that matters. Raises ModuleError where the
    draft cannot be kept any more, and ModuleChangedError where somebody has saved another since.
    """
    with transaction.atomic():
        lock_catalogue()
        check_draft(module, based_on)
        draft = draft_of(module)
        if draft is not None:
            contents = contents_from(draft.contents)
            module = update_module(module=module, contents=contents, by=by)
        published = _set_status(module, Module.Status.PUBLISHED, by)
        note_version(published, by=by, at=now())
        _follow_publishing(published)
    return published


def outdate_module(
    *, module: Module, by: Person | None = None, note: str = "", replaced_by: Module | None = None
) -> Module:
    """Say that a published module is not right any more: it leaves plans and the catalogue, and can still be
    read, with the note and with what to read instead. Again, with another note, corrects the note.

    Raises ModuleError for a module that was never published or is archived, and for one in its own place.
    """
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        _check_outdating(module, note, replaced_by)
        module.outdated_note, module.replaced_by = note.strip(), replaced_by
        module.changed_by, is_new = by, module.status != Module.Status.OUTDATED
        module.status = Module.Status.OUTDATED
        module.save(update_fields=["status", *OUTDATED, "changed_by", "updated_at"])
        if is_new:
            advance_catalogue()
    return module


def reinstate_module(*, module: Module, by: Person | None = None) -> Module:
    """Say that an outdated module is right after all: learners have it again as it was. Twice is once, and a
    draft of it stays one.

    Raises ModuleError for one that is not outdated and not published either.
    """
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        if module.status not in (Module.Status.PUBLISHED, Module.Status.OUTDATED):
            raise ModuleError("", _("Only a module that is outdated can be made current again."))
        return _set_status(module, Module.Status.PUBLISHED, by)


def archive_module(*, module: Module, by: Person | None = None) -> Module:
    """Take a module out of what learners see and plans choose from; who has finished it keeps that."""
    return _set_status(module, Module.Status.ARCHIVED, by)


def delete_modules(*, modules: QuerySet[Module]) -> None:
    """Delete modules that nobody has opened, from plans too; these are made again."""
    with transaction.atomic():
        lock_catalogue()
        modules.delete()
        advance_catalogue()


def _set_status(module: Module, status: str, by: Person | None) -> Module:
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        if module.status != status:
            module.status, module.changed_by = status, by
            module.outdated_note, module.replaced_by = "", None
            module.save(update_fields=["status", *OUTDATED, "changed_by", "updated_at"])
            advance_catalogue()
    return module


def _follow_publishing(module: Module) -> None:
    if module.status == Module.Status.PUBLISHED:
        kind_of(module.kind).follow_publishing(module, now())


def _check_outdating(module: Module, note: str, replaced_by: Module | None) -> None:
    if module.status not in (Module.Status.PUBLISHED, Module.Status.OUTDATED):
        raise ModuleError("", _("Only a published module can be marked as outdated."))
    if replaced_by is not None and replaced_by.pk == module.pk:
        raise ModuleError("replaced_by", _("Choose another module: this one is the outdated one."))
    if not is_text_in_bounds(note, LONGEST_NOTE):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise ModuleError("note", message % {"longest": LONGEST_NOTE})


def _write(module: Module, contents: ModuleContents, by: Person | None) -> None:
    check_contents(contents)
    for name in PLAIN:
        setattr(module, name, getattr(contents, name))
    module.parts = tidy_parts(contents.kind, contents.parts)
    module.parts_text = kind_of(contents.kind).searched(module.parts)
    module.facets = listed(contents.facets)
    module.changed_by = by
    module.save()
    module.prerequisites.set(contents.prerequisites)
    keep_pictures(module, contents.body)
    _write_effects(module, contents.effects)
    write_filings(module, by)


def _write_effects(module: Module, effects: Sequence[Effect]) -> None:
    """One by one and only what is another: that is what the audit log sees."""
    stored = {one.skill_id: one for one in module.effects.all()}
    for effect in effects:
        row = stored.pop(effect.skill.pk, None) or ModuleEffect(module=module, skill=effect.skill)
        changed = [name for name in LEVELS if getattr(row, name) != getattr(effect, name)]
        for name in changed:
            setattr(row, name, getattr(effect, name))
        if changed:
            row.save()
    for row in stored.values():
        row.delete()


def write_filings(module: Module, by: Person | None) -> None:
    """Have a module be found by what its facets say, in the transaction around."""
    values = set(note_facets(facets=module.facets, by=by))
    stored = set(ModuleFacet.objects.filter(module=module).values_list("value_id", flat=True))
    ModuleFacet.objects.filter(module=module, value__in=stored - values).delete()
    new = [ModuleFacet(module=module, value_id=pk) for pk in sorted(values - stored)]
    ModuleFacet.objects.bulk_create(new, ignore_conflicts=True)


def _free_key(title: str) -> str:
    """A key made of the title that no module has yet."""
    stem = slugify(title)[: LONGEST_KEY - 4] or "module"
    taken = set(Module.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
