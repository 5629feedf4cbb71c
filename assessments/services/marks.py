"""Stale marks: whose gap report has to be computed again.

A mark is written in the transaction of its cause and deleted in the transaction of its report.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from assessments.frames import utc_day
from assessments.models import Evidence, GapReport, RoleAssignment, StaleMark
from lifow.people.models import Person

MOST_ATTEMPTS = 3
AGED_AFTER = timedelta(days=30)
REPORT_DAY = F("person__gap_reports__as_of__date")


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

    A report ages (evidence loses weight with time), evidence runs out on its last valid day, and roles
    begin and end on theirs. Whoever has a role and no report yet, nor a mark, is marked too.
    """
    ids: set[int] = set()
    for people in (_with_old_report(as_of), _with_run_out_evidence(as_of), *_with_other_roles(as_of)):
        ids.update(people.values_list("person_id", flat=True))
    mark_stale(person_ids=ids, reason="age", marked_at=as_of)
    return len(ids)


def _with_old_report(as_of: datetime) -> QuerySet[GapReport]:
    return GapReport.objects.current().filter(as_of__lt=as_of - AGED_AFTER)


def _with_run_out_evidence(as_of: datetime) -> QuerySet[Evidence]:
    return Evidence.objects.filter(
        valid_until__lt=utc_day(as_of),
        person__gap_reports__in=GapReport.objects.current(),
        valid_until__gte=REPORT_DAY,
    )


def _with_other_roles(as_of: datetime) -> tuple[QuerySet[RoleAssignment], QuerySet[RoleAssignment]]:
    """Roles that began or ended after the day of the report, and roles of people who have none."""
    today, reports = utc_day(as_of), GapReport.objects.current()
    began = Q(starts_on__gt=REPORT_DAY, starts_on__lte=today)
    ended = Q(ends_on__gte=REPORT_DAY, ends_on__lt=today)
    turned = RoleAssignment.objects.filter(began | ended, person__gap_reports__in=reports)
    # A mark that was set aside stays so: what failed is for a person to look into.
    first = RoleAssignment.objects.as_of(today).filter(person__stale_mark__isnull=True)
    return turned, first.exclude(person__in=reports.values("person"))


def count_attempt(*, person_ids: Iterable[int]) -> None:
    """Count before computing, in a transaction of its own: a person who kills the worker counts as well."""
    StaleMark.objects.waiting().filter(person__in=person_ids).update(attempts=F("attempts") + 1)


def set_aside_worn_marks(*, as_of: datetime) -> int:
    """Take marks that failed three times out of the queue, for a person to look into; their number."""
    return StaleMark.objects.waiting().filter(attempts__gte=MOST_ATTEMPTS).update(set_aside_at=as_of)
