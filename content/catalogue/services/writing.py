"""Making material: what a module holds, and whether plans choose from it.

Changes of the catalogue come one after another, and each is counted.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _

from content.catalogue.models import Module, ModuleEffect
from content.catalogue.services.contents import (
    LEVELS,
    PLAIN,
    Effect,
    ModuleChangedError,
    ModuleContents,
    check_contents,
    contents_from,
    contents_of,
    edition_of,
    listed,
)
from content.catalogue.services.counting import advance_catalogue, check_prerequisites, lock_catalogue
from content.catalogue.services.versions import (
    check_draft,
    check_edition,
    discard_draft,
    draft_of,
    keep_draft,
    note_version,
)
from lifow.people.persons.models import Person

LONGEST_KEY = 100


def create_module(
    *, author: Person | None, contents: ModuleContents, idempotency_key: str | None = None
) -> Module:
    """Write a new module as a draft. A second call with the same `idempotency_key` returns the first one.

    Raises ModuleError as `update_module` does, and ModuleChangedError where that module says something else.
    """
    with transaction.atomic():
        lock_catalogue()
        made = Module.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
        if made is None:
            made = Module(author=author, key=_free_key(contents.title), idempotency_key=idempotency_key)
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

    It stays published or retired as it is stored, whatever it was when it was read. Raises ModuleError as
    `update_module` does.
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
    return published


def retire_module(*, module: Module, by: Person | None = None) -> Module:
    """Take a module out of what plans choose from; who has finished it keeps that."""
    return _set_status(module, Module.Status.RETIRED, by)


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
            module.save(update_fields=["status", "changed_by", "updated_at"])
            advance_catalogue()
    return module


def _write(module: Module, contents: ModuleContents, by: Person | None) -> None:
    check_contents(contents)
    for name in PLAIN:
        setattr(module, name, getattr(contents, name))
    module.facets = listed(contents.facets)
    module.changed_by = by
    module.save()
    module.prerequisites.set(contents.prerequisites)
    _write_effects(module, contents.effects)


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


def _free_key(title: str) -> str:
    """A key made of the title that no module has yet."""
    stem = slugify(title)[: LONGEST_KEY - 4] or "module"
    taken = set(Module.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
