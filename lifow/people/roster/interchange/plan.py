"""A roster and the present state to a plan: who would be created, changed, moved, terminated.

The plan depends on what the rows say and not on their order. Planning the state that a plan leads to gives an
empty plan.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from lifow.base.tabular import FieldChange
from lifow.people.roster.interchange.brake import DEFAULT_LIMITS, Limits, brakes
from lifow.people.roster.interchange.changes import (
    EmploymentChange,
    Kind,
    Notice,
    PersonChange,
    PersonCreate,
    PersonLink,
    RosterPlan,
    UnitChange,
    Value,
)
from lifow.people.roster.interchange.counting import counted
from lifow.people.roster.interchange.mapping import CAN_BE_NONE
from lifow.people.roster.interchange.matching import Match, Matching, match_people
from lifow.people.roster.interchange.parse import ParsedRoster
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.repeats import OneEach, one_row_each
from lifow.people.roster.interchange.reporting_lines import Managers, find_managers
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.sameness import Candidate, candidates
from lifow.people.roster.interchange.state import EmploymentRow, PersonState, RosterState, Status
from lifow.people.roster.interchange.timeline import (
    Terms,
    employed,
    ended,
    first_day_of,
    is_open,
    last_day_of,
    opened,
    with_history,
)
from lifow.people.roster.interchange.units import UnitPlan, path_names, plan_units

PERSON_FIELDS = ("email", "given_name", "family_name", "timezone", "languages")


def plan_roster(
    state: RosterState, roster: ParsedRoster, *, as_of: date, limits: Limits = DEFAULT_LIMITS
) -> RosterPlan:
    """Plan the import of `roster` into `state` as of a day.

    Rows that turn out bad only beside other rows or the state join the roster's problems, and the plan is of
    the rows that remain: those who have a bad row stay as they are. More of any kind of change than `limits`
    allow is a brake, and nothing may be applied.
    """
    roster = _under_present_ids(roster, state)
    each = one_row_each(roster.rows, as_of)
    found, problems = each.problems, list(roster.problems)
    while True:
        draft = _draft(state, roster, each, as_of)
        found = (*found, *draft.problems)
        if not found:
            break
        problems += [replace(one, column=roster.columns.heading(one.column)) for one in found]
        each, found = each.without({problem.line for problem in found}), ()
    plan = replace(
        _Planner(state, draft, as_of).plan(roster),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        unread=roster.unread,
        ignored_columns=roster.columns.ignored,
        is_partial=roster.is_partial,
    )
    return replace(plan, brakes=brakes(counted(state, roster, plan), limits))


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is settled before any row of employment: who is who, who has left, where, under whom."""

    matching: Matching
    units: UnitPlan
    managers: Managers
    absent: tuple[PersonState, ...]
    moved: tuple[PersonState, ...]
    dropped: tuple[int, ...]
    each: OneEach
    asked: tuple[Candidate, ...]
    problems: tuple[RowProblem, ...]


def _under_present_ids(roster: ParsedRoster, state: RosterState) -> ParsedRoster:
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


def _draft(state: RosterState, roster: ParsedRoster, each: OneEach, as_of: date) -> _Draft:
    named = {row.external_id for row in roster.rows} | roster.bad_ids
    asked = candidates(state, each.rows, as_of)
    in_question = {one.person for one in asked}
    each = each.without({one.line for one in asked})
    missing_people = [
        person for person in state.people if person.external_id and person.external_id not in named
    ]
    absent = tuple(person for person in missing_people if person.current and person.id not in in_question)
    moved = tuple(person for person in absent if _works_elsewhere(person, state.source))
    absent = tuple(person for person in absent if person not in moved) if moved else absent
    leaves_now = set() if _held(roster) else {person.id for person in absent}
    gone = leaves_now | {
        person.id
        for person in state.people
        if person.has_left and person.external_id not in named and person.id not in in_question
    }
    matching = match_people(state, each.rows, as_of, gone)
    units = plan_units(state.units, (row for match in matching.staying for row in each.of(match.row)))
    leavers = leaves_now | {match.id for match in matching.leaving}
    managers = find_managers(state, matching, leavers)
    missing = [
        RowProblem(match.row.line, "org_unit", "", "missing_value")
        for match in matching.staying
        if match.row.line not in units.unit_of_line and not match.current
    ]
    problems = (*matching.problems, *units.problems, *missing, *managers.problems)
    dropped = () if _held(roster) else tuple(person.id for person in missing_people if person.is_named)
    return _Draft(matching, units, managers, absent, moved, dropped, each, asked, problems)


def _works_elsewhere(person: PersonState, source: str) -> bool:
    """Whether another source says where somebody works, or names them: they have moved, not left."""
    holder = person.current.source if person.current else ""
    return bool(person.also_named_by) or holder not in ("", source, *person.dropped_by)


def _held(roster: ParsedRoster) -> bool:
    """Whether absence says nothing, because the file is a part or some of its people could not be read."""
    return roster.is_partial or roster.unidentified > 0


class _Planner:
    """Turns a draft without problems into the items of a plan."""

    def __init__(self, state: RosterState, draft: _Draft, as_of: date) -> None:
        self.state = state
        self.draft = draft
        self.as_of = as_of
        stored = {unit.id: unit for unit in state.units}
        wanted = stored | {unit.id: unit for unit in draft.units.created}
        self.old_paths = path_names(stored.values())
        self.paths = path_names((wanted | {new.id: new for _, new in draft.units.changed}).values())
        self.labels = {person.id: person.label for person in state.people}
        self.labels.update((match.id, match.label) for match in draft.matching.staying)

    def plan(self, roster: ParsedRoster) -> RosterPlan:
        matching, held = self.draft.matching, _held(roster)
        created = tuple(self._created(match) for match in matching.staying if match.person is None)
        changed = tuple(filter(None, map(self._changed, matching.staying)))
        employments = filter(
            None,
            chain(
                map(self._employed, matching.staying),
                (self._ended(match.person, match.row.end_on) for match in matching.leaving),
                (self._ended(person, None, by_absence=True) for person in self.draft.absent if not held),
            ),
        )
        return RosterPlan(
            as_of=self.as_of,
            units_created=self.draft.units.created,
            created_unit_paths=tuple(self.paths[unit.id] for unit in self.draft.units.created),
            units_changed=tuple(
                UnitChange(was, wanted, self.old_paths[was.id], self.paths[was.id])
                for was, wanted in self.draft.units.changed
            ),
            created=created,
            linked=tuple(
                PersonLink(match.id, match.label, match.row.external_id, match.email)
                for match in matching.staying
                if match.is_linked
            ),
            changed=changed,
            employments=tuple(employments),
            same_people=self.draft.asked,
            email_handovers=self._handovers(),
            named_again=_ids(matching.staying, is_named=False),
            named_no_more=(*self.draft.dropped, *_ids(matching.leaving, is_named=True)),
            notices=self._notices(roster),
        )

    def _created(self, match: Match) -> PersonCreate:
        said = _said(match.row).items()
        fields: dict[str, Value] = {name: value for name, value in said if value is not None}
        fields.setdefault("email", "")
        return PersonCreate(match.id, match.row.external_id, match.label, fields)

    def _changed(self, match: Match) -> PersonChange | None:
        person = match.person
        if person is None:
            return None
        changes = tuple(
            FieldChange(name, getattr(person, name), value)
            for name, value in _said(match.row).items()
            if value is not None and not _same(name, getattr(person, name), value)
        )
        return PersonChange(person.id, match.label, changes) if changes else None

    def _employed(self, match: Match) -> EmploymentChange | None:
        before = match.person.employments if match.person else ()
        rows = self._with_history(match, before)
        after = employed(rows, self._terms(match), self._first_day(match), self.as_of)
        changes = self._field_changes(before[-1], after[-1]) if is_open(before) else ()
        return _change(match.id, match.label, _kind(before, changes), before, after, changes)

    def _first_day(self, match: Match) -> date | None:
        """The first day that the row says; a later one that came with a new id is not that of the person."""
        said = match.row.start_on
        if said and is_open(before := match.person.employments if match.person else ()):
            has_new_id = match.row.external_id in self.state.former_ids.values()
            return None if has_new_id and said > first_day_of(before) else said
        return said

    def _with_history(self, match: Match, rows: tuple[EmploymentRow, ...]) -> tuple[EmploymentRow, ...]:
        """The rows and the earlier times of which other lines of the person tell."""
        units, current = self.draft.units.unit_of_line, match.current
        here = units.get(match.row.line, current.unit if current else 0)
        for said in self.draft.each.history.get(match.row.external_id, ()):
            if said.start_on and said.end_on:
                terms = Terms(
                    status=Status.ACTIVE,
                    job_title=said.job_title or "",
                    job_code=said.job_code or "",
                    unit=units.get(said.line, here),
                    manager=None,
                    source=self.state.source,
                )
                spell = replace(opened(terms, said.start_on), ends_on=said.end_on)
                rows = with_history(rows, spell, self.as_of)
        return rows

    def _terms(self, match: Match) -> Terms:
        """What the row says, and where it says nothing what holds at present."""
        row, current, units = match.row, match.current, self.draft.units.unit_of_line
        return Terms(
            status=match.status,
            job_title=_first(row.job_title, current.job_title if current else ""),
            job_code=_first(row.job_code, current.job_code if current else ""),
            unit=current.unit if current and row.line not in units else units[row.line],
            manager=self.draft.managers.manager_of[match.id],
            source=self.state.source,
        )

    def _ended(
        self, person: PersonState | None, end_on: date | None, *, by_absence: bool = False
    ) -> EmploymentChange | None:
        if person is None:
            return None
        before = person.employments
        after = ended(before, end_on, self.as_of)
        kind = Kind.TERMINATED if is_open(before) else Kind.CORRECTED
        change = _change(person.id, person.label, kind, before, after, ())
        is_promise = bool(before) and before[-1].status is Status.PREHIRE
        if change is None:
            return None
        return replace(
            change,
            last_day=None if is_promise else last_day_of(after),
            leaves_by_absence=by_absence,
            leaves_at_once=end_on is None,
        )

    def _last_days(self) -> Iterator[Notice]:
        """Those whose last day cannot be as the file says."""
        for match in self.draft.matching.leaving:
            said = match.row.end_on
            kept = last_day_of(ended(match.person.employments, said, self.as_of)) if match.person else None
            if said and kept and said != kept:
                dates = {"date": said.isoformat(), "kept": kept.isoformat()}
                yield Notice("last_day_differs", {"person": match.label, **dates})

    def _blank_cells(self, roster: ParsedRoster) -> Iterator[Notice]:
        """Columns that are blank for people who have what belongs there, with how many."""
        for field in CAN_BE_NONE:
            heading = roster.columns.heading(field)
            count = sum(
                field in match.row.unsaid and _has(match, field) for match in self.draft.matching.staying
            )
            if count:
                code = "blank_column" if heading in roster.blank else "blank_cells"
                yield Notice(code, {"count": str(count), "column": heading, "field": field})

    def _field_changes(self, old: EmploymentRow, new: EmploymentRow) -> tuple[FieldChange, ...]:
        pairs: dict[str, tuple[Value, Value]] = {
            "status": (old.status.value, new.status.value),
            "job_title": (old.job_title, new.job_title),
            "job_code": (old.job_code, new.job_code),
            "org_unit": (old.unit, new.unit),
            "manager": (old.manager, new.manager),
        }
        return tuple(
            FieldChange(name, self._text(name, was, self.old_paths), self._text(name, wanted, self.paths))
            for name, (was, wanted) in pairs.items()
            if was != wanted
        )

    def _text(self, name: str, value: Value, paths: dict[int, str]) -> Value:
        if isinstance(value, int):
            return paths.get(value, "") if name == "org_unit" else self.labels.get(value, "")
        return value

    def _handovers(self) -> tuple[int, ...]:
        """Stored people whose present email somebody else will have."""
        taken = {match.email: match.id for match in self.draft.matching.staying if match.email}
        return tuple(
            person.id
            for person in self.state.people
            if person.email and taken.get(person.email.lower(), person.id) != person.id
        )

    def _notices(self, roster: ParsedRoster) -> tuple[Notice, ...]:
        matching, absent = self.draft.matching, str(len(self.draft.absent))
        notices = [*self._blank_cells(roster), *self.draft.managers.notices]
        notices += (Notice("unit_named_by_code", {"code": code}) for code in self.draft.units.unnamed)
        without = sum(match.person is None and not match.email for match in matching.staying)
        if without:
            notices.append(Notice("without_email", {"count": str(without)}))
        notices += (
            Notice("leaves_on", {"person": match.label, "date": match.row.end_on.isoformat()})
            for match in matching.staying
            if match.row.end_on
        )
        notices += self._last_days()
        labels = {match.row.external_id: match.label for match in (*matching.staying, *matching.leaving)}
        notices += (
            Notice("later_line", {"person": labels[one]}) for one in self.draft.each.later if one in labels
        )
        notices += (
            Notice("undated_line", {"person": labels[one]})
            for one in self.draft.each.undated
            if one in labels
        )
        if matching.former:
            notices.append(Notice("former_employees", {"count": str(len(matching.former))}))
        if matching.elsewhere:
            notices.append(Notice("named_elsewhere", {"count": str(len(matching.elsewhere))}))
        if self.draft.moved and not _held(roster):
            notices.append(Notice("moved_elsewhere", {"count": str(len(self.draft.moved))}))
        if self.draft.absent and roster.is_partial:
            notices.append(Notice("leavers_held_partial", {"count": absent}))
        elif self.draft.absent and roster.unidentified:
            unread = str(roster.unidentified)
            notices.append(Notice("leavers_held_unread", {"count": absent, "unread": unread}))
        return tuple(notices)


def _has(match: Match, field: str) -> bool:
    """Whether somebody has at present what a blank cell of `field` says nothing about."""
    if field in ("family_name", "email"):
        return bool(match.person and getattr(match.person, field))
    if match.current is None:
        return False
    if field.startswith("manager"):
        is_named = bool(match.row.manager_external_id or match.row.manager_email)
        return match.current.manager is not None and not is_named
    return bool(getattr(match.current, field))


def _ids(matches: Iterable[Match], *, is_named: bool) -> tuple[int, ...]:
    """Ids of the known people whom the source's last file had, or had not."""
    return tuple(match.id for match in matches if match.person and match.person.is_named is is_named)


def _said(row: RosterRow) -> dict[str, Value]:
    """What the row says of the person, by the names of Person's fields; None is nothing said."""
    values: dict[str, Value] = {name: getattr(row, name) for name in PERSON_FIELDS}
    hours = row.working_hours
    if hours:
        values |= {"work_starts_at": hours.starts_at, "work_ends_at": hours.ends_at, "workdays": hours.days}
    return values


def _same(name: str, old: Value, new: Value) -> bool:
    if name == "email":
        return str(old).lower() == new
    return old == new


def _first(said: str | None, kept: str) -> str:
    return kept if said is None else said


def _kind(before: tuple[EmploymentRow, ...], changes: Iterable[FieldChange]) -> Kind:
    if not before:
        return Kind.HIRED
    if not is_open(before):
        return Kind.REHIRED
    names = {change.field for change in changes}
    if names & {"org_unit", "manager"}:
        return Kind.MOVED
    return Kind.CHANGED if names else Kind.CORRECTED


def _change(
    person: int,
    label: str,
    kind: Kind,
    before: tuple[EmploymentRow, ...],
    after: tuple[EmploymentRow, ...],
    changes: tuple[FieldChange, ...],
) -> EmploymentChange | None:
    stored = set(before)
    writes = tuple(row for row in after if row not in stored)
    return EmploymentChange(person, label, kind, writes, changes) if writes else None
