"""Stale marks: whose gap report has to be computed again.

A mark is written in the transaction of its cause and deleted in the transaction of its report.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from assessments.marks.models import StaleMark
from lifow.base.database.columns import among
from lifow.base.jobs import start_soon

MOST_ATTEMPTS = 3
# In one order, so that two who mark the same people wait for each other and never in a circle.
MARK = """
    INSERT INTO assessments_stalemark (person_id, reason, marked_at, attempts, last_error)
    SELECT id, %s, %s, 0, '' FROM ({ids}) AS people WHERE true ORDER BY id
    ON CONFLICT (person_id) DO UPDATE SET
        reason = excluded.reason, marked_at = excluded.marked_at,
        attempts = 0, last_error = '', set_aside_at = NULL
"""
REFRESH = "assessments.gaps.tasks.refresh_gaps"


def mark_stale(*, person_ids: Iterable[int], reason: str, marked_at: datetime) -> None:
    """Ask for the gap reports of people to be computed again, and tell a worker once that is committed.

    A mark set aside gets new attempts.
    """
    ids = among(set(person_ids))
    at = StaleMark._meta.get_field("marked_at").get_db_prep_save(marked_at, connection)
    with connection.cursor() as cursor:
        cursor.execute(MARK.format(ids=ids.sql), [reason, at, *ids.params])
        if cursor.rowcount:
            start_refresh()


def start_refresh() -> None:
    """Have a worker compute the reports of those who are marked, once the transaction is committed."""
    start_soon(REFRESH)


def count_attempt(*, person_ids: Iterable[int]) -> list[int]:
    """Count before computing, in a transaction of its own: a person who kills the worker counts as well.

    Gives those of the people whose attempt it is, ascending: whom another worker holds is left to it.
    """
    waiting = StaleMark.objects.waiting().filter(person__in=among(person_ids)).order_by("person_id")
    with transaction.atomic():
        free = list(waiting.select_for_update(skip_locked=True).values_list("person_id", flat=True))
        StaleMark.objects.filter(person__in=among(free)).update(attempts=F("attempts") + 1)
    return free


def set_aside_worn_marks(*, as_of: datetime) -> int:
    """Take marks that failed three times out of the queue, for a person to look into; their number."""
    return StaleMark.objects.waiting().filter(attempts__gte=MOST_ATTEMPTS).update(set_aside_at=as_of)
