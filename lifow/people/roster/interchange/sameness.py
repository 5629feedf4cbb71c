"""Who may be the same person under a new id: somebody moved to a new number, came back, or was taken on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from lifow.people.roster.interchange.repeats import has_left
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.state import PersonState, RosterState, Status
from lifow.people.roster.interchange.texts import compared

REASONS: Mapping[str, str] = {
    "email": "the same email",
    "name": "the same name",
    "first_day": "the same first day",
    "absent": "their former id is in the file no more",
    "left": "they have left before",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row under a new id and the known person whom it may be about; `reasons` are keys of `REASONS`."""

    line: int = field(compare=False)
    external_id: str
    name: str
    person: int
    label: str
    reasons: tuple[str, ...]


class _Known(NamedTuple):
    by_email: dict[str, PersonState]
    by_name: dict[str, list[PersonState]]


def candidates(
    state: RosterState, rows: Iterable[RosterRow], as_of: date, *, is_partial: bool = False
) -> tuple[Candidate, ...]:
    """Pairs of a new id and a person whom the source knows under another that it no longer names.

    From a part of a roster nobody is missing: there the name counts of those alone who have left, or whom the
    last whole one did not have.

    What speaks for it is the email of somebody who works here, or the same name. The email of somebody of
    another name who has left is no reason: addresses are given again. Pairs that HR has told apart are not
    asked for again.
    """
    in_order = sorted(rows, key=lambda row: row.external_id)
    known = state.by_external_id
    new = [row for row in in_order if row.external_id not in known and not has_left(row, as_of)]
    if not new:
        return ()
    named = {row.external_id for row in in_order if not has_left(row, as_of)}
    unnamed = [person for person in state.people if person.external_id and person.external_id not in named]
    absent = _known(unnamed, is_partial=is_partial)
    leaving = {row.external_id for row in in_order if row.external_id in known and has_left(row, as_of)}
    found = []
    for row in new:
        for person in _alike(row, absent, leaving):
            if (row.external_id, person.id) not in state.told_apart:
                reasons = _reasons(row, person)
                name = _name(row.given_name, row.family_name)
                found.append(Candidate(row.line, row.external_id, name, person.id, person.label, reasons))
    return tuple(found)


def _known(people: Iterable[PersonState], *, is_partial: bool) -> _Known:
    by_email: dict[str, PersonState] = {}
    by_name: dict[str, list[PersonState]] = defaultdict(list)
    for person in people:
        if person.email:
            by_email[person.email.lower()] = person
        if person.has_left or not (is_partial and person.is_named):
            by_name[name_key(person.given_name, person.family_name)].append(person)
    return _Known(by_email, by_name)


def _alike(row: RosterRow, known: _Known, leaving: Collection[str]) -> list[PersonState]:
    """People with the row's name, and the one who has its email and works here, or left without a word."""
    found = list(known.by_name.get(name_key(row.given_name, row.family_name), ())) if row.given_name else []
    holder = known.by_email.get(row.email or "")
    if holder and holder.current and holder.external_id not in leaving and holder not in found:
        found.insert(0, holder)
    return found


def _reasons(row: RosterRow, person: PersonState) -> tuple[str, ...]:
    first_days = {row.starts_on for row in person.employments if row.status is not Status.TERMINATED}
    said = {
        "email": bool(row.email) and row.email == person.email.lower(),
        "name": name_key(row.given_name, row.family_name) == name_key(person.given_name, person.family_name),
        "first_day": row.start_on in first_days,
        "absent": person.current is not None,
        "left": person.has_left,
    }
    return tuple(reason for reason, is_so in said.items() if is_so)


def _name(given: str | None, family: str | None) -> str:
    return f"{given or ''} {family or ''}".strip()


def name_key(given: str | None, family: str | None) -> str:
    """The form in which names are compared."""
    return compared(_name(given, family)).casefold()
