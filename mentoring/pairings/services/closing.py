"""What closes pairings without either of the two: time, a leaver, the rules."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from mentoring.choices import ANSWERABLE, HOLDING, ClosingCause, PairingState
from mentoring.pairings.models import Pairing
from mentoring.pairings.notifications import tell_of_closing, tell_of_coming_ends
from mentoring.pairings.reports import with_bars

ENDS_SOON = timedelta(weeks=1)


def close_pairings(*, as_of: datetime) -> int:
    """Close what time, a leaver or the rules have closed; how many.

    A leaver's running pairings end, and their requests and proposals expire. Requests and proposals of two
    who may not be paired any more expire, and so do unanswered requests. Past their planned end, active
    pairings complete, and those that never began expire.
    """
    barred = Q(state__in=ANSWERABLE) & (Q(is_excluded=True) | Q(is_in_line=True))
    unanswered = Q(state=PairingState.ASKED, expires_at__lte=as_of)
    past = Q(state__in=HOLDING, closes_on__lt=as_of.date())
    with transaction.atomic():
        due = list(
            # What is of a merged record is moved to the person who stands for it, and not closed.
            with_bars(Pairing.objects.open())
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
    """Tell the people of current pairings that end within a week, once each; how many were told."""
    today = as_of.date()
    ending = Pairing.objects.holding_a_seat().filter(closes_on__range=(today, today + ENDS_SOON))
    return tell_of_coming_ends(ending.select_related("mentee", "mentor").order_by("pk"), as_of=as_of)


def close_all(rows: Iterable[Pairing], state: str, as_of: datetime, cause: str = "") -> None:
    """Close locked rows in one statement, and tell their people."""
    closing = list(rows)
    ids = [row.pk for row in closing]
    Pairing.objects.filter(pk__in=ids).update(state=state, closed_at=as_of, closing_cause=cause)
    tell_of_closing(closing, as_of=as_of)


def _closing(row: Any) -> tuple[str, str]:
    """The state in which a row that is due closes, and the cause if it is not time."""
    if row.has_left:
        return (PairingState.ENDED if row.state in HOLDING else PairingState.EXPIRED), ClosingCause.LEFT
    if row.state in ANSWERABLE and (row.is_excluded or row.is_in_line):
        return PairingState.EXPIRED, ClosingCause.RULES
    return (PairingState.COMPLETED if row.state == PairingState.ACTIVE else PairingState.EXPIRED), ""
