"""Making material: what a module holds, and whether plans choose from it.

Changes of the catalogue come one after another, and each is counted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from assessments.evidence.reports import TODAY, skill_replacements
from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from content.catalogue.models import CatalogueVersion, Module, ModuleEffect
from lifow.base.hierarchy import CircleError, needed_first, ring
from lifow.base.listing import LISTED
from lifow.events.services import publish
from lifow.events.types import CatalogueChanged
from lifow.people.persons.models import Person

LONGEST_KEY = 100
PLAIN = ("title", "kind", "minutes", "summary", "body")
LEVELS = ("from_level", "to_level")


class ModuleError(ValueError):
    """A module that cannot be kept: `field` says where, the message why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ModuleChangedError(ModuleError):
    """What the contents were made from is not what is there any more: that is `module`."""

    def __init__(self, module: Module, message: str) -> None:
        super().__init__("", message)
        self.module = module


@dataclass(frozen=True, slots=True)
class Effect:
    """What a module does for a skill: takes those who are at `from_level` to `to_level`."""

    skill: Skill
    from_level: Decimal
    to_level: Decimal


@dataclass(frozen=True, slots=True)
class ModuleContents:
    """All that an author says of a module. `facets` are the values it is filed under, by facet."""

    title: str
    kind: str
    minutes: int
    body: str
    summary: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    effects: Sequence[Effect] = ()
    prerequisites: Sequence[Module] = ()


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
        elif not _says(made, contents):
            message = _(
                "It is saved already, as “%(module)s”. Saving again adds another module with this text."
            )
            raise ModuleChangedError(made, message % {"module": made})
    return made


def update_module(
    *,
    module: Module,
    contents: ModuleContents,
    by: Person | None = None,
    based_on: datetime | None = None,
) -> Module:
    """Replace what a module holds, as a whole; plans are made again where they may choose it.

    `by` is who does; `based_on` the `updated_at` of what the contents were made from, where that matters.

    Raises ModuleError for levels off the scale of their skill or not rising, a skill raised twice, less
    than a minute, and prerequisites that lead back to the module, and ModuleChangedError where it was
    changed since `based_on` and does not say the same anyway; nothing is written then.
    """
    with transaction.atomic():
        lock_catalogue()
        stored = Module.objects.get(pk=module.pk)
        if based_on is not None and stored.updated_at != based_on:
            if _says(stored, contents):
                return stored
            raise ModuleChangedError(stored, _changed_since(stored))
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
        _write(module, contents, by)
        if module.status != Module.Status.DRAFT:
            advance_catalogue()
    return module


def publish_module(*, module: Module, by: Person | None = None) -> Module:
    """Make a module part of what plans choose from."""
    return _set_status(module, Module.Status.PUBLISHED, by)


def retire_module(*, module: Module, by: Person | None = None) -> Module:
    """Take a module out of what plans choose from; who has finished it keeps that."""
    return _set_status(module, Module.Status.RETIRED, by)


def delete_modules(*, modules: QuerySet[Module]) -> None:
    """Delete modules that nobody has opened, from plans too; these are made again."""
    with transaction.atomic():
        lock_catalogue()
        modules.delete()
        advance_catalogue()


def follow_skills(*, skill_ids: Collection[int]) -> int:
    """Have modules raise the skills in the place of those of these that were replaced; how many effects.

    By the same levels; each part of one that was split. Where a module raises the other skill too, from the
    lower level to the higher one. What raises a skill on other levels stays: its author says what it does.
    """
    with transaction.atomic():
        lock_catalogue()
        ways = skill_replacements().at(TODAY)
        news = {
            old: list(ends)
            for old, ends in ways.items()
            if old in skill_ids and not any(step.from_levels for way in ends.values() for step in way)
        }
        effects = ModuleEffect.objects.filter(skill__in=list(news)).select_related("module").order_by("pk")
        followed = list(effects.select_for_update(of=("self",)))
        for effect in followed:
            for skill_id in news[effect.skill_id]:
                _raise_also(effect, skill_id)
            effect.delete()
        if any(effect.module.status != Module.Status.DRAFT for effect in followed):
            advance_catalogue()
    return len(followed)


def _raise_also(effect: ModuleEffect, skill_id: int) -> None:
    """Have a module do for another skill what it does for one."""
    levels = {name: getattr(effect, name) for name in LEVELS}
    row, is_new = ModuleEffect.objects.get_or_create(module=effect.module, skill_id=skill_id, defaults=levels)
    if not is_new:
        row.from_level = min(row.from_level, effect.from_level)
        row.to_level = max(row.to_level, effect.to_level)
        row.save()


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
    _check_minutes(contents.minutes)
    check_effects(contents.effects)
    for name in PLAIN:
        setattr(module, name, getattr(contents, name))
    module.facets = _listed(contents.facets)
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


def _listed(facets: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in facets.items()}


def _says(module: Module, contents: ModuleContents) -> bool:
    """Whether the module holds just this."""
    effects = {(one.skill_id, one.from_level, one.to_level) for one in module.effects.all()}
    return (
        all(getattr(module, name) == getattr(contents, name) for name in PLAIN)
        and module.facets == _listed(contents.facets)
        and effects == {(one.skill.pk, one.from_level, one.to_level) for one in contents.effects}
        and {*module.prerequisites.all()} == {*contents.prerequisites}
    )


def _changed_since(module: Module) -> str:
    """Who changed it last, where that is known, and when."""
    message = _(
        "%(who)s changed it on %(at)s, after you opened it. Saving again replaces that change with your text."
    )
    at = date_format(localtime(module.updated_at), "j M, H:i")
    return message % {"who": module.changed_by or _("Somebody"), "at": at}


def _check_minutes(minutes: int) -> None:
    if minutes < 1:
        raise ModuleError("minutes", _("A module takes at least 1 minute. Give a whole number from 1."))


def check_effects(effects: Sequence[Effect]) -> None:
    """Raise ModuleError for levels off the scale of their skill or not rising, or a skill raised twice."""
    tops = scale_tops({one.skill.framework_id for one in effects})
    seen: set[int] = set()
    for one in effects:
        top = tops[one.skill.framework_id]
        said = {"skill": one.skill, "top": top}
        if not 0 <= one.from_level < one.to_level <= top:
            message = _("%(skill)s: “To level” has to be above “From level”, both within 0 to %(top)s.")
            raise ModuleError("effects", message % said)
        if one.skill.pk in seen:
            raise ModuleError("effects", _("%(skill)s is listed twice. Keep one line for it.") % said)
        seen.add(one.skill.pk)


def check_prerequisites(*, module: Module, prerequisites: Sequence[Module]) -> None:
    """Raise ModuleError, naming the path, for prerequisites that need the module itself.

    In the transaction that writes them and before any write: it locks, as two authors at once could close
    a circle.
    """
    lock_catalogue()
    needs: dict[int, list[int]] = {}
    for pk, needed in Module.prerequisites.through.objects.values_list("from_module_id", "to_module_id"):
        needs.setdefault(pk, []).append(needed)
    needs[module.pk] = [one.pk for one in prerequisites]
    try:
        needed_first(needs)
    except CircleError as error:
        path = error.path_from(module.pk)
        titles = dict(Module.objects.filter(pk__in=path[: LISTED + 1]).values_list("pk", "title"))
        message = _("The prerequisites form a circle: %(path)s. Remove one of them.")
        named = [titles.get(pk, "") for pk in path[:-1]]
        way = " → ".join(ring(named, more=_("%(count)s more")))
        raise ModuleError("prerequisites", message % {"path": way}) from None


def _free_key(title: str) -> str:
    """A key made of the title that no module has yet."""
    stem = slugify(title)[: LONGEST_KEY - 4] or "module"
    taken = set(Module.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)


def lock_catalogue() -> None:
    """Let nobody else change modules until the transaction ends. It is the first lock that a change takes."""
    CatalogueVersion.objects.bulk_create([CatalogueVersion()], ignore_conflicts=True)
    list(CatalogueVersion.objects.select_for_update().values_list("pk"))


def advance_catalogue() -> None:
    """Count a change of the catalogue, in the transaction that makes it: every plan is to be made again.

    A plan names the number that it read before it read the catalogue, so it can only seem older than it
    is: whatever is committed while a plan is made, or before its first one is there, makes it stale.
    """
    with transaction.atomic():
        lock_catalogue()
        CatalogueVersion.objects.update(number=F("number") + 1)
        publish(CatalogueChanged(number=CatalogueVersion.objects.current()), occurred_at=now())
