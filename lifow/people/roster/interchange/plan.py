"""A roster and the present state to a plan: who would be created, changed, moved, terminated.

The plan depends on what the rows say and not on their order. Planning the state that a plan leads to gives an
empty plan.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain

from lifow.base.listing import first_names
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
from lifow.people.roster.interchange.draft import (
    Draft,
    absence_says_nothing,
    settle,
    under_present_ids,
    without_erased,
)
from lifow.people.roster.interchange.matching import Match
from lifow.people.roster.interchange.notices import notices_of
from lifow.people.roster.interchange.parse import ParsedRoster
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.state import EmploymentRow, PersonState, RosterState, Status
from lifow.people.roster.interchange.timeline import (
    Terms,
    employed,
    ended,
    first_day_of,
    is_open,
    last_day_of,
    opened,
    says_the_same,
    with_history,
)
from lifow.people.roster.interchange.units import path_names

PERSON_FIELDS = ("email", "given_name", "family_name", "timezone", "languages")


def plan_roster(
    state: RosterState, roster: ParsedRoster, *, as_of: date, limits: Limits = DEFAULT_LIMITS
) -> RosterPlan:
    """Plan the import of `roster` into `state` as of a day.

    Rows that turn out bad only beside other rows or the state join the roster's problems, and the plan is of
    the rows that remain: those who have a bad row stay as they are. More of any kind of change than `limits`
    allow is a brake, and nothing may be applied.
    """
    roster, erased = without_erased(under_present_ids(roster, state), state)
    draft, problems = settle(state, roster, as_of)
    planned = _Planner(state, draft, as_of).plan(roster)
    plan = replace(
        planned,
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        unread=roster.unread,
        ignored_columns=roster.columns.ignored,
        is_partial=roster.is_partial,
        notices=(*_of_erased(erased), *planned.notices),
    )
    return replace(plan, brakes=brakes(counted(state, roster, plan), limits))


def _of_erased(lines: tuple[int, ...]) -> tuple[Notice, ...]:
    return (Notice("erased", {"lines": ", ".join(first_names(lines))}),) if lines else ()


class _Planner:
    """Turns a draft without problems into the items of a plan."""

    def __init__(self, state: RosterState, draft: Draft, as_of: date) -> None:
        self.state = state
        self.draft = draft
        self.as_of = as_of
        self.renumbered = frozenset(state.former_ids.values())
        stored = {unit.id: unit for unit in state.units}
        wanted = stored | {unit.id: unit for unit in draft.units.created}
        self.old_paths = path_names(stored.values())
        self.paths = path_names((wanted | {new.id: new for _, new in draft.units.changed}).values())
        self.matches = {match.id: match for match in draft.matching.staying}

    def plan(self, roster: ParsedRoster) -> RosterPlan:
        matching, held = self.draft.matching, absence_says_nothing(roster)
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
            named_again=_ids((*matching.staying, *matching.elsewhere), is_named=False),
            named_no_more=(
                *self.draft.dropped,
                *_ids((*matching.leaving, *matching.left_elsewhere), is_named=True),
            ),
            notices=notices_of(self.draft, roster, self.as_of),
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
        terms, first_day = self._terms(match), self._first_day(match)
        has_history = match.row.external_id in self.draft.each.history
        today = self._today(match.zone)
        if not has_history and says_the_same(before, terms, first_day, today):
            return None
        after = employed(self._with_history(match, before), terms, first_day, today)
        changes = self._field_changes(before[-1], after[-1]) if is_open(before) else ()
        return _change(match.id, match.label, _kind(before, changes), before, after, changes)

    def _first_day(self, match: Match) -> date | None:
        """The first day that the row says; a later one that came with a new id is not that of the person."""
        said = match.row.start_on
        if said and is_open(before := match.person.employments if match.person else ()):
            has_new_id = match.row.external_id in self.renumbered
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
                rows = with_history(rows, spell, self._today(match.zone))
        return rows

    def _today(self, zone: str) -> date:
        """The day where somebody is: on it begins, and before it ends, what comes without a day."""
        return self.state.other_days.get(zone, self.as_of)

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
        after = ended(before, end_on, self._today(person.timezone))
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
            return paths.get(value, "") if name == "org_unit" else self._label(value)
        return value

    def _label(self, person: int) -> str:
        known = self.matches.get(person) or self.state.by_id.get(person)
        return known.label if known else ""

    def _handovers(self) -> tuple[int, ...]:
        """Stored people whose present email somebody else will have."""
        taken = {match.email: match.id for match in self.draft.matching.staying if match.email}
        return tuple(
            person.id
            for person in self.state.people
            if person.email and taken.get(person.email.lower(), person.id) != person.id
        )


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
