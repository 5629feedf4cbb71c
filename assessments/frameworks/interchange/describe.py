"""A document and a plan in the words that a person reads before saying yes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.frameworks.interchange.document import FrameworkDocument
from assessments.frameworks.interchange.faults import Fault
from assessments.frameworks.interchange.planning import FrameworkPlan, KindPlan
from assessments.frameworks.interchange.replacements import Guess, written_keys
from assessments.frameworks.interchange.validation import requirement_key
from lifow.base.tabular import FieldChange
from lifow.base.tabular.summaries import PlanSummary, part_of

FAULTS = "What has to be corrected"
IN_USE = "Retired while in use; assign another role to these people and rules"
SHOWN = 20
WIDTH = 60

PLURALS = {
    "level": "levels of the scale",
    "skill": "skills",
    "role": "roles",
    "role level": "role levels",
    "requirement": "requirements",
}
LEFT_OUT = {
    "duplicate": "repeated",
    "half_rating": "with only one of importance and level",
    "level_zero": "at level 0",
    "low_importance": "of importance below 3",
    "not_in_use": "not in use",
    "not_rated": "of occupations without ratings",
    "not_relevant": "not relevant",
    "other_scale": "of another scale",
    "suppressed": "too uncertain",
}


@dataclass(frozen=True, slots=True)
class RoleInUse:
    """A role level with the number of people who have it, and of job-code rules that give it."""

    name: str
    people: int
    rules: int


@dataclass(frozen=True, slots=True)
class ReplacedSkill:
    """A skill whose place others take, with what that moves.

    new          (key, name) of each that takes its place
    pieces       of standing evidence, of so many people
    role_levels  that require it until now
    modules      that raise it
    """

    key: str
    name: str
    new: tuple[tuple[str, str], ...]
    pieces: int
    people: int
    role_levels: int
    modules: int


@dataclass(frozen=True, slots=True)
class LostSkill:
    """A skill with evidence that goes with nothing in its place: pieces of evidence, of so many people."""

    key: str
    name: str
    pieces: int
    people: int


def reading(document: FrameworkDocument) -> str:
    """One line: what was read and what was left out of it.

    “52 roles, 201 role levels, 1,781 requirements, 188 skills; 44 lines left out: 28 not in use, 16
    repeated.” Groups of skills are counted apart from the skills in them.
    """
    groups = len(_groups(document))
    within = f" in {_count(groups, 'group', 'groups')}" if groups else ""
    counts = (
        _count(len(document.roles), "role", "roles"),
        _count(len(document.role_levels), "role level", "role levels"),
        _count(len(document.requirements), "requirement", "requirements"),
        _count(len(document.skills) - groups, "skill", "skills") + within,
    )
    return f"{', '.join(counts)}{_left_out(document)}."


def reading_details(document: FrameworkDocument, shown: int = SHOWN) -> Iterator[str]:
    """Lines below `reading`: what stands alone in the document, and what was left out, by file and line;
    of each reason the first `shown` lines."""
    yield from _listed("Groups of skills", sorted(_groups(document)), shown)
    with_levels = {level.role for level in document.role_levels}
    bare = [role.external_id for role in document.roles if role.external_id not in with_levels]
    yield from _listed("Roles without a role level", bare, shown)
    yield from _listed(
        "Role levels without a requirement", [level.external_id for level in document.idle_role_levels], shown
    )
    alone = {skill.external_id for skill in document.skills} - document.required_skills - _groups(document)
    yield from _listed("Skills that no role level needs", sorted(alone), shown)
    for code, name in sorted(LEFT_OUT.items()):
        lines = [str(left) for left in document.left_out if left.code == code]
        yield from _listed(f"Lines left out, {name}", lines, shown)


def change(plan: FrameworkPlan) -> str:
    """One line: what the plan would do, or that nothing is to change."""
    if plan.is_empty:
        return "Nothing to change."
    parts = [
        f"{PLURALS[kind]}: {_verbs(kind, changes)}" for kind, changes in plan.kinds if not changes.is_empty
    ]
    if plan.framework:
        fields = ", ".join(change.field.replace("_", " ") for change in plan.framework)
        parts.insert(0, "a new framework" if plan.is_new else f"the framework: {fields} changed")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def change_details(plan: FrameworkPlan, shown: int = SHOWN) -> Iterator[str]:
    """Lines below `change`: each field with old and new, each thing that comes or goes; of each the first
    `shown`."""
    if not plan.is_new:
        yield from _listed("Framework", [_field(change) for change in plan.framework], shown)
    for kind, changes in plan.kinds:
        for what, lines in _listed_changes(kind, changes):
            yield from _listed(f"{PLURALS[kind].capitalize()} {what}", lines, shown)


def _listed_changes(kind: str, changes: KindPlan[Any]) -> Iterator[tuple[str, list[str]]]:
    """What happens to things of a kind, and a line for each."""
    yield "created", [_label(item) for item in changes.created]
    yield "changed", [f"{_label(changed.item)}: {_fields(changed.changes)}" for changed in changes.changed]
    yield _gone(kind), [_label(item) for item in changes.removed]


def summary(
    document: FrameworkDocument,
    plan: FrameworkPlan,
    roles: Sequence[RoleInUse] = (),
    faults: Sequence[Fault] = (),
) -> PlanSummary:
    """The plan as it is kept and shown on a page: what `change_details` and `in_use` list, and each fault."""
    parts = [part_of("faults", FAULTS, map(str, faults))]
    if not plan.is_new:
        parts.append(part_of("framework", "Framework", map(_field, plan.framework)))
    for kind, changes in plan.kinds:
        for what, lines in _listed_changes(kind, changes):
            parts.append(part_of(f"{kind} {what}", f"{PLURALS[kind].capitalize()} {what}", lines))
    parts.append(part_of("in_use", IN_USE, map(_used, roles)))
    parts.append(part_of("left_out", "Lines left out", map(str, document.left_out)))
    return PlanSummary(
        as_of="",
        is_empty=plan.is_empty,
        parts=[one for one in parts if one["count"]],
        stops=[],
        notes=[reading(document)],
    )


def in_use(roles: Sequence[RoleInUse]) -> Iterator[str]:
    """Lines below `change`: the role levels that go although people have them or job codes give them."""
    lines = [*map(_used, roles)]
    yield from _listed(IN_USE, lines, len(lines))


def _used(role: RoleInUse) -> str:
    return (
        f"{role.name}: {_count(role.people, 'person has', 'people have')} it, "
        f"{_count(role.rules, 'job-code rule assigns', 'job-code rules assign')} it"
    )


def replacing(
    plan: FrameworkPlan, replaced: Sequence[ReplacedSkill], lost: Sequence[LostSkill], shown: int = SHOWN
) -> Iterator[str]:
    """Lines below `change`: which skills take the place of which and what that moves; which go with nothing
    in their place although people were rated in them; and what may be meant, with what to write."""
    yield from _listed("Skills replaced", [_replaced(one, replaced) for one in replaced], shown)
    lines = [f"{one.key} {one.name}: {_evidence(one)}" for one in lost]
    yield from _listed("Skills with evidence that go with nothing in their place", lines, shown)
    yield from _listed("Perhaps the same skill under another key", [*map(_guessed, plan.guesses)], shown)
    unknown = [f"{skill}: {key}" for skill, key in plan.unknown_replaced]
    yield from _listed("Named under “replaces” and never a skill here", unknown, shown)


def _replaced(one: ReplacedSkill, others: Iterable[ReplacedSkill]) -> str:
    moves = [_evidence(one)]
    if one.role_levels:
        moves.append(f"required by {_count(one.role_levels, 'role level', 'role levels')} until now")
    if one.modules:
        moves.append(_count(one.modules, "module", "modules"))
    is_merged = any(other != one and {*other.new} & {*one.new} for other in others)
    verb = "split into" if len(one.new) > 1 else "merged into" if is_merged else "renamed to"
    news = ", ".join(f"{key} {name}" for key, name in one.new)
    return f"{one.key} {one.name} {verb} {news}: {', '.join(moves)}"


def _evidence(one: ReplacedSkill | LostSkill) -> str:
    return f"evidence {one.pieces:,}, people {one.people:,}"


def _guessed(guess: Guess) -> str:
    names = " and ".join(f"“{new.name}”" for new in guess.new)
    keys = ", ".join(new.external_id for new in guess.new)
    lines = "line" if len(guess.new) == 1 else "lines"
    return (
        f"“{guess.old.name}” goes and {names} {'comes' if len(guess.new) == 1 else 'come'}. If it is, write"
        f" {written_keys([guess.old.external_id])} under replaces in the {lines} of {keys}"
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _groups(document: FrameworkDocument) -> set[str]:
    """Skills that only hold others: somebody's parent and nobody's requirement."""
    parents = {skill.parent for skill in document.skills if skill.parent is not None}
    return parents - document.required_skills


def _left_out(document: FrameworkDocument) -> str:
    if not document.left_out:
        return ""
    counts = Counter(left.code for left in document.left_out)
    reasons = ", ".join(f"{number:,} {LEFT_OUT[code]}" for code, number in counts.most_common())
    return f"; {_count(len(document.left_out), 'line', 'lines')} left out: {reasons}"


def _listed(title: str, lines: Sequence[str], shown: int) -> Iterator[str]:
    if not lines:
        return
    yield f"{title}: {len(lines):,}"
    yield from (f"  {line}" for line in lines[:shown])
    if len(lines) > shown:
        yield f"  and {len(lines) - shown:,} more"


def _verbs(kind: str, changes: KindPlan[Any]) -> str:
    counts = (
        (len(changes.created), "created"),
        (len(changes.changed), "changed"),
        (len(changes.removed), _gone(kind)),
        (len(changes.unchanged), "unchanged"),
    )
    return ", ".join(f"{number:,} {verb}" for number, verb in counts if number)


def _gone(kind: str) -> str:
    """Evidence and reports go on naming skills and roles, so they are retired."""
    return "removed" if kind in ("level", "requirement") else "retired"


def _label(item: Any) -> str:
    if isinstance(item.identity, tuple):
        return requirement_key(*item.identity)
    return f"{item.identity} {item.name}"


def _fields(changes: Iterable[FieldChange]) -> str:
    return ", ".join(map(_field, changes))


def _field(change: FieldChange) -> str:
    if isinstance(change.old, Mapping) and isinstance(change.new, Mapping):
        levels = sorted({*change.old, *change.new})
        texts = [FieldChange(f"level {at}", change.old.get(at), change.new.get(at)) for at in levels]
        return _fields(text for text in texts if text.old != text.new)
    return f"{change.field.replace('_', ' ')} {_short(change.old)} → {_short(change.new)}"


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return f"{float(value):g}"
    if isinstance(value, tuple):
        value = written_keys(value)
    text = " ".join(str(value or "").split())
    if not text:
        return "nothing"
    return f"“{text[: WIDTH - 1]}…”" if len(text) > WIDTH else f"“{text}”"
