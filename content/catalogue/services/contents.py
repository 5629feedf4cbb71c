"""What an author says of a module, how a version keeps it, and what of it cannot be kept."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module, ModuleEffect

PLAIN = ("title", "kind", "minutes", "summary", "body")
LEVELS = ("from_level", "to_level")
EDITION_LENGTH = 16
PARTS = "parts-"
"""What the field of an error begins with that lies in the parts of a module."""


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
    """All that an author says of a module. `facets` are the values it is filed under, by facet; `parts` what
    its kind adds, see `content.catalogue.kinds`."""

    title: str
    kind: str
    minutes: int
    body: str
    summary: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    effects: Sequence[Effect] = ()
    prerequisites: Sequence[Module] = ()


def contents_of(module: Module) -> ModuleContents:
    """What a module says as learners have it, or as a draft that was never published."""
    return ModuleContents(
        **{name: getattr(module, name) for name in PLAIN},
        parts=tidy_parts(module.kind, module.parts),
        facets=module.facets,
        effects=[Effect(one.skill, one.from_level, one.to_level) for one in _effects_of(module)],
        prerequisites=_prerequisites_of(module),
    )


CONTENTS = ("effects__skill", "prerequisites")
"""What `contents_of` reads, for those who prefetch it for many modules."""


def _effects_of(module: Module) -> Iterable[ModuleEffect]:
    if "effects" in getattr(module, "_prefetched_objects_cache", ()):
        return sorted(module.effects.all(), key=lambda one: one.pk)
    return module.effects.select_related("skill").order_by("pk")


def _prerequisites_of(module: Module) -> list[Module]:
    if "prerequisites" in getattr(module, "_prefetched_objects_cache", ()):
        return sorted(module.prerequisites.all(), key=lambda one: (one.title, one.pk))
    return list(module.prerequisites.order_by("title", "pk"))


def stored_contents(contents: ModuleContents) -> dict[str, Any]:
    """The contents as a version keeps them: JSON, with public ids, in an order of its own."""
    effects = sorted(
        (one.skill.public_id, *(f"{getattr(one, name):.2f}" for name in LEVELS)) for one in contents.effects
    )
    return {
        **{name: getattr(contents, name) for name in PLAIN},
        "facets": listed(contents.facets),
        "effects": [dict(zip(("skill", *LEVELS), one, strict=True)) for one in effects],
        "prerequisites": sorted({one.public_id for one in contents.prerequisites}),
        # Left out where there are none, as in versions from before kinds had parts.
        **({"parts": parts} if (parts := tidy_parts(contents.kind, contents.parts)) else {}),
    }


def contents_from(stored: Mapping[str, Any]) -> ModuleContents:
    """The contents that `stored_contents` has made JSON of. Skills and modules that are gone are left out, as
    is what another version of lifow has stored in another form."""
    effects = {skill: levels for skill, levels in map(_effect, _list(stored, "effects")) if levels}
    skills = {one.public_id: one for one in Skill.objects.filter(public_id__in=list(effects))}
    before = [one for one in _list(stored, "prerequisites") if isinstance(one, str)]
    minutes, facets, kind = stored.get("minutes"), stored.get("facets"), _text(stored, "kind")
    return ModuleContents(
        title=_text(stored, "title"),
        kind=kind,
        minutes=minutes if isinstance(minutes, int) else 1,
        summary=_text(stored, "summary"),
        body=_text(stored, "body"),
        parts=tidy_parts(kind, stored.get("parts")),
        facets={str(name): [str(one) for one in values] for name, values in facets.items()}
        if isinstance(facets, Mapping) and all(isinstance(one, list) for one in facets.values())
        else {},
        effects=[Effect(skills[one], *levels) for one, levels in effects.items() if one in skills],
        prerequisites=list(Module.objects.filter(public_id__in=before).order_by("title", "pk")),
    )


def _effect(stored: Any) -> tuple[str, tuple[Decimal, Decimal] | None]:
    """The public id of a skill, and the levels; no levels where they are none."""
    try:
        start, end = (Decimal(stored[name]) for name in LEVELS)
        return str(stored["skill"]), (start, end)
    except (KeyError, TypeError, ValueError, InvalidOperation):
        return "", None


def _text(stored: Mapping[str, Any], name: str) -> str:
    value = stored.get(name)
    return value if isinstance(value, str) else ""


def _list(stored: Mapping[str, Any], name: str) -> list[Any]:
    value = stored.get(name)
    return value if isinstance(value, list) else []


def edition_of(contents: ModuleContents) -> str:
    """A digest of what the contents say: what is made from them names it, and is refused after a change."""
    said = json.dumps(stored_contents(contents), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:EDITION_LENGTH]


def listed(facets: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The facets as they are stored."""
    return {name: list(values) for name, values in facets.items()}


def check_contents(contents: ModuleContents, tops: Mapping[int, int] | None = None) -> None:
    """Raise ModuleError for less than a minute, a text or parts that its kind cannot do without, a path as a
    prerequisite, and for effects as `check_effects` does. `tops` are the highest levels by framework, for
    those who check many."""
    if contents.minutes < 1:
        raise ModuleError("minutes", _("A module takes at least 1 minute. Give a whole number from 1."))
    kind = kind_of(contents.kind)
    if kind.needs_text and not contents.body.strip():
        raise ModuleError("body", _("Write the text that learners read."))
    for problem in kind.problems(tidy_parts(contents.kind, contents.parts)):
        raise ModuleError(f"{PARTS}{problem.field}", problem.message)
    if path := next((one for one in contents.prerequisites if one.kind == ModuleKind.PATH), None):
        message = _("“%(module)s” is a path, which is no prerequisite. Choose one of its modules.")
        raise ModuleError("prerequisites", message % {"module": path})
    check_effects(contents.effects, tops)


def check_effects(effects: Sequence[Effect], tops: Mapping[int, int] | None = None) -> None:
    """Raise ModuleError for levels off the scale of their skill or not rising, or a skill raised twice."""
    tops = tops or scale_tops({one.skill.framework_id for one in effects})
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
