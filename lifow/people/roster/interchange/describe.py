"""A plan in words: counts first, then who and what, section by section."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypedDict

from lifow.base.listing import first_names
from lifow.base.tabular import FieldChange
from lifow.base.tabular.summaries import SHOWN, PlanSummary, Stop, part_of
from lifow.people.roster.interchange.changes import (
    EmploymentChange,
    Kind,
    RosterPlan,
    UnitChange,
    Value,
)
from lifow.people.roster.interchange.sameness import REASONS, Candidate


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a plan: a heading, and a line an item."""

    code: str
    title: str
    lines: tuple[str, ...]


TITLES = {
    "units_created": "Org units to create",
    "units_changed": "Org units to rename or move",
    "created": "People to create",
    "linked": "People recognised by email",
    "same_people": "The same person?",
    "changed": "People to change",
    "moved": "People to move",
    "employment_changed": "Employments to change",
    "corrected": "Dates to correct",
    "hired": "First employments of known people",
    "rehired": "People who come back",
    "terminated": "People who leave",
    "problems": "Bad lines",
    "unread": "Cells that cannot be read",
    "notices": "Notes",
}


DONE = {
    "units_created": "Org units created",
    "units_changed": "Org units renamed or moved",
    "created": "People created",
    "changed": "People changed",
    "moved": "People moved",
    "employment_changed": "Employments changed",
    "corrected": "Dates corrected",
    "rehired": "People who came back",
    "terminated": "People who left",
}
"""Titles of what was written, where they differ."""

SAME_PERSON = "  HR answers in the admin, under “Possible matches”, or with same_person."


def sections(plan: RosterPlan) -> tuple[Section, ...]:
    """Every section of `plan`, empty ones too, in the order of reading."""
    lines: dict[str, Iterable[str]] = {
        "units_created": _created_units(plan),
        "units_changed": map(_changed_unit, plan.units_changed),
        "created": (f"{new.label}, {new.fields['email'] or 'no email'}" for new in plan.created),
        "linked": (f"{link.label}, {link.email}" for link in plan.linked),
        "same_people": map(_candidate, plan.same_people),
        "changed": (f"{change.label}: {_changes(change.changes)}" for change in plan.changed),
        "moved": map(_employment, plan.of_kind(Kind.MOVED)),
        "employment_changed": map(_employment, plan.of_kind(Kind.CHANGED)),
        "corrected": map(_employment, plan.of_kind(Kind.CORRECTED)),
        "hired": (_employment(change) for change in plan.hired if change.person > 0),
        "rehired": map(_employment, plan.of_kind(Kind.REHIRED)),
        "terminated": map(_employment, plan.of_kind(Kind.TERMINATED)),
        "problems": map(str, plan.problems),
        "unread": map(str, plan.unread),
        "notices": map(str, plan.notices),
    }
    return tuple(Section(code, TITLES[code], tuple(each)) for code, each in lines.items())


def describe(plan: RosterPlan, *, details: int | None = 20) -> str:
    """The plan as text for a terminal: a count a section, then at most `details` lines of each, or all."""
    parts = sections(plan)
    filled = [part for part in parts if part.lines]
    width = max(len(part.title) for part in parts)
    counts = [f"{part.title:<{width}}  {len(part.lines):>7,}" for part in filled]
    if plan.is_empty:
        counts.append("Nothing to change.")
    if plan.ignored_columns:
        counts.append(_ignored(plan))
    blocks = ["\n".join([f"Roster plan as of {plan.as_of.isoformat()}", *counts])]
    blocks += (_block(part, details) for part in filled)
    blocks += map(str, plan.brakes)
    return "\n\n".join(blocks)


class Question(TypedDict):
    """Whether a row under a new id is about a known person: what HR is asked, and what speaks for it."""

    external_id: str
    name: str
    person: int
    label: str
    reasons: list[str]


class RosterSummary(PlanSummary):
    """A roster plan as JSON; `questions` are the first of those that HR is asked."""

    questions: list[Question]


def summary(plan: RosterPlan, *, is_written: bool = False) -> RosterSummary:
    """The plan as it is kept and shown on a page: the filled sections of `describe`, its brakes and notes."""
    titles = {**TITLES, **DONE} if is_written else TITLES
    return RosterSummary(
        as_of=plan.as_of.isoformat(),
        is_empty=plan.is_empty,
        parts=[part_of(each.code, titles[each.code], each.lines) for each in sections(plan) if each.lines],
        stops=[
            Stop(kind=one.kind.value, count=one.count, of=one.of, allowed=one.allowed, text=one.counted)
            for one in plan.brakes
        ],
        notes=[_ignored(plan)] if plan.ignored_columns else [],
        questions=[
            Question(
                external_id=one.external_id,
                name=one.name,
                person=one.person,
                label=one.label,
                reasons=list(one.reasons),
            )
            for one in plan.same_people[:SHOWN]
        ],
    )


def _ignored(plan: RosterPlan) -> str:
    return f"Columns that are not read: {', '.join(first_names(plan.ignored_columns))}"


def _block(part: Section, details: int | None) -> str:
    shown = [f"  {line}" for line in part.lines[:details]]
    hidden = len(part.lines) - len(shown)
    rest = [f"  … and {hidden:,} more, which --all-lines shows"] if hidden else []
    answer = [SAME_PERSON] if part.code == "same_people" else []
    return "\n".join([part.title, *shown, *rest, *answer])


def _created_units(plan: RosterPlan) -> Iterable[str]:
    return (
        f"{path} [{unit.key}]" for unit, path in zip(plan.units_created, plan.created_unit_paths, strict=True)
    )


def _candidate(one: Candidate) -> str:
    reasons = ", ".join(REASONS[reason] for reason in one.reasons)
    return f"{one.name} ({one.external_id}) may be {one.label}: {reasons}"


def _changed_unit(change: UnitChange) -> str:
    if change.old_path == change.new_path:
        return f"{change.old_path}: code {_value(change.was.code)} → {_value(change.wanted.code)}"
    return f"{change.old_path} → {change.new_path}"


def _employment(change: EmploymentChange) -> str:
    if change.kind is Kind.TERMINATED:
        why = " (absent from the file)" if change.leaves_by_absence else ""
        end = f"last day {change.last_day.isoformat()}" if change.last_day else "does not start"
        return f"{change.label}: {end}{why}"
    if change.changes:
        return f"{change.label}: {_changes(change.changes)}"
    return f"{change.label}: from {change.writes[-1].starts_on.isoformat()}"


def _changes(changes: Sequence[FieldChange]) -> str:
    return "; ".join(
        f"{change.field.replace('_', ' ')} {_value(change.old)} → {_value(change.new)}" for change in changes
    )


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return "none" if value in (None, "") else str(value)
