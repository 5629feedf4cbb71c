"""Who assigns, reminds and waives, and who offers and confirms stretch tasks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import rules

from content.assignments.choices import FOR_MANAGERS, AssignedState
from content.assignments.models import AssignedPerson, Assignment, StretchTask
from lifow.base.days import local_day
from lifow.people.persons.models import Person
from lifow.people.persons.rules import has_reports, is_above, is_hr_admin


@rules.predicate
def is_by_user(user, assignment: Assignment | None) -> bool:
    return assignment is not None and assignment.created_by_id == user.pk


@rules.predicate
def is_for_those_of_managers(user, assignment: Assignment | None) -> bool:
    """Whether it is for people by name or a team: HR may have made something else of what a manager
    assigned."""
    return assignment is not None and assignment.audience in FOR_MANAGERS


@rules.predicate
def is_of_somebody_else(user, row: AssignedPerson | StretchTask | None) -> bool:
    return row is not None and row.person_id != user.pk


@rules.predicate
def is_above_its_person(user, row: AssignedPerson | StretchTask | None) -> bool:
    return row is not None and is_above(user, row.person)


@rules.predicate
def may_be_waived_by_managers(user, row: AssignedPerson | None) -> bool:
    """Whether managers decide of it: where HR says so, and of what they have assigned themselves."""
    return row is not None and (row.assignment.managers_may_waive or row.assignment.created_by_id == user.pk)


@rules.predicate
def is_ones_own(user, task: StretchTask | None) -> bool:
    return task is not None and task.person_id == user.pk


@rules.predicate
def has_offered(user, task: StretchTask | None) -> bool:
    return task is not None and task.offered_by_id == user.pk


@rules.predicate
def is_above_person(user, person: Person | None) -> bool:
    return person is not None and is_above(user, person)


rules.add_perm("content.assign", is_hr_admin | has_reports)
rules.add_perm("content.view_assignment", is_hr_admin | is_by_user)
rules.add_perm("content.change_assignment", is_hr_admin | (is_by_user & is_for_those_of_managers))
rules.add_perm("content.end_assignment", is_hr_admin | is_by_user)
rules.add_perm("content.remind_of_assignment", is_of_somebody_else & (is_hr_admin | is_above_its_person))
rules.add_perm(
    "content.waive_assignment",
    is_of_somebody_else & (is_hr_admin | (is_above_its_person & may_be_waived_by_managers)),
)
rules.add_perm("content.offer_stretch_task", is_above_person)
rules.add_perm("content.view_stretch_task", is_ones_own | has_offered | is_above_its_person | is_hr_admin)
rules.add_perm("content.answer_stretch_task", is_ones_own)
rules.add_perm("content.confirm_stretch_task", is_above_its_person)
rules.add_perm("content.withdraw_stretch_task", has_offered | is_above_its_person)


@dataclass(frozen=True, slots=True)
class RowWithActs:
    """What became of an assignment for somebody, and what the reader may do about it."""

    row: AssignedPerson
    is_overdue: bool
    is_on_leave: bool
    may_remind: bool
    may_waive: bool
    may_ask_again: bool


def rows_with_acts(
    user: Person,
    rows: Iterable[AssignedPerson],
    as_of: datetime,
    *,
    are_below: bool = False,
    on_leave: Collection[int] = (),
) -> list[RowWithActs]:
    """Rows with what the user may do about them; one query, which says whose people are below the user,
    unless `are_below` says that all are. `on_leave` are ids of people for whom nothing is overdue."""
    shown = list(rows)
    below = {row.person_id for row in shown}
    if shown and not are_below and not user.is_hr_admin:
        below = _below(user, shown)
    found = []
    for row in shown:
        if not user.is_hr_admin:
            vars(row.person).setdefault("_above", {})[user.pk] = row.person_id in below
        is_running = not row.assignment.is_ended
        is_open = row.is_open and is_running
        is_late = is_open and row.due_on < local_day(as_of, row.person.timezone)
        may_waive = is_running and user.has_perm("content.waive_assignment", row)
        found.append(
            RowWithActs(
                row=row,
                is_overdue=is_late and row.person_id not in on_leave,
                is_on_leave=row.person_id in on_leave,
                may_remind=is_open and user.has_perm("content.remind_of_assignment", row),
                may_waive=is_open and may_waive,
                may_ask_again=row.state == AssignedState.WAIVED and may_waive,
            )
        )
    return found


def _below(user: Person, rows: Iterable[AssignedPerson]) -> set[int]:
    seen = Person.objects.visible_to(user).filter(pk__in=[row.person_id for row in rows])
    return set(seen.values_list("pk", flat=True)) - {user.pk}
