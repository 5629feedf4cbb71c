"""Pairings of people on leave: paused while one of the two is away, with an end that moves as long."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from lifow.base.days import local_day
from lifow.people.persons.reports import leaves_of
from mentoring.pairings.models import Pairing
from mentoring.pairings.notifications import tell_of_pauses, tell_of_resumptions


def follow_leave(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Pause the current pairings of those of the people who are on leave, and resume those whose two are both
    back, each told to both; how many changed. Twice is once.

    A pairing keeps its seat while it is paused. It ends as many days later as it was paused, by the learner's
    calendar.
    """
    theirs = Q(mentee__in=person_ids) | Q(mentor__in=person_ids)
    with transaction.atomic():
        current = Pairing.objects.holding_a_seat().filter(theirs).select_related("mentee", "mentor")
        rows = list(current.select_for_update(of=("self",)).order_by("pk"))
        on_leave = leaves_of({side for row in rows for side in (row.mentee_id, row.mentor_id)}, as_of)
        waits = {row.pk for row in rows if row.mentee_id in on_leave or row.mentor_id in on_leave}
        paused = [row for row in rows if row.pk in waits and row.paused_on is None]
        resumed = [row for row in rows if row.pk not in waits and row.paused_on is not None]
        _pause(paused, as_of)
        _resume(resumed, as_of)
    return len(paused) + len(resumed)


def _pause(rows: Sequence[Pairing], as_of: datetime) -> None:
    for row in rows:
        row.paused_on = local_day(as_of, row.mentee.timezone)
    _write(rows, as_of)
    tell_of_pauses(rows, as_of=as_of)


def _resume(rows: Sequence[Pairing], as_of: datetime) -> None:
    keys = [(row, row.paused_on) for row in rows]
    for row in rows:
        today = local_day(as_of, row.mentee.timezone)
        if row.paused_on is not None and row.closes_on is not None and row.paused_on < today:
            row.closes_on += today - row.paused_on
        row.paused_on = None
    _write(rows, as_of)
    tell_of_resumptions([(row, day) for row, day in keys if day is not None], as_of=as_of)


def _write(rows: Iterable[Pairing], as_of: datetime) -> None:
    for row in rows:
        row.updated_at = as_of
    Pairing.objects.bulk_update(rows, ["paused_on", "closes_on", "updated_at"], batch_size=500)
