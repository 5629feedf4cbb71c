"""Stale marks: whose gap report has to be computed again.

A mark is written in the transaction of its cause and deleted in the transaction of its report.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q

from assessments.frames import utc_day
from assessments.models import Evidence, GapReport, StaleMark
from lifow.people.models import Person

MOST_ATTEMPTS = 3
AGED_AFTER = timedelta(days=30)


def mark_stale(*, person_ids: Iterable[int], reason: str, marked_at: datetime) -> None:
    """Ask for the gap reports of people to be computed again. A mark set aside gets new attempts."""
    marks = [
        StaleMark(person_id=person_id, reason=reason, marked_at=marked_at)
        for person_id in sorted(set(person_ids))
    ]
    StaleMark.objects.bulk_create(
        marks,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["reason", "marked_at", "attempts", "set_aside_at", "last_error"],
    )


def mark_everyone(*, reason: str, marked_at: datetime) -> int:
    """Mark all who are employed and all who have a report; their number."""
    ids = set(Person.objects.employed().values_list("pk", flat=True))
    ids.update(GapReport.objects.current().values_list("person_id", flat=True))
    mark_stale(person_ids=ids, reason=reason, marked_at=marked_at)
    return len(ids)


def mark_aged_reports(*, as_of: datetime) -> int:
    """Mark people whose report no longer says what holds, though nothing was written; their number.

    A report ages (evidence loses weight with time), and evidence runs out on its last valid day.
    """
    reports = GapReport.objects.current()
    run_out = Evidence.objects.filter(
        valid_until__lt=utc_day(as_of),
        person__gap_reports__in=reports,
        valid_until__gte=F("person__gap_reports__as_of__date"),
    )
    aged = reports.filter(Q(as_of__lt=as_of - AGED_AFTER) | Q(person__in=run_out.values("person")))
    ids = list(aged.values_list("person_id", flat=True))
    mark_stale(person_ids=ids, reason="age", marked_at=as_of)
    return len(ids)


def count_attempt(*, person_ids: Iterable[int]) -> None:
    """Count before computing, in a transaction of its own: a person who kills the worker counts as well."""
    StaleMark.objects.waiting().filter(person__in=person_ids).update(attempts=F("attempts") + 1)


def set_aside_worn_marks(*, as_of: datetime) -> int:
    """Take marks that failed three times out of the queue, for a person to look into; their number."""
    return StaleMark.objects.waiting().filter(attempts__gte=MOST_ATTEMPTS).update(set_aside_at=as_of)
