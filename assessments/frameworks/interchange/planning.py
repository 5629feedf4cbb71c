"""What an import would do, before anything is written: the difference of two documents by identity.

The plan carries all that the service needs: tests apply it to `current` and get `incoming`. Removed skills
and roles are to be retired, never deleted: evidence and reports still name them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
)
from assessments.frameworks.interchange.faults import LeftOut
from assessments.frameworks.interchange.replacements import (
    Guess,
    guesses,
    let_go,
    settled,
    unknown_keys,
)
from lifow.base.hierarchy import needed_first
from lifow.base.tabular import FieldChange

T = TypeVar("T", LevelDoc, SkillDoc, RoleDoc, RoleLevelDoc, RequirementDoc)


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """A thing as it would be, with the fields in which it differs from what is there."""

    item: T
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class KindPlan(Generic[T]):
    """What would happen to the things of one kind; each thing is in exactly one of the four."""

    created: tuple[T, ...] = ()
    changed: tuple[Changed[T], ...] = ()
    removed: tuple[T, ...] = ()
    unchanged: tuple[T, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class FrameworkPlan:
    """What would happen to a framework.

    framework         changes of key, name, attribution, scale_key and scale_name; each of them has the old
                      value None where `is_new`
    let_go            keys of skills that go, or that nothing replaces any more, with nothing in their place
    guesses           skills that go where others come under a like name, and nobody says what replaces them
    unknown_replaced  (skill, key) of what is named under “replaces” and was never a skill here
    """

    incoming: FrameworkDocument
    is_new: bool
    framework: tuple[FieldChange, ...]
    levels: KindPlan[LevelDoc]
    skills: KindPlan[SkillDoc]
    roles: KindPlan[RoleDoc]
    role_levels: KindPlan[RoleLevelDoc]
    requirements: KindPlan[RequirementDoc]
    let_go: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    unknown_replaced: tuple[tuple[str, str], ...] = ()

    @property
    def kinds(self) -> tuple[tuple[str, KindPlan[Any]], ...]:
        """The plan of each kind with its name, in the order in which they can be written."""
        return (
            ("level", self.levels),
            ("skill", self.skills),
            ("role", self.roles),
            ("role level", self.role_levels),
            ("requirement", self.requirements),
        )

    @property
    def is_empty(self) -> bool:
        return not self.framework and all(kind.is_empty for _, kind in self.kinds)

    @property
    def needs_version(self) -> bool:
        """Whether what people are measured against changes: a requirement, the levels, or their scale."""
        levels_move = bool(self.levels.created or self.levels.removed)
        scale_moves = any(change.field == "scale_key" for change in self.framework)
        return self.is_new or levels_move or scale_moves or not self.requirements.is_empty

    @property
    def moves_measures(self) -> bool:
        """Whether reports may change: with a new version, or with the family that a role level is of, as it
        says what to expect of whom nobody has assessed."""
        changed: tuple[Changed[Any], ...] = (*self.roles.changed, *self.role_levels.changed)
        fields = {change.field for one in changed for change in one.changes}
        return self.needs_version or not fields.isdisjoint({"family", "role"})

    @property
    def replaced(self) -> dict[str, tuple[str, ...]]:
        """Of each skill whose place others now take: the key, and theirs."""
        said: dict[str, list[str]] = {}
        before = {key for one in self.skills.changed for key in _was(one, "replaces")}
        for skill in (*self.skills.created, *(one.item for one in self.skills.changed)):
            for key in skill.replaces:
                said.setdefault(key, []).append(skill.external_id)
        return {old: tuple(news) for old, news in said.items() if old not in before}

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        return self.incoming.left_out


def plan(
    current: FrameworkDocument | None,
    incoming: FrameworkDocument,
    *,
    scale: ScaleDoc | None = None,
    former: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> FrameworkPlan:
    """What turns `current`, the live things of the framework as it is, into `incoming`; None: all is new.

    `scale` is the scale that `incoming` names as it is now, which `current` need not measure on. Left out,
    it is that of `current` if it has the same key, and else it is new. Created skills come parents first.
    `former` are the keys of retired skills, whose place others may take, with those whose place they took.
    Both documents are taken as valid (`validation.validated`).
    """
    empty = FrameworkDocument("", "", "", ScaleDoc("", "", ()))
    old = current or empty
    said, incoming = incoming, settled(incoming, current, former)
    skills = _compare(old.skills, parents_first(incoming.skills))
    gone = let_go(incoming, current, former)
    nameless = [skill for skill in skills.removed if skill.external_id in gone]
    return FrameworkPlan(
        incoming=incoming,
        is_new=current is None,
        framework=_framework_changes(current, incoming),
        levels=_compare(levels_before(old.scale, incoming.scale.key, scale), incoming.scale.levels),
        skills=skills,
        roles=_compare(old.roles, incoming.roles),
        role_levels=_compare(old.role_levels, incoming.role_levels),
        requirements=_compare(old.requirements, incoming.requirements),
        let_go=gone,
        guesses=guesses(nameless, skills.created),
        unknown_replaced=unknown_keys(said, incoming) if current and said.says_replacements else (),
    )


def parents_first(skills: Sequence[SkillDoc]) -> tuple[SkillDoc, ...]:
    """The skills ordered so that each stands after its parent; the tree has no cycle."""
    by_id = {skill.external_id: skill for skill in skills}
    above = {key: [skill.parent] if skill.parent in by_id else [] for key, skill in by_id.items()}
    return tuple(by_id[key] for key in needed_first(above))


def levels_before(current: ScaleDoc, key: str, scale: ScaleDoc | None) -> tuple[LevelDoc, ...]:
    """The levels that the scale of that key has now; a scale that is not there yet has none."""
    if scale is not None:
        return scale.levels
    return current.levels if current.key == key else ()


def head_of(document: FrameworkDocument) -> dict[str, Any]:
    return {
        "key": document.key,
        "name": document.name,
        "attribution": document.attribution,
        "scale_key": document.scale.key,
        "scale_name": document.scale.name,
    }


def _was(changed: Changed[SkillDoc], field: str) -> Any:
    """What a field of a changed thing was before."""
    return next((one.old for one in changed.changes if one.field == field), getattr(changed.item, field))


def _framework_changes(
    current: FrameworkDocument | None, incoming: FrameworkDocument
) -> tuple[FieldChange, ...]:
    old = head_of(current) if current else {}
    new = head_of(incoming)
    return tuple(FieldChange(name, old.get(name), new[name]) for name in new if old.get(name) != new[name])


def _compare(current: Sequence[T], incoming: Sequence[T]) -> KindPlan[T]:
    before = {item.identity: item for item in current}
    after = {item.identity for item in incoming}
    created, changed, unchanged = [], [], []
    for item in incoming:
        old = before.get(item.identity)
        if old is None:
            created.append(item)
        elif old == item:
            unchanged.append(item)
        else:
            changed.append(Changed(item, _field_changes(old, item)))
    removed = tuple(item for item in current if item.identity not in after)
    return KindPlan(tuple(created), tuple(changed), removed, tuple(unchanged))


def _field_changes(old: T, new: T) -> tuple[FieldChange, ...]:
    pairs = ((spec.name, getattr(old, spec.name), getattr(new, spec.name)) for spec in fields(old))
    return tuple(FieldChange(name, before, after) for name, before, after in pairs if before != after)
