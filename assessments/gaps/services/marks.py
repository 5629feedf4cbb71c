"""Marking reports that a new policy, or time alone, has made stale."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

import numpy as np
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from assessments.evidence.models import Evidence
from assessments.gaps.models import GapReport
from assessments.gaps.selectors import utc_day
from assessments.marks.models import StaleMark
from assessments.marks.services import mark_stale
from assessments.roles.models import RoleAssignment
from lifow.base.database.columns import read_columns
from lifow.base.days import DAY, days_anywhere, local_day
from lifow.people.persons.models import Person

AGED_AFTER = timedelta(days=30)


def mark_everyone(*, reason: str, marked_at: datetime) -> int:
    """Mark all who are employed and all who have a report; their number."""
    employed = read_columns(Person.objects.employed(), person=("pk", "i8"))
    reported = read_columns(GapReport.objects.current(), person=("person_id", "i8"))
    ids = np.union1d(employed["person"], reported["person"]).tolist()
    mark_stale(person_ids=ids, reason=reason, marked_at=marked_at)
    return len(ids)


def mark_records(*, record_ids: Collection[int], marked_at: datetime) -> int:
    """Mark people whose records were merged or are two people's again, and all whom they have rated: their
    number. Two voices of one person count as one."""
    rated = Evidence.objects.filter(rater__in=record_ids).order_by().values_list("person_id", flat=True)
    ids = {*record_ids, *rated.distinct()}
    mark_stale(person_ids=ids, reason="merge", marked_at=marked_at)
    return len(ids)


def mark_aged_reports(*, as_of: datetime) -> int:
    """Mark people whose report no longer says what holds, though nothing was written; their number.

    A report ages (evidence loses weight with time), evidence runs out on its last valid day, and roles
    begin and end on theirs, see `mark_turned_roles`. A mark that is there stays as it is: what was set aside
    is for a person to look into.
    """
    aged = set(_aged(as_of).values_list("person_id", flat=True))
    return _mark(aged | _with_other_roles(as_of), as_of)


def mark_turned_roles(*, as_of: datetime) -> int:
    """Mark people whose roles have begun or ended where they are since their report was computed.

    Whoever has a role and no report yet is marked too. Their number; those marked already stay as they are.
    """
    return _mark(_with_other_roles(as_of), as_of)


def _mark(person_ids: set[int], as_of: datetime) -> int:
    ids = person_ids - set(StaleMark.objects.values_list("person_id", flat=True))
    mark_stale(person_ids=ids, reason="age", marked_at=as_of)
    return len(ids)


def _aged(as_of: datetime) -> QuerySet[GapReport]:
    """Current reports that time may have changed since they were last computed."""
    today = utc_day(as_of)
    computed_at = Coalesce("confirmed_at", "as_of")
    reports = GapReport.objects.current().alias(at=computed_at, day=TruncDate(computed_at, tzinfo=UTC))
    theirs, day = {"person": OuterRef("person")}, OuterRef("day")
    run_out = Evidence.objects.filter(**theirs, valid_until__gte=day, valid_until__lt=today)
    # What was said of records that are merged into somebody's, whom few have, is looked up by itself.
    merged = {"person__merged_into": OuterRef("person")}
    of_records = Evidence.objects.filter(**merged, valid_until__gte=day, valid_until__lt=today)
    standing_for = Person.objects.filter(merged_into__isnull=False).values("merged_into")
    run_out_of_records = Q(person__in=standing_for) & Q(Exists(of_records))
    return reports.filter(Q(at__lt=as_of - AGED_AFTER) | Q(Exists(run_out)) | run_out_of_records)


def _with_other_roles(as_of: datetime) -> set[int]:
    """Whose roles have begun or ended, where they are, since the current report was last computed; who has a
    role and no report too.

    The database leaves out the days that are neither anywhere; the person's own decides.
    """
    at = Coalesce("confirmed_at", "as_of")
    report = GapReport.objects.current().filter(person=OuterRef("whose")).annotate(at=at)
    of_whom = RoleAssignment.objects.of_records().annotate(whose=Coalesce("person__merged_into", "person"))
    roles = of_whom.annotate(at=Subquery(report.values("at")[:1])).filter(at__isnull=False)
    _earliest, latest = days_anywhere(as_of)
    day_before = ExpressionWrapper(F("at") - DAY, output_field=DateTimeField())
    days = roles.alias(day=TruncDate("at", tzinfo=UTC), day_before=TruncDate(day_before, tzinfo=UTC))
    began = Q(starts_on__gte=F("day"), starts_on__lte=latest)
    ended = Q(ends_on__gte=F("day_before"), ends_on__lt=latest)
    found = days.filter(began | ended).values_list("whose", "person__timezone", "at", "starts_on", "ends_on")
    reported = GapReport.objects.current().values("person")
    unreported = of_whom.in_force(as_of).exclude(whose__in=reported)
    turned = {
        person_id
        for person_id, zone, computed_at, first, last in found
        if _in_force(first, last, local_day(computed_at, zone))
        != _in_force(first, last, local_day(as_of, zone))
    }
    return turned | set(unreported.values_list("whose", flat=True))


def _in_force(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)
