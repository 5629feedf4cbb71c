"""What somebody has to do by assignments, by when, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.activity.models import Activity
from content.assignments.choices import AssignedState, Audience
from content.assignments.models import AssignedPerson, Assignment, AssignmentEquivalent, AssignmentModule
from content.catalogue.models import Module
from lifow.base.days import local_day
from lifow.people.persons.models import Person

SHOWN_FOR = timedelta(days=365)
MOST_PAST = 50
AT_A_GLANCE = 4
MOST_OPEN = 200


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module of an assignment, and whether it is done for it."""

    module: Module
    is_done: bool

    @property
    def is_open(self) -> bool:
        return self.module.status == Module.Status.PUBLISHED


@dataclass(frozen=True, slots=True)
class OwnAssignment:
    """An assignment as its person has it.

    row       what became of it
    modules   what it asks for, in order
    instead   what counts instead of all of it
    today     the day where the person is
    """

    row: AssignedPerson
    modules: Sequence[OwnModule]
    instead: Sequence[AssignmentEquivalent]
    today: date

    @property
    def assignment(self) -> Assignment:
        return self.row.assignment

    @property
    def is_overdue(self) -> bool:
        return self.row.is_open and self.row.due_on < self.today

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.modules)

    @property
    def minutes_left(self) -> int:
        return sum(one.module.minutes for one in self.modules if not one.is_done)

    @property
    def next_module(self) -> Module | None:
        """The first module that is left to do."""
        return next((one.module for one in self.modules if not one.is_done and one.is_open), None)

    @property
    def why(self) -> str:
        return for_whom(self.row.assignment, is_own=True)


def open_at_a_glance(person: Person, as_of: datetime) -> tuple[Sequence[OwnAssignment], int]:
    """What is due soonest of what somebody has to do, and how many more there are; three queries at most."""
    rows = list(_open_rows(person)[:MOST_OPEN])
    return _own(person, rows[:AT_A_GLANCE], as_of, with_instead=False), max(0, len(rows) - AT_A_GLANCE)


def own_assignments(
    person: Person, as_of: datetime
) -> tuple[Sequence[OwnAssignment], Sequence[OwnAssignment]]:
    """What somebody has to do, the soonest due first; and what was done or waived within a year, the newest
    first; six queries at most."""
    past = _rows(person).filter(
        Q(state=AssignedState.DONE, done_at__gte=as_of - SHOWN_FOR)
        | Q(state=AssignedState.WAIVED, waived_at__gte=as_of - SHOWN_FOR)
    )
    closed = list(past.select_related("waived_by").order_by("-updated_at", "-pk")[:MOST_PAST])
    both = _own(person, [*_open_rows(person)[:MOST_OPEN], *closed], as_of)
    return [one for one in both if one.row.is_open], [one for one in both if not one.row.is_open]


def for_whom(assignment: Assignment, *, is_own: bool = False) -> str:
    """Whom an assignment is for, in words: for the person themselves, or for whoever looks after it."""
    words = _audience_in_words(assignment, is_own=is_own)
    if assignment.hired_from is None:
        return words
    day = date_format(assignment.hired_from, "j F Y")
    return _("%(whom)s whose first day of work is %(day)s or later") % {"whom": words, "day": day}


def _audience_in_words(assignment: Assignment, *, is_own: bool) -> str:
    named = {
        "role": assignment.role,
        "unit": assignment.org_unit,
        "manager": assignment.manager or _("a former colleague"),
    }
    words: dict[str, str] = {
        Audience.PEOPLE: _("you, by name") if is_own else _("people by name"),
        Audience.TEAM: _("everybody who reports to %(manager)s") % named,
        Audience.ROLE: _("everybody with the role %(role)s") % named,
        Audience.UNIT: _("everybody in %(unit)s") % named,
        Audience.EVERYBODY: _("everybody in the company"),
    }
    return words.get(assignment.audience, "")


def _rows(person: Person) -> Any:
    rows = AssignedPerson.objects.for_person(person)
    named = ("assignment__role", "assignment__org_unit", "assignment__manager", "assignment__created_by")
    return rows.select_related(*named)


def _open_rows(person: Person) -> Any:
    return _rows(person).open().order_by("due_on", "pk")


def _own(
    person: Person, rows: Sequence[AssignedPerson], as_of: datetime, *, with_instead: bool = True
) -> Sequence[OwnAssignment]:
    steps: dict[int, list[AssignmentModule]] = {row.assignment_id: [] for row in rows}
    if not rows:
        return []
    found = (
        AssignmentModule.objects.filter(assignment__in=steps).select_related("module").defer("module__body")
    )
    for step in found.order_by("assignment_id", "position"):
        steps[step.assignment_id].append(step)
    instead: dict[int, list[AssignmentEquivalent]] = {key: [] for key in steps}
    if with_instead:
        equivalents = AssignmentEquivalent.objects.filter(assignment__in=steps).select_related(
            "module", "form"
        )
        for one in equivalents.order_by("pk"):
            instead[one.assignment_id].append(one)
    last = _last_done(person, {step.module_id for theirs in steps.values() for step in theirs})
    today = local_day(as_of, person.timezone)
    return [
        OwnAssignment(row, _modules(row, steps[row.assignment_id], last), instead[row.assignment_id], today)
        for row in rows
    ]


def _modules(
    row: AssignedPerson, steps: Sequence[AssignmentModule], last: Mapping[int, datetime]
) -> Sequence[OwnModule]:
    since = row.counts_from
    return [
        OwnModule(step.module, step.module_id in last and last[step.module_id] >= since) for step in steps
    ]


def _last_done(person: Person, modules: set[int]) -> Mapping[int, datetime]:
    rows = Activity.objects.for_person(person).completed().filter(module__in=modules)
    return {one.module_id: one.last_done_at for one in rows if one.last_done_at is not None}
