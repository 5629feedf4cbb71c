"""The steps of a session: times are proposed, one is picked, it is moved, cancelled, held or not."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.days import DAY
from lifow.people.persons.models import Person
from mentoring.choices import PairingState
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import begin_pairing
from mentoring.sessions.choices import LOOK_AHEAD, MINUTES, MOST_SLOTS, PAST, SessionState, Side
from mentoring.sessions.compute import Interval
from mentoring.sessions.models import Session, SessionSlot
from mentoring.sessions.notifications import (
    settle_proposal,
    tell_of_booking,
    tell_of_cancelling,
    tell_of_proposal,
)
from mentoring.sessions.reports.times import free_times
from mentoring.sessions.services.locked import (
    SessionError,
    close_if_past,
    lock_session,
    lock_two,
    save,
    side_in,
)
from mentoring.sessions.services.reminders import plan_reminders

AT_ONCE = 200


def propose_times(
    *, pairing: Pairing, by: Person, starts: Collection[datetime], minutes: int, as_of: datetime
) -> Session:
    """Propose times to the other one: of the next session, or other times of the one that is booked.

    What either has proposed before is replaced; a booked session keeps its time until one of these is picked.
    The same times proposed twice are proposed once. Raises SessionError where the pairing does not run, for
    no times or more than five, and for one at which the two do not both work or one is in a session.
    """
    if minutes not in MINUTES or not 0 < len(set(starts)) <= MOST_SLOTS:
        raise SessionError(_("Choose one to five times."))
    slots = [Interval(start, start + timedelta(minutes=minutes)) for start in sorted(set(starts))]
    with transaction.atomic():
        row = lock_two(pairing)
        side = side_in(row, by)
        session = _open_session(row, as_of) or Session(pairing=row, created_at=as_of)
        _check_free(row, slots, as_of, moving=session if session.pk else None)
        if session.pk and session.proposed_by == side and _slots_of(session) == slots:
            return session
        session.minutes, session.proposed_by, session.last_slot_at = minutes, side, slots[-1].starts_at
        save(session, as_of)
        session.slots.all().delete()
        new = [SessionSlot(session=session, starts_at=one.starts_at, ends_at=one.ends_at) for one in slots]
        SessionSlot.objects.bulk_create(new)
        tell_of_proposal(session, as_of=as_of)
        return session


def pick_time(*, session: Session, by: Person, starts_at: datetime, as_of: datetime) -> Session:
    """Book a session at one of the times that the other one has proposed, and tell both.

    Picking the same time twice is picking it once. Raises SessionError where another one was picked, where it
    is no longer proposed, and where the two do not both work then any more or one is in another session.
    """
    with transaction.atomic():
        row = lock_session(session)
        side = side_in(row.pairing, by)
        slot = row.slots.filter(starts_at=starts_at).first()
        if slot is None and row.state == SessionState.BOOKED and row.starts_at == starts_at:
            return row
        if slot is None or starts_at <= as_of:
            raise SessionError(_("This time is no longer proposed. Choose from the times as they are now."))
        if row.proposed_by == side:
            raise SessionError(_("You have proposed this time: the other one picks it."))
        _check_free(row.pairing, [Interval(slot.starts_at, slot.ends_at)], as_of, moving=row)
        row.sequence += int(row.starts_at is not None)
        row.state, row.starts_at, row.ends_at = SessionState.BOOKED, slot.starts_at, slot.ends_at
        _forget_slots(row)
        save(row, as_of)
        plan_reminders(row, as_of)
        tell_of_booking(row, as_of=as_of)
        return row


def keep_time(*, session: Session, by: Person, as_of: datetime) -> Session:
    """Leave a booked session at its time: other times that were proposed are not any more. Twice is once."""
    with transaction.atomic():
        row = lock_session(session)
        side_in(row.pairing, by)
        if row.state != SessionState.BOOKED:
            raise SessionError(_too_late(row))
        if row.proposed_by:
            _forget_slots(row)
            save(row, as_of)
            settle_proposal(row, as_of=as_of)
        return row


def cancel_session(*, session: Session, by: Person, as_of: datetime) -> Session:
    """Cancel a session, or take back the times that were proposed for it. Twice is once.

    Raises SessionError where it is over or has begun.
    """
    with transaction.atomic():
        row = lock_session(session)
        side = side_in(row.pairing, by)
        if row.state == SessionState.CANCELLED:
            return row
        has_begun = row.starts_at is not None and row.starts_at <= as_of
        if row.state not in (SessionState.PROPOSED, SessionState.BOOKED) or has_begun:
            raise SessionError(_too_late(row))
        close_cancelled(row, side, as_of)
        return row


def say_whether_held(*, session: Session, by: Person, was_held: bool, as_of: datetime) -> Session:
    """Say of a session that is over whether it took place; either can, and what was said last holds.

    Nobody is named as missing, and nothing counts as evidence. The first one that took place makes an
    accepted pairing active. Raises SessionError for a session that is not over.
    """
    with transaction.atomic():
        row = lock_session(session)
        side = side_in(row.pairing, by)
        close_if_past(row, as_of)
        if row.state not in PAST:
            raise SessionError(_too_late(row))
        said = SessionState.HELD if was_held else SessionState.NOT_HELD
        if row.state != said:
            row.state, row.said_by = said, side
            save(row, as_of)
        if was_held and row.pairing.state == PairingState.ACCEPTED:
            begin_pairing(pairing=row.pairing)
        return row


def close_past(*, as_of: datetime) -> int:
    """Close sessions that are over, and proposals of which no time is left; how many. Twice is once."""
    with transaction.atomic():
        rows = Session.objects.to_close(as_of).select_for_update(skip_locked=True).order_by("pk")
        return sum(close_if_past(row, as_of) for row in rows[:AT_ONCE])


def close_cancelled(row: Session, by: Side | str, as_of: datetime) -> None:
    """Cancel a locked session, and tell both where they had agreed to it."""
    was_booked = row.state == SessionState.BOOKED
    row.sequence += int(was_booked)
    row.state, row.cancelled_by, row.closed_at = SessionState.CANCELLED, by, as_of
    _forget_slots(row)
    row.reminders.all().delete()
    save(row, as_of)
    tell_of_cancelling(row, was_booked=was_booked, as_of=as_of)


def _open_session(pairing: Pairing, as_of: datetime) -> Session | None:
    """The open session of a locked pairing; one that is over is closed on the way."""
    row = Session.objects.open().filter(pairing=pairing).select_for_update(of=("self",)).first()
    if row is None:
        return None
    row.pairing = pairing
    return None if close_if_past(row, as_of) else row


def _check_free(
    pairing: Pairing, slots: Collection[Interval], as_of: datetime, *, moving: Session | None
) -> None:
    """Raise SessionError for a time at which the two do not both work, or one is in another session."""
    within = Interval(as_of, as_of + LOOK_AHEAD + DAY)
    free = free_times(pairing, within, moving=moving)
    if not all(any(one.holds(slot) for one in free) for slot in slots):
        raise SessionError(
            _("One of you is not at work or has another session at that time. Choose another one.")
        )


def _slots_of(session: Session) -> list[Interval]:
    return sorted(Interval(*one) for one in session.slots.values_list("starts_at", "ends_at"))


def _forget_slots(row: Session) -> None:
    row.slots.all().delete()
    row.proposed_by, row.last_slot_at = "", None


def _too_late(row: Session) -> str:
    text = _("This is no longer possible: the state of the session is now “%(state)s”.")
    return text % {"state": row.get_state_display().lower()}
