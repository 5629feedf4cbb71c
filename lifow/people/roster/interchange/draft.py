"""What is settled before any employment is planned: who is who, who has left, where, and under whom."""

from dataclasses import dataclass, replace
from datetime import date

from lifow.people.roster.interchange.erased import ADDRESS
from lifow.people.roster.interchange.matching import Matching, match_people
from lifow.people.roster.interchange.parse import ParsedRoster
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.repeats import OneEach, one_row_each
from lifow.people.roster.interchange.reporting_lines import Managers, find_managers
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.sameness import Candidate, candidates
from lifow.people.roster.interchange.state import PersonState, RosterState
from lifow.people.roster.interchange.units import UnitPlan, plan_units


@dataclass(frozen=True, slots=True)
class Draft:
    """Who is who, who has left, where, and under whom.

    absent   people whom the source has dropped and nobody else names: they leave, unless absence says nothing
    moved    people whom the source has dropped and another source names
    dropped  ids of all whom its last file had and this one has not
    each     the row of each person, and their earlier times
    asked    rows under a new id that may be about somebody known
    """

    matching: Matching
    units: UnitPlan
    managers: Managers
    absent: tuple[PersonState, ...]
    moved: tuple[PersonState, ...]
    dropped: tuple[int, ...]
    each: OneEach
    asked: tuple[Candidate, ...]
    problems: tuple[RowProblem, ...]


def settle(state: RosterState, roster: ParsedRoster, as_of: date) -> tuple[Draft, list[RowProblem]]:
    """A draft without problems, and the problems of the rows that it leaves out.

    Rows that turn out bad only beside other rows or the state are left out one after the other.
    """
    each = one_row_each(roster.rows, as_of)
    found, problems = each.problems, list(roster.problems)
    while True:
        draft = _draft(state, roster, each, as_of)
        found = (*found, *draft.problems)
        if not found:
            return draft, problems
        problems += [replace(one, column=roster.columns.heading(one.column)) for one in found]
        each, found = each.without({problem.line for problem in found}), ()


def under_present_ids(roster: ParsedRoster, state: RosterState) -> ParsedRoster:
    """The roster with former ids of people, and of their managers, as the present ones."""
    present = state.former_ids
    if not present:
        return roster
    rows = tuple(
        replace(
            row,
            external_id=present.get(row.external_id, row.external_id),
            manager_external_id=present.get(row.manager_external_id or "", row.manager_external_id),
        )
        for row in roster.rows
    )
    return replace(roster, rows=rows, bad_ids=frozenset(present.get(one, one) for one in roster.bad_ids))


def without_erased(roster: ParsedRoster, state: RosterState) -> tuple[ParsedRoster, tuple[int, ...]]:
    """The roster without lines about people who were erased, and the numbers of these lines.

    An id that somebody has today is theirs, and so is an address.
    """
    if not state.erased.days:
        return roster, ()
    taken = {person.email.lower() for person in state.people if person.email}
    lines = {row.line for row in roster.rows if _is_erased(row, state, taken)}
    kept = tuple(row for row in roster.rows if row.line not in lines)
    return (replace(roster, rows=kept) if lines else roster), tuple(sorted(lines))


def _is_erased(row: RosterRow, state: RosterState, taken: set[str]) -> bool:
    if row.external_id in state.by_external_id:
        return False
    if state.erased.day_of(state.source, row.external_id) is not None:
        return True
    return row.email not in taken and state.erased.day_of(ADDRESS, row.email) is not None


def _draft(state: RosterState, roster: ParsedRoster, each: OneEach, as_of: date) -> Draft:
    named = {row.external_id for row in roster.rows} | roster.bad_ids
    asked = candidates(state, each.rows, as_of, is_partial=roster.is_partial)
    in_question = {one.person for one in asked}
    each = each.without({one.line for one in asked})
    missing_people = [
        person for person in state.people if person.external_id and person.external_id not in named
    ]
    gone_missing = [person for person in missing_people if person.current and person.id not in in_question]
    moved = tuple(person for person in gone_missing if _works_elsewhere(person, state.source))
    absent = tuple(person for person in gone_missing if not _works_elsewhere(person, state.source))
    leaves_now = set() if absence_says_nothing(roster) else {person.id for person in absent}
    gone = leaves_now | {
        person.id
        for person in state.people
        if person.has_left and person.external_id not in named and person.id not in in_question
    }
    matching = match_people(state, each.rows, as_of, gone)
    placed = (row for match in matching.staying for row in each.of(match.row))
    units = plan_units(state.units, placed, roster.unit_separators)
    leavers = leaves_now | {match.id for match in matching.leaving}
    managers = find_managers(state, matching, leavers)
    missing = [
        RowProblem(match.row.line, "org_unit", "", "missing_value")
        for match in matching.staying
        if match.row.line not in units.unit_of_line and not match.current
    ]
    problems = (*matching.problems, *units.problems, *missing, *managers.problems)
    dropped = (
        ()
        if absence_says_nothing(roster)
        else tuple(person.id for person in missing_people if person.is_named)
    )
    return Draft(matching, units, managers, absent, moved, dropped, each, asked, problems)


def _works_elsewhere(person: PersonState, source: str) -> bool:
    """Whether another source says where somebody works, or names them: they have moved, not left."""
    holder = person.current.source if person.current else ""
    return bool(person.also_named_by) or holder not in ("", source, *person.dropped_by)


def absence_says_nothing(roster: ParsedRoster) -> bool:
    """Whether absence says nothing, because the file is a part or some of its people could not be read."""
    return roster.is_partial or roster.unidentified > 0
