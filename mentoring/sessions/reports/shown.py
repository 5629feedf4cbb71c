"""What pages show of sessions: of one pairing, and whose is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from lifow.base.days import zone_of
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING, OVER
from mentoring.pairings.models import Pairing
from mentoring.sessions.choices import SessionState, Side
from mentoring.sessions.compute import Interval
from mentoring.sessions.models import Session

EARLIER = 5
# So long it is asked whether a session took place; who does not say so says nothing.
ASKED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A session for one of its two people.

    slots       proposed times that have not begun, in order
    to_pick     whether the reader is the one to pick one of them
    other_zone  the zone of the other person, where its clock differs from the reader's
    """

    session: Session
    other: Person
    slots: tuple[Interval, ...] = ()
    to_pick: bool = False
    other_zone: str = ""

    @property
    def is_booked(self) -> bool:
        return self.session.state == SessionState.BOOKED

    @property
    def is_waiting(self) -> bool:
        """Whether times that the reader has proposed wait for the other one."""
        return bool(self.slots) and not self.to_pick


@dataclass(frozen=True, slots=True)
class PairingSessions:
    """The sessions of a pairing for one of the two: the open one, the latest that asks whether it took place,
    and those before."""

    current: SessionShown | None = None
    to_say: Session | None = None
    earlier: tuple[Session, ...] = ()


def sessions_of(pairing: Pairing, reader: Person, *, as_of: datetime) -> PairingSessions:
    """What one of the two reads of the sessions of a pairing, two queries; nothing for anybody else, nor
    before it has begun."""
    has_begun = pairing.state in HOLDING or pairing.state in OVER
    if not has_begun or reader.pk not in (pairing.mentee_id, pairing.mentor_id):
        return PairingSessions()
    rows = list(Session.objects.filter(pairing=pairing).prefetch_related("slots").order_by("-pk")[:20])
    for row in rows:
        row.pairing = pairing
    goes_on = pairing.state in HOLDING
    current = next((one for one in rows if goes_on and is_open(one, as_of)), None)
    past = sorted((one for one in rows if is_past(one, as_of)), key=_by_time, reverse=True)
    latest = past[0] if past and _is_to_say(past[0], as_of) else None
    return PairingSessions(
        current=shown(current, reader, as_of) if current else None,
        to_say=latest,
        earlier=tuple(one for one in past if one != latest)[:EARLIER],
    )


def is_open(session: Session, as_of: datetime) -> bool:
    """Whether it is booked and not over, or waits for one of its times to be picked."""
    if session.state == SessionState.BOOKED:
        return session.ends_at is not None and session.ends_at > as_of
    return session.state == SessionState.PROPOSED and any(
        one.starts_at > as_of for one in session.slots.all()
    )


def is_past(session: Session, as_of: datetime) -> bool:
    """Whether it was booked and is over, whatever is said of it; the sweep may not have come yet."""
    if session.starts_at is None or session.state in (SessionState.CANCELLED, SessionState.EXPIRED):
        return False
    return session.state != SessionState.BOOKED or not is_open(session, as_of)


def shown(session: Session, reader: Person, as_of: datetime) -> SessionShown:
    """A session as one of its two people sees it."""
    side = session.side_of(reader) or Side.MENTEE
    other = session.person_on(side.other)
    slots = sorted(Interval(one.starts_at, one.ends_at) for one in session.slots.all())
    left = tuple(one for one in slots if one.starts_at > as_of)
    here, there = (as_of.astimezone(zone_of(one.timezone)).utcoffset() for one in (reader, other))
    return SessionShown(
        session=session,
        other=other,
        slots=left,
        to_pick=bool(left) and session.proposed_by == side.other,
        other_zone=other.timezone if here != there else "",
    )


def next_sessions(pairings: Iterable[Pairing], *, as_of: datetime) -> dict[int, Session]:
    """The booked session of each of these pairings that has one to come, by the pairing's id; one query."""
    ids = [one.pk for one in pairings if one.state in HOLDING]
    if not ids:
        return {}
    rows = Session.objects.upcoming(as_of).filter(pairing__in=ids)
    return {row.pairing_id: row for row in rows.order_by("-starts_at")}


def open_sessions(person: Person, *, as_of: datetime) -> tuple[tuple[SessionShown, ...], dict[int, Session]]:
    """Somebody's open sessions: those of which they are to pick the time, the oldest proposal first, and
    those that are booked and not over, by the ids of their pairings.

    A query, and one more where times are proposed.
    """
    rows = Session.objects.open().for_person(person).filter(pairing__state__in=HOLDING)
    found = list(rows.select_related("pairing__mentee", "pairing__mentor").order_by("updated_at", "pk"))
    proposed = [row for row in found if row.proposed_by]
    prefetch_related_objects(proposed, "slots")
    booked = [row for row in found if row.state == SessionState.BOOKED and not is_past(row, as_of)]
    by_time = sorted(booked, key=_by_time, reverse=True)
    each = (shown(row, person, as_of) for row in proposed)
    return tuple(one for one in each if one.to_pick), {row.pairing_id: row for row in by_time}


def sessions_since(person: Person, moment: datetime) -> list[Session]:
    """Somebody's sessions that had a time and end after a moment, also those that were cancelled since; one
    query. A session whose pairing has ended reads as cancelled."""
    rows = Session.objects.for_person(person).filter(starts_at__isnull=False, ends_at__gt=moment)
    return list(rows.select_related("pairing__mentee", "pairing__mentor").order_by("starts_at", "pk"))


def session_title(session: Session, reader: Person) -> str:
    """What a session is called for one of its two people: "Mentoring session with Priya Nair"."""
    side = session.side_of(reader) or Side.MENTEE
    return _("Mentoring session with %(name)s") % {"name": session.person_on(side.other)}


def _is_to_say(session: Session, as_of: datetime) -> bool:
    is_recent = session.ends_at is not None and session.ends_at > as_of - ASKED_FOR
    return is_recent and session.state in (SessionState.BOOKED, SessionState.OVER)


def _by_time(session: Session) -> datetime:
    return session.starts_at or session.created_at
