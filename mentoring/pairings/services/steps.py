"""How a pairing goes: proposed → asked → accepted → active → completed, or ended, declined, expired."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lifow.base.days import local_day
from lifow.events.services import publish
from lifow.events.types import PairingBegan
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING, OPEN, UNDER_WAY
from mentoring.mentors.models import Mentor, Seat
from mentoring.pairings.models import Pairing, Unmatched, Waiting
from mentoring.pairings.notifications import (
    settle_requests,
    tell_of_acceptance,
    tell_of_closing,
    tell_of_request,
)
from mentoring.pairings.reports import bar_between, has_a_seat
from mentoring.pairings.services.closing import close_all, publish_ends
from mentoring.pairings.services.reservations import lock_mentors, release

State = Pairing.State
ANSWER_WITHIN = timedelta(days=7)
RUNS_FOR = timedelta(weeks=8)


class PairingError(ValueError):
    """A step that the pairing's state does not allow; the message says what does."""


class NoFreeSeatError(PairingError):
    """The mentor has no free seat left."""


def ask_mentor(*, pairing: Pairing, message: str, as_of: datetime) -> Pairing:
    """Ask the mentor of a proposal. A learner asks one mentor at a time; asking twice is asking once.

    Until there is an answer, other words take the place of those before; no words change nothing. A seat of
    the mentor is reserved for the request, and one that was reserved with another mentor is not any more.

    Raises PairingError where the learner has asked somebody else or the two may not be paired any more,
    NoFreeSeatError where the mentor stopped or has no seat that is not taken or reserved for others.
    """
    with transaction.atomic():
        row, others = _locked_with_mentor(pairing)
        if row.state == State.ASKED:
            return _move(row, State.ASKED, message=message) if message else row
        _check_asking(row, others, as_of)
        release(Pairing.objects.filter(pk__in=[other.pk for other in others]))
        _move(row, State.ASKED, asked_at=as_of, expires_at=as_of + ANSWER_WITHIN, message=message)
        tell_of_request(row, as_of=as_of)
        return row


def check_asking(*, pairing: Pairing, as_of: datetime) -> None:
    """Raise what `ask_mentor` would, and change nothing: for words that have to be shortened first."""
    with transaction.atomic():
        row, others = lock_pairing(pairing)
        if row.state != State.ASKED:
            _check_asking(row, others, as_of)


def withdraw_request(*, pairing: Pairing, as_of: datetime) -> Pairing:
    """Take back a request that has no answer yet; the mentor stays on the shortlist."""
    with transaction.atomic():
        row, _others = lock_pairing(pairing)
        if row.state == State.PROPOSED:
            return row
        _expect(row, State.ASKED)
        settle_requests([row], as_of=as_of)
        return _move(row, State.PROPOSED, asked_at=None, expires_at=None, message="")


def accept_pairing(*, pairing: Pairing, as_of: datetime) -> Pairing:
    """Accept a request: the pairing takes a free seat, and the learner's other proposals expire.

    The learner waits for nobody any more. Raises PairingError where the two may not be paired any more,
    NoFreeSeatError where all seats are held.
    Accepting twice is accepting once.
    """
    with transaction.atomic():
        row, others = _locked_with_mentor(pairing)
        if row.state in HOLDING:
            return row
        _expect(row, State.ASKED)
        if bar := bar_between(row, as_of):
            raise PairingError(bar.mentor)
        seat = _free_seat(row.mentor_id)
        close_all(others, State.EXPIRED, as_of)
        _end_the_wait(row.mentee_id)
        closes_on = local_day(as_of + RUNS_FOR, row.mentee.timezone)
        _move(row, State.ACCEPTED, seat=seat, accepted_at=as_of, expires_at=None, closes_on=closes_on)
        tell_of_acceptance(row, as_of=as_of)
        publish(PairingBegan(row.pk, row.mentor_id, row.mentee_id), occurred_at=as_of)
        return row


def decline_pairing(
    *, pairing: Pairing, as_of: datetime, by: Person | None = None, note: str = ""
) -> Pairing:
    """Decline a request; it is not proposed again. Twice with the same note, or none, is once."""
    return _close(pairing, State.DECLINED, [State.ASKED], as_of=as_of, by=by, note=note)


def begin_pairing(*, pairing: Pairing) -> Pairing:
    """The two have met: an accepted pairing becomes active."""
    with transaction.atomic():
        row, _others = lock_pairing(pairing)
        if row.state == State.ACTIVE:
            return row
        _expect(row, State.ACCEPTED)
        return _move(row, State.ACTIVE)


def complete_pairing(
    *, pairing: Pairing, as_of: datetime, by: Person | None = None, note: str = ""
) -> Pairing:
    """What was to be learned is learned; the seat is free again. Twice is once, as with `decline_pairing`."""
    return _close(pairing, State.COMPLETED, HOLDING, as_of=as_of, by=by, note=note)


def end_pairing(*, pairing: Pairing, as_of: datetime, by: Person | None = None, note: str = "") -> Pairing:
    """Stop before it is complete; the seat is free again, and the two are not proposed again.

    Twice is once, as with `decline_pairing`.
    """
    return _close(pairing, State.ENDED, HOLDING, as_of=as_of, by=by, note=note)


def lock_pairing(pairing: Pairing) -> tuple[Pairing, list[Pairing]]:
    """The pairing as it is now and the learner's other open ones, locked: one step a learner at a time.

    Raises PairingError where the row is gone: a proposal that a newer match has replaced.
    """
    Person.objects.select_for_update(no_key=True).get(pk=pairing.mentee_id)
    rows = (
        Pairing.objects.for_mentee(pairing.mentee_id)
        .filter(Q(pk=pairing.pk) | Q(state__in=OPEN))
        .select_for_update(of=("self",))
        .select_related("mentee", "mentor")
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    row = found.pop(pairing.pk, None)
    if row is None:
        raise PairingError(_no_longer_proposed())
    return row, list(found.values())


def _locked_with_mentor(pairing: Pairing) -> tuple[Pairing, list[Pairing]]:
    """As `lock_pairing`, with the mentor locked first: for steps that reserve or take a seat."""
    lock_mentors(Mentor.objects.filter(person=pairing.mentor_id))
    return lock_pairing(pairing)


def too_late(pairing: Pairing) -> str:
    """What is said of a step that the pairing's state does not allow any more."""
    text = _("This is no longer possible: the state of the pairing is now “%(state)s”.")
    return text % {"state": pairing.get_state_display().lower()}


def _no_longer_proposed() -> str:
    return _("This mentor is no longer proposed to you. Choose from the list as it is now.")


def _expect(row: Pairing, *states: str) -> None:
    if row.state not in states:
        if State.ASKED in states and row.asked_at is None:
            raise PairingError(_("The request was withdrawn."))
        raise PairingError(too_late(row))


def _check_asking(row: Pairing, others: Iterable[Pairing], as_of: datetime) -> None:
    if row.state == State.EXPIRED and row.asked_at is None:
        raise PairingError(_no_longer_proposed())
    _expect(row, State.PROPOSED)
    _check_asked_nobody(others)
    if bar := bar_between(row, as_of):
        raise PairingError(bar.learner)
    if not has_a_seat(row, as_of=as_of):
        text = _("%(name)s has no free seat now. Ask somebody else, or come back later.")
        raise NoFreeSeatError(text % {"name": row.mentor})


def _check_asked_nobody(others: Iterable[Pairing]) -> None:
    for other in others:
        if other.state == State.ASKED:
            text = _("You have asked %(name)s already. Withdraw that request first.")
            raise PairingError(text % {"name": other.mentor})
        if other.state in UNDER_WAY:
            text = _("%(name)s is your mentor. Complete or end that pairing first.")
            raise PairingError(text % {"name": other.mentor})


def _free_seat(person_id: int) -> Seat:
    """The seat to take, under the lock on the mentor; held seats count though they were closed since."""
    room = Mentor.objects.with_a_free_seat().filter(person=person_id)
    seat = Seat.objects.free().filter(mentor__in=room).order_by("number").first()
    if seat is None:
        text = _("All your seats are taken. Complete a pairing or offer more seats, then accept.")
        raise NoFreeSeatError(text)
    return seat


def _end_the_wait(person_id: int) -> None:
    """Who has a mentor waits for none. When the pairing has ended, the next matching begins a new wait."""
    Waiting.objects.filter(person=person_id).delete()
    Unmatched.objects.filter(person=person_id).delete()


def _move(row: Pairing, state: str, **values: object) -> Pairing:
    row.state = state
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *values, "updated_at"])
    return row


def _close(
    pairing: Pairing,
    state: str,
    from_states: Iterable[str],
    *,
    as_of: datetime,
    by: Person | None,
    note: str,
) -> Pairing:
    """Close a pairing; where it is closed so already, a note that says something else is refused."""
    with transaction.atomic():
        row, _others = lock_pairing(pairing)
        if row.state == state and note in ("", row.closing_note):
            return row
        _expect(row, *from_states)
        publish_ends([row], as_of=as_of)
        _move(row, state, closed_at=as_of, closed_by=by, closing_note=note, paused_on=None)
        tell_of_closing([row], by=by, as_of=as_of)
        return row
