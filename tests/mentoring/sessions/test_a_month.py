"""A month of sessions in four zones, over changes of the clock and leave: each within the hours of both."""

import itertools
import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from mentoring.choices import PairingState
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.sessions.models import Session, SessionReminder
from mentoring.sessions.notifications import BOOKED, CANCELLED, REMINDER
from mentoring.sessions.reports import times_to_propose
from mentoring.sessions.services import (
    SessionError,
    cancel_during_leave,
    cancel_session,
    close_past,
    pick_time,
    propose_times,
    remind_due,
)
from tests.company import person
from tests.mentoring.programme import mentor, running
from tests.mentoring.sessions.meeting import on_leave

pytestmark = pytest.mark.django_db

# Both changes of the spring of 2026 are in it: of New York on 8 March, of Berlin on 29 March.
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 33
ZONES = ("Europe/Berlin", "Africa/Lagos", "America/New_York", "Asia/Kolkata")
# Who works by night in Kolkata shares hours with New York.
NIGHT = {"work_starts_at": time(18), "work_ends_at": time(3)}


def pairings() -> list[Pairing]:
    """Eight learners of two mentors each in Berlin and New York, from all zones."""
    guides = [
        mentor(f"Mentor {place}", capacity=4, timezone=zone)
        for place, zone in enumerate(("Europe/Berlin", "America/New_York"))
    ]
    return [running(_learner(number), guides[number % 2], as_of=FIRST) for number in range(8)]


def _learner(number: int) -> Person:
    zone = ZONES[number // 2]
    hours = NIGHT if zone == "Asia/Kolkata" and number % 2 else {}
    return person(f"Learner {number}", timezone=zone, **hours)


def is_at_work(who: Person, moment: datetime, until: datetime) -> bool:
    """Whether somebody's clock shows a time of a workday's hours all the while, counted minute by minute."""
    zone = ZoneInfo(who.timezone)
    minutes = (until - moment) // timedelta(minutes=1)
    local = [(moment + timedelta(minutes=one)).astimezone(zone) for one in range(minutes)]
    is_overnight = who.work_ends_at <= who.work_starts_at
    for one in local:
        started_before = is_overnight and one.time() < who.work_ends_at
        day = one.date() - timedelta(days=int(started_before))
        in_hours = (
            one.time() >= who.work_starts_at or one.time() < who.work_ends_at
            if is_overnight
            else who.work_starts_at <= one.time() < who.work_ends_at
        )
        if not in_hours or not who.workdays >> day.weekday() & 1:
            return False
    return True


def test_a_month_of_sessions(monkeypatch):
    chance = random.Random(5)
    both = pairings()
    away = both[0].mentor
    on_leave(away, FIRST + timedelta(days=14), FIRST + timedelta(days=18))
    moment, refused = FIRST, 0
    booked: dict[tuple[int, int], tuple[datetime, datetime]] = {}
    for _hour in range(DAYS * 8):
        moment += timedelta(hours=3)
        monkeypatch.setattr("django.utils.timezone.now", lambda at=moment: at)
        remind_due(as_of=moment)
        close_past(as_of=moment)
        if moment.date() == (FIRST + timedelta(days=14)).date():
            cancel_during_leave(person_ids=[away.pk], as_of=moment)
        for pairing in chance.sample(both, 3):
            refused += not _step(pairing, chance, moment)
        for row in Session.objects.filter(state="booked"):
            booked[row.pk, row.sequence] = (row.starts_at, row.ends_at)
    assert len(booked) > 60, "something has happened"
    _check(booked)
    print(f"{len(booked)} booked times, {refused} refused, {Session.objects.count()} sessions")


def _step(pairing: Pairing, chance: random.Random, now: datetime) -> bool:
    """One of the two does something that the page offers, or that it offered a while ago."""
    two = [pairing.mentee, pairing.mentor]
    by = chance.choice(two)
    session = Session.objects.open().filter(pairing=pairing).first()
    try:
        if session is None or (session.proposed_by == "" and chance.random() < 0.2):
            _propose(pairing, by, chance, now)
        elif session.proposed_by:
            picker = next(one for one in two if session.side_of(one) != session.proposed_by)
            slots = [one.starts_at for one in session.slots.all()]
            pick_time(session=session, by=picker, starts_at=chance.choice(slots), as_of=now)
        elif chance.random() < 0.1:
            cancel_session(session=session, by=by, as_of=now)
    except SessionError:
        return False
    return True


def _propose(pairing: Pairing, by: Person, chance: random.Random, now: datetime) -> None:
    minutes = chance.choice([30, 45, 60])
    moving = Session.objects.filter(pairing=pairing, state="booked").first()
    days, _more = times_to_propose(pairing, by, minutes, as_of=now, moving=moving)
    times = [one.starts_at for day in days for one in day.times]
    if times:
        chosen = chance.sample(times, min(3, len(times)))
        propose_times(pairing=pairing, by=by, starts=chosen, minutes=minutes, as_of=now)


def _check(booked: dict[tuple[int, int], tuple[datetime, datetime]]) -> None:
    rows = Session.objects.select_related("pairing__mentee", "pairing__mentor").in_bulk()
    for (pk, _sequence), (starts_at, ends_at) in booked.items():
        for who in (rows[pk].pairing.mentee, rows[pk].pairing.mentor):
            assert is_at_work(who, starts_at, ends_at), (who, starts_at)
    leave = (FIRST + timedelta(days=14), FIRST + timedelta(days=19))
    kept = [row for row in rows.values() if row.state in ("over", "held", "booked")]
    for mentor_id in Mentor.objects.values_list("person_id", flat=True):
        theirs = sorted((row.starts_at, row.ends_at) for row in kept if row.pairing.mentor_id == mentor_id)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(theirs)), "never two"
    first = min(mentor_id for mentor_id in Mentor.objects.values_list("person_id", flat=True))
    assert not [
        row for row in kept if row.pairing.mentor_id == first and leave[0] <= row.starts_at < leave[1]
    ], "nobody meets on leave"
    told = Message.objects.filter(kind__in=[BOOKED, CANCELLED, REMINDER])
    keys = list(told.values_list("receiver_id", "kind", "idempotency_key"))
    assert len(keys) == len(set(keys)), "each is told once"
    assert {(pk, sequence) for pk, sequence in booked} <= set(
        Message.objects.filter(kind=BOOKED).values_list("refs__session", "refs__sequence")
    )
    assert not SessionReminder.objects.exclude(session__state="booked").exists()
    assert set(Pairing.objects.values_list("state", flat=True)) == {PairingState.ACTIVE}
