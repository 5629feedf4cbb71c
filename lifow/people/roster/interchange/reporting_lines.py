"""Who reports to whom once a roster is applied: managers found in any order, circles named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lifow.base.hierarchy import circle_text, circles
from lifow.people.roster.interchange.changes import Notice
from lifow.people.roster.interchange.matching import Match, Matching
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.state import RosterState


@dataclass(frozen=True, slots=True)
class Managers:
    """The manager of each person who stays, by id (None at the top), and what could not be told."""

    manager_of: dict[int, int | None]
    notices: tuple[Notice, ...]
    problems: tuple[RowProblem, ...]


def find_managers(state: RosterState, matching: Matching, leavers: Collection[int]) -> Managers:
    """Resolve every manager by external id, else by email; an unknown one is a notice and changes nothing.

    An email counts in either column, since some systems name managers so.

    Problems: `own_manager`, and `manager_cycle` with its path for each row on the circle, also where the
    circle closes through people who are not in the file. `leavers` are ids of people who leave now.
    """
    finder = _Finder(state, matching, leavers)
    manager_of: dict[int, int | None] = {}
    problems: list[RowProblem] = []
    for match in matching.staying:
        manager = finder.manager_of(match)
        if manager == match.id:
            problems.append(_problem(match, "own_manager", person=match.label))
        else:
            manager_of[match.id] = manager
    if not problems:
        problems = finder.circle_problems(manager_of)
    return Managers(manager_of, tuple(finder.notices), tuple(problems))


def _problem(match: Match, code: str, **params: str) -> RowProblem:
    row = match.row
    column = "manager_email" if row.manager_email and not row.manager_external_id else "manager_external_id"
    return RowProblem(row.line, column, row.manager_external_id or row.manager_email or "", code, params)


def says_none(row: RosterRow) -> bool:
    """Whether the row says that somebody reports to nobody."""
    said = {row.manager_external_id, row.manager_email} - {None}
    return said == {""}


class _Finder:
    """Everybody who can be somebody's manager, by external id and by the email that they will have."""

    def __init__(self, state: RosterState, matching: Matching, leavers: Collection[int]) -> None:
        self.staying = matching.staying
        self.notices: list[Notice] = []
        in_file = {match.id for match in matching.staying}
        self.staying_above = {
            person.id: person.current.manager
            for person in state.people
            if person.current and person.id not in in_file and person.id not in leavers
        }
        self.employed = in_file | self.staying_above.keys()
        self.by_external_id = {external_id: person.id for external_id, person in state.by_external_id.items()}
        self.by_external_id.update((match.row.external_id, match.id) for match in matching.staying)
        self.by_email = {
            person.email.lower(): person.id for person in state.people if person.id not in in_file
        }
        self.by_email.update((match.email, match.id) for match in matching.staying)
        self.people = state.people

    def manager_of(self, match: Match) -> int | None:
        row = match.row
        kept = match.current.manager if match.current else None
        wanted = row.manager_external_id or row.manager_email
        if not wanted:
            return None if says_none(row) else kept
        manager = self.by_external_id.get(wanted) if row.manager_external_id else None
        if manager is None:
            manager = self.by_email.get(wanted.lower())
        if manager is None or manager not in self.employed:
            code = "manager_unknown" if manager is None else "manager_not_employed"
            self.notices.append(Notice(code, {"person": match.label, "value": wanted}))
        return kept if manager is None else manager

    def circle_problems(self, manager_of: Mapping[int, int | None]) -> list[RowProblem]:
        by_id = {match.id: match for match in self.staying}
        above = {
            person: manager
            for person, manager in (*self.staying_above.items(), *manager_of.items())
            if manager is not None and manager in self.employed
        }
        problems: list[RowProblem] = []
        found = circles(above)
        labels = self._labels() if found else {}
        for circle in found:
            path = circle_text(circle, labels)
            matches = [by_id[member] for member in circle if member in by_id]
            blamed = [match for match in matches if self._is_said_or_new(match, manager_of)]
            problems += [_problem(match, "manager_cycle", path=path) for match in blamed]
            if not blamed:
                self.notices.append(Notice("circle_already_there", {"path": path}))
        return problems

    def _labels(self) -> dict[int, str]:
        labels = {person.id: person.label for person in self.people}
        return labels | {match.id: match.label for match in self.staying}

    def _is_said_or_new(self, match: Match, manager_of: Mapping[int, int | None]) -> bool:
        says = match.row.manager_external_id is not None or match.row.manager_email is not None
        kept = match.current.manager if match.current else None
        return says or manager_of[match.id] != kept
