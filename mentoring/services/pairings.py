"""How a pairing goes: proposed → asked → accepted → active → completed, or ended, declined, expired.

Each step checks the state under a lock on the row, so that of two clicks one does it and the other finds
it done. Seats are held by a partial unique constraint: of any number of simultaneous accepts of one
seat, exactly one holds it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lifow.people.models import Employment
from mentoring.models import Pairing, Seat

State = Pairing.State
ANSWER_WITHIN = timedelta(days=7)
RUNS_FOR = timedelta(weeks=8)


class PairingError(ValueError):
    """A step that the pairing's state does not allow; the message says what does."""


class NoFreeSeatError(PairingError):
    """The mentor has no free seat left."""


def ask_mentor(*, pairing: Pairing, message: str, as_of: datetime) -> Pairing:
    """Ask the mentor of a proposal. A learner asks one mentor at a time; asking twice is asking once."""
    with transaction.atomic():
        row = _locked(pairing)
        if row.state == State.ASKED:
            return row
        _expect(row, State.PROPOSED)
        other = Pairing.objects.for_mentee(row.mentee).under_way().first()
        if other is not None:
            text = _("You have asked %(name)s already. Withdraw that request first.")
            raise PairingError(text % {"name": other.mentor})
        return _move(row, State.ASKED, asked_at=as_of, expires_at=as_of + ANSWER_WITHIN, message=message)


def withdraw_request(*, pairing: Pairing) -> Pairing:
    """Take back a request that has no answer yet; the mentor stays on the shortlist."""
    with transaction.atomic():
        row = _locked(pairing)
        if row.state == State.PROPOSED:
            return row
        _expect(row, State.ASKED)
        return _move(row, State.PROPOSED, asked_at=None, expires_at=None, message="")


def accept_pairing(*, pairing: Pairing, as_of: datetime) -> Pairing:
    """Accept a request: the pairing takes a free seat, and the learner's other proposals expire.

    Raises NoFreeSeatError where all seats are held. Accepting twice is accepting once.
    """
    with transaction.atomic():
        row = _locked(pairing)
        if row.state in (State.ACCEPTED, State.ACTIVE):
            return row
        _expect(row, State.ASKED)
        for seat in Seat.objects.free().filter(mentor__person=row.mentor_id).order_by("number"):
            if _took(seat, row, as_of):
                others = Pairing.objects.for_mentee(row.mentee).filter(state__in=["proposed", "asked"])
                others.update(state=State.EXPIRED, closed_at=as_of)
                return row
    raise NoFreeSeatError(_("All seats are taken. Free one by completing a pairing, or offer more seats."))


def decline_pairing(*, pairing: Pairing, as_of: datetime, note: str = "") -> Pairing:
    """Decline a request; it is not proposed again."""
    return _close(pairing, State.DECLINED, [State.ASKED, State.PROPOSED], as_of, note)


def begin_pairing(*, pairing: Pairing) -> Pairing:
    """The two have met: an accepted pairing becomes active."""
    with transaction.atomic():
        row = _locked(pairing)
        if row.state == State.ACTIVE:
            return row
        _expect(row, State.ACCEPTED)
        return _move(row, State.ACTIVE)


def complete_pairing(*, pairing: Pairing, as_of: datetime, note: str = "") -> Pairing:
    """What was to be learned is learned; the seat is free again."""
    return _close(pairing, State.COMPLETED, [State.ACCEPTED, State.ACTIVE], as_of, note)


def end_pairing(*, pairing: Pairing, as_of: datetime, note: str = "") -> Pairing:
    """Stop before it is complete; the seat is free again, and the two are not proposed again."""
    return _close(pairing, State.ENDED, [State.ACCEPTED, State.ACTIVE], as_of, note)


def close_pairings(*, as_of: datetime) -> int:
    """Close what time or a leaver has closed: unanswered requests expire, pairings past their planned end
    complete, a leaver's pairings end. How many were closed."""
    working = Employment.objects.current().working().values("person")
    expired = Pairing.objects.filter(state=State.ASKED, expires_at__lte=as_of)
    past = Pairing.objects.holding_a_seat().filter(closes_on__lt=as_of.date())
    left = Pairing.objects.open().filter(~Q(mentee__in=working) | ~Q(mentor__in=working))
    return (
        left.update(state=State.ENDED, closed_at=as_of, closing_note="left")
        + expired.update(state=State.EXPIRED, closed_at=as_of)
        + past.update(state=State.COMPLETED, closed_at=as_of)
    )


def _locked(pairing: Pairing) -> Pairing:
    return (
        Pairing.objects.select_for_update(of=("self",)).select_related("mentee", "mentor").get(pk=pairing.pk)
    )


def _expect(row: Pairing, *states: str) -> None:
    if row.state not in states:
        text = _("This pairing is %(state)s: reload the page to see what can be done now.")
        raise PairingError(text % {"state": row.get_state_display().lower()})


def _move(row: Pairing, state: str, **values: object) -> Pairing:
    row.state = state
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *values, "updated_at"])
    return row


def _took(seat: Seat, row: Pairing, as_of: datetime) -> bool:
    """Whether the pairing got the seat; False where another one was faster."""
    closes_on = (as_of + RUNS_FOR).date()
    try:
        with transaction.atomic():
            _move(row, State.ACCEPTED, seat=seat, accepted_at=as_of, expires_at=None, closes_on=closes_on)
    except IntegrityError:
        return False
    return True


def _close(pairing: Pairing, state: str, from_states: Iterable[str], as_of: datetime, note: str) -> Pairing:
    with transaction.atomic():
        row = _locked(pairing)
        if row.state == state:
            return row
        _expect(row, *from_states)
        return _move(row, state, closed_at=as_of, closing_note=note)
