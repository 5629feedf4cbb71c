"""What closes pairings without either of the two: time, a leaver, the rules."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from lifow.base.days import own_day
from lifow.events.services import publish
from lifow.events.types import PairingEnded
from mentoring.choices import ANSWERABLE, HOLDING, ClosingCause, PairingState
from mentoring.pairings.models import Pairing
from mentoring.pairings.notifications import tell_of_closing, tell_of_coming_ends
from mentoring.pairings.reports import with_bars

ENDS_SOON = timedelta(weeks=1)


def close_pairings(*, as_of: datetime) -> int:
    """Close what time, a leaver or the rules have closed; how many.

    A leaver's requests and proposals expire, and their running pairings end with the last day. Requests and
    proposals of two who may not be paired any more, or of whom one is on leave, expire, and so do unanswered
    requests. Once their last day is over for both, active pairings complete, and those that never began
    expire; one that is paused waits.
    """
    barred = Q(is_leaving=True) | Q(is_excluded=True) | Q(is_in_line=True) | Q(is_on_leave=True)
    barred &= Q(state__in=ANSWERABLE)
    unanswered = Q(state=PairingState.ASKED, expires_at__lte=as_of)
    past = Q(state__in=HOLDING, paused_on__isnull=True)
    for side in ("mentee", "mentor"):
        past &= Q(closes_on__lt=own_day(as_of, f"{side}__timezone"))
    with transaction.atomic():
        due = list(
            # Pairings of a merged record are moved to the kept person, and not closed.
            with_bars(Pairing.objects.open(), as_of)
            .filter(mentee__merged_into__isnull=True, mentor__merged_into__isnull=True)
            .filter(Q(has_left=True) | barred | unanswered | past)
            .select_related("mentee", "mentor")
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        for state, cause in {_closing(row) for row in due}:
            close_all((row for row in due if _closing(row) == (state, cause)), state, as_of, cause)
    return len(due)


def tell_before_ends(*, as_of: datetime) -> int:
    """Tell the people of current pairings that end within a week, once each; how many were told.

    A paused pairing has no end yet.
    """
    first, last = (own_day(moment, "mentee__timezone") for moment in (as_of, as_of + ENDS_SOON))
    ending = Pairing.objects.going_on().filter(closes_on__gte=first, closes_on__lte=last)
    return tell_of_coming_ends(ending.select_related("mentee", "mentor").order_by("pk"), as_of=as_of)


def close_all(rows: Iterable[Pairing], state: str, as_of: datetime, cause: str = "") -> None:
    """Close locked rows in one statement, and tell their people."""
    closing = list(rows)
    ids = [row.pk for row in closing]
    publish_ends(closing, as_of=as_of)
    Pairing.objects.filter(pk__in=ids).update(
        state=state, closed_at=as_of, closing_cause=cause, paused_on=None
    )
    tell_of_closing(closing, as_of=as_of)


def publish_ends(rows: Iterable[Pairing], *, as_of: datetime) -> None:
    """Publish the end of those of the pairings that had begun, before they are closed."""
    ends = [PairingEnded(row.pk, row.mentor_id, row.mentee_id) for row in rows if row.state in HOLDING]
    if ends:
        publish(*ends, occurred_at=as_of)


def _closing(row: Any) -> tuple[str, str]:
    """The state in which a row that is due closes, and the cause if it is not time."""
    if row.has_left or (row.state in ANSWERABLE and row.is_leaving):
        return (PairingState.ENDED if row.state in HOLDING else PairingState.EXPIRED), ClosingCause.LEFT
    if row.state in ANSWERABLE and (row.is_excluded or row.is_in_line):
        return PairingState.EXPIRED, ClosingCause.RULES
    if row.state in ANSWERABLE and row.is_on_leave:
        return PairingState.EXPIRED, ClosingCause.LEAVE
    return (PairingState.COMPLETED if row.state == PairingState.ACTIVE else PairingState.EXPIRED), ""
