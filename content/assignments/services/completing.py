"""What was done: the rows of an assignment whose people have done what it asks for, or what counts
instead."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from content.assignments.choices import AssignedState
from content.assignments.compute import add_months
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.notifications import settle_rows
from content.assignments.reports import asked_of, done_moments
from content.assignments.services.counting import count_assignments
from lifow.base.database.columns import among
from lifow.base.days import local_day
from lifow.events.services import publish
from lifow.events.types import AssignmentsChanged, in_chunks

AT_ONCE = 1000
T = TypeVar("T")


def note_completed(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Close what these people have done by now of what is assigned to them; how many rows.

    What was done is looked up: twice is once, and a sweep finds what was not said.
    """
    people = list(person_ids)
    open_rows = AssignedPerson.objects.open().filter(person__in=among(people))
    ids = sorted(set(open_rows.values_list("assignment_id", flat=True)))
    closed = 0
    for assignment in Assignment.objects.active().filter(pk__in=ids).order_by("pk"):
        with transaction.atomic():
            now_closed = close_done(assignment, person_ids=people, as_of=as_of)
            # Of more people the hourly job counts.
            if now_closed and assignment.people_count <= AT_ONCE:
                count_assignments(assignments=[assignment], as_of=as_of)
        closed += now_closed
    return closed


def close_done(assignment: Assignment, *, person_ids: Collection[int] | None = None, as_of: datetime) -> int:
    """Close the open rows of an assignment that are done, of all people or of these, in the transaction
    around; how many."""
    rows = AssignedPerson.objects.open().filter(assignment=assignment)
    if person_ids is not None:
        rows = rows.filter(person__in=among(person_ids))
    ids, closed = list(rows.order_by("pk").values_list("pk", flat=True)), 0
    for some in in_parts(ids):
        named = AssignedPerson.objects.open().filter(pk__in=some).select_related("person").order_by("pk")
        locked = list(named.select_for_update(of=("self",), no_key=True))
        closed += _close(assignment, locked, as_of)
    return closed


def _close(assignment: Assignment, rows: Sequence[AssignedPerson], as_of: datetime) -> int:
    moments = done_moments(asked_of(assignment), rows)
    done = [row for row in rows if row.pk in moments]
    for row in done:
        row.state, row.done_at = AssignedState.DONE, moments[row.pk]
        if assignment.repeat_months:
            on = local_day(moments[row.pk], row.person.timezone)
            row.repeats_on = add_months(on, assignment.repeat_months)
    if not done:
        return 0
    AssignedPerson.objects.bulk_update(done, ["state", "done_at", "repeats_on"], batch_size=200)
    settle_rows(done, as_of=as_of)
    publish_changed([row.person_id for row in done], as_of)
    return len(done)


def publish_changed(person_ids: Collection[int], as_of: datetime) -> None:
    """Say that what these people have to do has changed, in the transaction around."""
    publish(*in_chunks(AssignmentsChanged, person_ids=person_ids), occurred_at=as_of)


def in_parts(some: Sequence[T]) -> Iterator[Sequence[T]]:
    """A long list, some at a time."""
    for start in range(0, len(some), AT_ONCE):
        yield some[start : start + AT_ONCE]


def by_assignment(rows: Sequence[AssignedPerson]) -> dict[int, list[AssignedPerson]]:
    """Rows by the id of their assignment."""
    found: defaultdict[int, list[AssignedPerson]] = defaultdict(list)
    for row in rows:
        found[row.assignment_id].append(row)
    return found
