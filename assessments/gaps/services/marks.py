"""Marking reports that a new policy, or time alone, has made stale."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from assessments.evidence.models import Evidence
from assessments.gaps.models import GapReport
from assessments.gaps.selectors import utc_day
from assessments.marks.models import StaleMark
from assessments.marks.services import mark_stale
from assessments.roles.models import RoleAssignment
from lifow.base.database.columns import read_columns
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
    begin and end on theirs. Whoever has a role and no report yet is marked too. A mark that is there stays
    as it is: what was set aside is for a person to look into.
    """
    ids = set(_aged(as_of).values_list("person_id", flat=True))
    reported = GapReport.objects.current().values("person")
    unreported = RoleAssignment.objects.as_of(utc_day(as_of)).exclude(person__in=reported)
    unreported = unreported.filter(person__merged_into__isnull=True)
    ids.update(unreported.values_list("person_id", flat=True))
    ids.difference_update(StaleMark.objects.values_list("person_id", flat=True))
    mark_stale(person_ids=ids, reason="age", marked_at=as_of)
    return len(ids)


def _aged(as_of: datetime) -> QuerySet[GapReport]:
    """Current reports that time may have changed since they were last computed."""
    today = utc_day(as_of)
    computed_at = Coalesce("confirmed_at", "as_of")
    reports = GapReport.objects.current().alias(at=computed_at, day=TruncDate(computed_at, tzinfo=UTC))
    theirs, day = {"person": OuterRef("person")}, OuterRef("day")
    run_out = Evidence.objects.filter(**theirs, valid_until__gte=day, valid_until__lt=today)
    began = RoleAssignment.objects.filter(**theirs, starts_on__gt=day, starts_on__lte=today)
    ended = RoleAssignment.objects.filter(**theirs, ends_on__gte=day, ends_on__lt=today)
    turned = Q(Exists(run_out)) | Q(Exists(began)) | Q(Exists(ended))
    # What was said of records that are merged into somebody's, whom few have, is looked up by itself.
    merged = {"person__merged_into": OuterRef("person")}
    records = Evidence.objects.filter(**merged, valid_until__gte=day, valid_until__lt=today)
    by_hand = RoleAssignment.objects.filter(**merged, source=RoleAssignment.Source.HAND)
    begun = by_hand.filter(starts_on__gt=day, starts_on__lte=today)
    over = by_hand.filter(ends_on__gte=day, ends_on__lt=today)
    of_records = Q(Exists(records)) | Q(Exists(begun)) | Q(Exists(over))
    standing_for = Person.objects.filter(merged_into__isnull=False).values("merged_into")
    turned |= Q(person__in=standing_for) & of_records
    return reports.filter(Q(at__lt=as_of - AGED_AFTER) | turned)
