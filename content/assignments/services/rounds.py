"""Recurring assignments: what is due again is open again some weeks before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from content.assignments.choices import LEAST_DAYS, OPENS_BEFORE, AssignedState
from content.assignments.compute import no_sooner
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.reports import people_in, whom_of
from content.assignments.services.completing import by_assignment, close_done, in_parts
from content.assignments.services.counting import count_assignments
from content.assignments.services.refreshing import tell_and_publish
from lifow.base.days import local_day


def open_rounds(*, as_of: datetime) -> int:
    """Open again what is due again within OPENS_BEFORE days, for those whom it still concerns; how many rows.

    A round of its own says what comes of it. Running twice, or in two workers, opens each once.
    """
    last = (as_of + timedelta(days=OPENS_BEFORE)).date()
    later = AssignedPerson.objects.filter(
        assignment=OuterRef("assignment"), person=OuterRef("person"), round__gt=OuterRef("round")
    )
    due = AssignedPerson.objects.filter(
        ~Exists(later),
        repeats_on__lte=last,
        state__in=(AssignedState.DONE, AssignedState.WAIVED),
        assignment__ended_at__isnull=True,
    )
    ids = list(due.order_by("assignment_id", "pk").values_list("pk", flat=True))
    opened = 0
    for some in in_parts(ids):
        rows = list(AssignedPerson.objects.filter(pk__in=some).order_by("pk"))
        for assignment_id, theirs in by_assignment(rows).items():
            opened += _open(assignment_id, theirs, as_of)
    return opened


def _open(assignment_id: int, rows: Sequence[AssignedPerson], as_of: datetime) -> int:
    with transaction.atomic():
        locked = Assignment.objects.active().select_for_update(of=("self",), no_key=True)
        assignment = locked.filter(pk=assignment_id).first()
        if assignment is None:
            return 0
        people = people_in(whom_of(assignment), as_of).in_bulk([row.person_id for row in rows])
        wanted = [row for row in rows if row.person_id in people]
        new = [
            _next(row, local_day(as_of, people[row.person_id].timezone), assignment, as_of) for row in wanted
        ]
        # Another worker may have opened some since they were listed.
        AssignedPerson.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
        ids = [row.person_id for row in wanted]
        close_done(assignment, person_ids=ids, as_of=as_of)
        tell_and_publish(assignment, ids, as_of, as_of)
        count_assignments(assignments=[assignment], as_of=as_of)
    return len(new)


def _next(row: AssignedPerson, today: date, assignment: Assignment, as_of: datetime) -> AssignedPerson:
    due_on = no_sooner(row.repeats_on or today, today, LEAST_DAYS)
    since = row.done_at or row.waived_at or as_of
    return AssignedPerson(
        assignment=assignment,
        person_id=row.person_id,
        round=row.round + 1,
        assigned_at=as_of,
        counts_from=since + timedelta(microseconds=1),
        due_on=due_on,
    )
