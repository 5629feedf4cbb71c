"""What sessions follow: a pairing that ends, and people who go on leave."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from lifow.base.days import DAY
from lifow.notifications.reports import working_weeks
from mentoring.sessions.choices import SessionState
from mentoring.sessions.models import Session
from mentoring.sessions.services.steps import close_cancelled


def cancel_of_pairing(*, pairing_id: int, as_of: datetime) -> int:
    """Cancel what is open of a pairing that has ended; how many. Twice is once."""
    with transaction.atomic():
        return _cancel(list(_open(as_of, Q(pairing=pairing_id))), as_of)


def cancel_during_leave(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Cancel the booked sessions of these people on days of their leave, and tell both; how many.

    A session after the leave stays. Where nobody knows the last day, all of them are cancelled. Times that
    are only proposed are no longer free, and cannot be picked.
    """
    theirs = Q(pairing__mentee__in=person_ids) | Q(pairing__mentor__in=person_ids)
    with transaction.atomic():
        rows = [row for row in _open(as_of, theirs) if row.state == SessionState.BOOKED]
        two = {one.pk: one for row in rows for one in (row.pairing.mentee, row.pairing.mentor)}
        weeks = working_weeks(two.values(), as_of.date() - DAY)

        def is_away(row: Session) -> bool:
            sides = (row.pairing.mentee_id, row.pairing.mentor_id)
            days = ((weeks[one], weeks[one].local_day(row.starts_at)) for one in sides if row.starts_at)
            return any(
                first <= day and (last is None or day <= last)
                for week, day in days
                for first, last in week.away
            )

        return _cancel([row for row in rows if is_away(row)], as_of)


def _open(as_of: datetime, whose: Q) -> Collection[Session]:
    rows = Session.objects.open().filter(whose).exclude(state=SessionState.BOOKED, starts_at__lte=as_of)
    return list(
        rows.select_related("pairing__mentee", "pairing__mentor")
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def _cancel(rows: Collection[Session], as_of: datetime) -> int:
    for row in rows:
        close_cancelled(row, "", as_of)
    return len(rows)
