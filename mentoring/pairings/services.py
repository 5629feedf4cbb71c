"""How a pairing goes: proposed → asked → accepted → active → completed, or ended, declined, expired."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lifow.people.persons.models import Person
from mentoring.choices import ANSWERABLE, HOLDING, OPEN, UNDER_WAY
from mentoring.mentors.models import ExcludedPair, Mentor, Seat
from mentoring.pairings.models import Pairing
from mentoring.pairings.notifications import (
    settle_requests,
    tell_of_acceptance,
    tell_of_closing,
    tell_of_coming_ends,
    tell_of_request,
)
from mentoring.pairings.reports import bar_between, with_bars

State = Pairing.State
Cause = Pairing.Cause
ANSWER_WITHIN = timedelta(days=7)
RUNS_FOR = timedelta(weeks=8)
ENDS_SOON = timedelta(weeks=1)


class PairingError(ValueError):
    """A step that the pairing's state does not allow; the message says what does."""


class NoFreeSeatError(PairingError):
    """The mentor has no free seat left."""


def ask_mentor(*, pairing: Pairing, message: str, as_of: datetime) -> Pairing:
    """Ask the mentor of a proposal. A learner asks one mentor at a time; asking twice is asking once.

    Until there is an answer, other words take the place of those before; no words change nothing.

    Raises PairingError where the learner has asked somebody else or the two may not be paired any more,
    NoFreeSeatError where the mentor stopped or has no seat left.
    """
    with transaction.atomic():
        row, others = lock_pairing(pairing)
        if row.state == State.ASKED:
            return _move(row, State.ASKED, message=message) if message else row
        _check_asking(row, others)
        _move(row, State.ASKED, asked_at=as_of, expires_at=as_of + ANSWER_WITHIN, message=message)
        tell_of_request(row, as_of=as_of)
        return row


def check_asking(*, pairing: Pairing) -> None:
    """Raise what `ask_mentor` would, and change nothing: for words that have to be shortened first."""
    with transaction.atomic():
        row, others = lock_pairing(pairing)
        if row.state != State.ASKED:
            _check_asking(row, others)


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

    Raises PairingError where the two may not be paired any more, NoFreeSeatError where all seats are held.
    Accepting twice is accepting once.
    """
    with transaction.atomic():
        mentor = Mentor.objects.select_for_update(no_key=True).filter(person=pairing.mentor_id).first()
        row, others = lock_pairing(pairing)
        if row.state in HOLDING:
            return row
        _expect(row, State.ASKED)
        if bar := bar_between(row):
            raise PairingError(bar.mentor)
        seat = _free_seat(mentor)
        _close_all(others, State.EXPIRED, as_of)
        closes_on = (as_of + RUNS_FOR).date()
        _move(row, State.ACCEPTED, seat=seat, accepted_at=as_of, expires_at=None, closes_on=closes_on)
        tell_of_acceptance(row, as_of=as_of)
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


def close_pairings(*, as_of: datetime) -> int:
    """Close what time, a leaver or the rules have closed; how many.

    A leaver's running pairings end, and their requests and proposals expire. Requests and proposals of two
    who may not be paired any more expire, and so do unanswered requests. Past their planned end, active
    pairings complete, and those that never began expire.
    """
    barred = Q(state__in=ANSWERABLE) & (Q(is_excluded=True) | Q(is_in_line=True))
    unanswered = Q(state=State.ASKED, expires_at__lte=as_of)
    past = Q(state__in=HOLDING, closes_on__lt=as_of.date())
    with transaction.atomic():
        due = list(
            with_bars(Pairing.objects.open())
            .filter(Q(has_left=True) | barred | unanswered | past)
            .select_related("mentee", "mentor")
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        for state, cause in {_closing(row) for row in due}:
            _close_all((row for row in due if _closing(row) == (state, cause)), state, as_of, cause)
    return len(due)


def tell_before_ends(*, as_of: datetime) -> int:
    """Tell the people of current pairings that end within a week, once each; how many were told."""
    today = as_of.date()
    ending = Pairing.objects.holding_a_seat().filter(closes_on__range=(today, today + ENDS_SOON))
    return tell_of_coming_ends(ending.select_related("mentee", "mentor").order_by("pk"), as_of=as_of)


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


def _check_asking(row: Pairing, others: Iterable[Pairing]) -> None:
    if row.state == State.EXPIRED and row.asked_at is None:
        raise PairingError(_no_longer_proposed())
    _expect(row, State.PROPOSED)
    _check_asked_nobody(others)
    if bar := bar_between(row):
        raise PairingError(bar.learner)
    if not Mentor.objects.willing().with_a_free_seat().filter(person=row.mentor).exists():
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


def _free_seat(mentor: Mentor | None) -> Seat:
    """The seat to take, under the lock on the mentor; held seats count though they were closed since."""
    room = Mentor.objects.with_a_free_seat().filter(pk=mentor.pk) if mentor else Mentor.objects.none()
    seat = Seat.objects.free().filter(mentor__in=room).order_by("number").first()
    if seat is None:
        text = _("All your seats are taken. Complete a pairing or offer more seats, then accept.")
        raise NoFreeSeatError(text)
    return seat


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
        _move(row, state, closed_at=as_of, closed_by=by, closing_note=note)
        tell_of_closing([row], by=by, as_of=as_of)
        return row


def _closing(row: Any) -> tuple[str, str]:
    """The state in which a row that is due closes, and the cause if it is not time."""
    if row.has_left:
        return (State.ENDED if row.state in HOLDING else State.EXPIRED), Cause.LEFT
    if row.state in ANSWERABLE and (row.is_excluded or row.is_in_line):
        return State.EXPIRED, Cause.RULES
    return (State.COMPLETED if row.state == State.ACTIVE else State.EXPIRED), ""


def _close_all(rows: Iterable[Pairing], state: str, as_of: datetime, cause: str = "") -> None:
    """Close locked rows in one statement, and tell their people."""
    closing = list(rows)
    ids = [row.pk for row in closing]
    Pairing.objects.filter(pk__in=ids).update(state=state, closed_at=as_of, closing_cause=cause)
    tell_of_closing(closing, as_of=as_of)


def stop_mentoring(*, mentor: Mentor, as_of: datetime) -> None:
    """Take no new learners: proposals and unanswered requests expire, pairings that run go on."""
    with transaction.atomic():
        Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
        Mentor.objects.filter(pk=mentor.pk).update(is_willing=False)
        mentor.seats.filter(closed_at__isnull=True).update(closed_at=as_of)
        unanswered = Pairing.objects.for_mentor(mentor.person_id).filter(state__in=ANSWERABLE)
        rows = unanswered.select_related("mentee", "mentor").select_for_update(of=("self",)).order_by("pk")
        _close_all(rows, State.EXPIRED, as_of)


def save_mentor(*, mentor: Mentor, as_of: datetime) -> Mentor:
    """Write what HR says of a mentor, new or not; who is willing no longer takes no new learners."""
    with transaction.atomic():
        was_willing = Mentor.objects.willing().filter(pk=mentor.pk).exists()
        mentor.save()
        if was_willing and not mentor.is_willing:
            stop_mentoring(mentor=mentor, as_of=as_of)
    return mentor


def delete_mentors(*, mentors: QuerySet[Mentor], as_of: datetime) -> None:
    """Delete mentors with seats that nobody has ever held, once their proposals and requests have expired."""
    with transaction.atomic():
        for mentor in mentors.order_by("pk"):
            stop_mentoring(mentor=mentor, as_of=as_of)
        mentors.delete()


def exclude_pair(*, pair: ExcludedPair, as_of: datetime) -> ExcludedPair:
    """Write that two may not be paired: their proposals and requests expire, a current pairing goes on."""
    with transaction.atomic():
        pair.save()
        theirs = Pairing.objects.for_mentee(pair.mentee_id).for_mentor(pair.mentor_id)
        unanswered = theirs.filter(state__in=ANSWERABLE).select_related("mentee", "mentor")
        locked = unanswered.select_for_update(of=("self",)).order_by("pk")
        _close_all(locked, State.EXPIRED, as_of, Cause.RULES)
    return pair
