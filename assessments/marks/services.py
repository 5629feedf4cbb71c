"""Stale marks: whose gap report has to be computed again.

A mark is written in the transaction of its cause and deleted in the transaction of its report.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import repeat

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from assessments.marks.models import StaleMark
from lifow.base.database.columns import among
from lifow.base.database.rows import upsert_rows
from lifow.base.jobs import start_soon
from lifow.base.outages import NOT_ENDED, reason_of, written_patiently

MOST_ATTEMPTS = 3
# Covers what lies between counting an attempt and locking the mark; a killed worker's people wait as long.
LEASE = timedelta(seconds=10)
# Whoever was set aside is tried again, once, after this long.
SET_ASIDE_FOR = timedelta(days=1)
REFRESH = "assessments.gaps.tasks.refresh_gaps"


def mark_stale(*, person_ids: Iterable[int], reason: str, marked_at: datetime) -> None:
    """Ask for the gap reports of people to be computed again, and tell a worker once that is committed.

    A mark set aside gets new attempts.
    """
    ids = sorted(set(person_ids))
    columns = {
        "person_id": ids,
        "reason": repeat(reason),
        "marked_at": repeat(marked_at),
        "attempts": repeat(0),
        "last_error": repeat(""),
        "taken_until": repeat(None),
        "set_aside_at": repeat(None),
    }
    upsert_rows(StaleMark, columns, key="person_id")
    if ids:
        start_refresh()


def start_refresh() -> None:
    """Have a worker compute the reports of those who are marked, once the transaction is committed."""
    start_soon(REFRESH)


def begin_attempt(
    *, person_ids: Iterable[int], as_of: datetime, most_before: int = MOST_ATTEMPTS - 1
) -> list[int]:
    """Count an attempt before computing, in a transaction of its own, so that one that is killed counts too.

    Returns whom the worker may compute now: not those whom another one has, nor those who were tried more
    than `most_before` times.
    """
    with transaction.atomic():
        marks = StaleMark.objects.waiting().untaken(as_of).filter(attempts__lte=most_before)
        free = (
            marks.filter(person__in=among(person_ids))
            .order_by("person_id")
            .select_for_update(skip_locked=True)
        )
        taken = list(free.values_list("person_id", flat=True))
        StaleMark.objects.filter(person__in=among(taken)).update(
            attempts=F("attempts") + 1, taken_until=as_of + LEASE, last_error=NOT_ENDED
        )
    return taken


def note_failure(*, person_ids: Iterable[int], error: Exception) -> None:
    """Keep why reports could not be computed: the attempt counts, and the next may begin."""
    begun = StaleMark.objects.filter(person__in=among(person_ids), last_error=NOT_ENDED)
    begun.update(last_error=reason_of(error), taken_until=None)


def take_attempts_back(*, person_ids: Iterable[int], error: Exception) -> None:
    """Count an attempt as none that an outage ended, as soon as the database can be written to.

    Until then it is waited for, for a minute. Why they wait is kept with the marks.
    """
    ids, reason = list(person_ids), reason_of(error)

    def write() -> None:
        with transaction.atomic():
            begun = StaleMark.objects.filter(person__in=among(ids), last_error=NOT_ENDED)
            begun.update(attempts=Greatest(F("attempts") - 1, 0), taken_until=None, last_error=reason)

    written_patiently(write)


def set_aside_worn_marks(*, as_of: datetime) -> int:
    """Take marks that failed three times out of the queue, for a person to look into; their number."""
    worn = StaleMark.objects.waiting().untaken(as_of).filter(attempts__gte=MOST_ATTEMPTS)
    # A version before kept no reason for an attempt that did not end.
    worn.filter(last_error="").update(last_error=NOT_ENDED)
    return worn.update(set_aside_at=as_of)


def try_set_aside_marks_again(*, as_of: datetime) -> int:
    """Give marks that were set aside a day ago one more attempt; their number."""
    rested = StaleMark.objects.set_aside().filter(set_aside_at__lte=as_of - SET_ASIDE_FOR)
    return rested.update(set_aside_at=None, taken_until=None, attempts=MOST_ATTEMPTS - 1)
