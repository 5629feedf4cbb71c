"""What every step of a session begins with: the two people and the session, locked."""

from datetime import datetime

from django.utils.translation import gettext as _

from lifow.people.persons.models import Person
from mentoring.choices import HOLDING
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import lock_pairing
from mentoring.sessions.choices import SessionState, Side
from mentoring.sessions.models import Session


class SessionError(ValueError):
    """A step that is not possible now; the message says why, and what is."""


def lock_two(pairing: Pairing) -> Pairing:
    """The pairing as it is now, its two people locked: whoever is in two pairings books one time at a time.

    People are locked by their ids, so that two who book with each other never wait for each other. Raises
    SessionError where the pairing does not run.
    """
    two = sorted((pairing.mentee_id, pairing.mentor_id))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=two).order_by("pk"))
    row, _others = lock_pairing(pairing)
    if row.state not in HOLDING:
        raise SessionError(_("The pairing has ended: its sessions are cancelled."))
    return row


def lock_session(session: Session) -> Session:
    """The session as it is now, locked, with its two people."""
    pairing = lock_two(session.pairing)
    row: Session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    row.pairing = pairing
    return row


def side_in(pairing: Pairing, by: Person) -> Side:
    """On which side somebody is. Raises SessionError for anybody but the two."""
    if by.pk == pairing.mentee_id:
        return Side.MENTEE
    if by.pk == pairing.mentor_id:
        return Side.MENTOR
    raise SessionError(_("Only the two people of the pairing can do this."))


def close_if_past(session: Session, as_of: datetime) -> bool:
    """Close a locked session that is over, or of whose proposed times none is left; whether it was."""
    is_over = session.state == SessionState.BOOKED and session.ends_at and session.ends_at <= as_of
    is_missed = (
        session.state == SessionState.PROPOSED and session.last_slot_at and session.last_slot_at <= as_of
    )
    if not is_over and not is_missed:
        return False
    session.state = SessionState.OVER if is_over else SessionState.EXPIRED
    session.closed_at, session.proposed_by, session.last_slot_at = as_of, "", None
    session.slots.all().delete()
    session.reminders.all().delete()
    save(session, as_of)
    return True


def save(session: Session, as_of: datetime) -> None:
    """Write what a step has changed."""
    session.updated_at = as_of
    session.save()
