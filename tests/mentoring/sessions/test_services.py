"""Proposing, picking, moving and cancelling: once, at times of both, and safe at the same moment."""

from datetime import timedelta

import pytest

from mentoring.pairings.services import accept_pairing, end_pairing
from mentoring.sessions.models import Session, SessionReminder
from mentoring.sessions.notifications import BOOKED, CANCELLED, PROPOSED
from mentoring.sessions.services import (
    SessionError,
    cancel_session,
    close_past,
    keep_time,
    pick_time,
    propose_times,
    say_whether_held,
)
from tests.backing.inboxes import is_settled, titles, told
from tests.company import person
from tests.concurrency import at_once
from tests.mentoring.programme import asked, mentor, running
from tests.mentoring.sessions.meeting import MONDAY, booked, deliver, on, on_leave, proposed, starts_of

pytestmark = [pytest.mark.django_db, pytest.mark.dialect, pytest.mark.usefixtures("now")]
TUESDAY, WEDNESDAY = on(3, 9), on(4, 13)


def test_one_proposes_and_the_other_picks(pairing, abena, guide):
    session = proposed(pairing, abena, TUESDAY, WEDNESDAY)
    (request,) = told(guide.person, PROPOSED)
    assert request.title == "Abena Osei proposes times for a session"
    assert request.body == "Tuesday 3 March, 10:00\nWednesday 4 March, 14:00", "on the mentor's clock"
    row = pick_time(session=session, by=guide.person, starts_at=WEDNESDAY, as_of=MONDAY)
    assert (row.state, row.starts_at, row.ends_at) == ("booked", WEDNESDAY, WEDNESDAY + timedelta(minutes=30))
    assert not starts_of(row)
    assert is_settled(guide.person, PROPOSED)
    for one, other in ((abena, "Priya Nair"), (guide.person, "Abena Osei")):
        assert titles(one, BOOKED) == [f"Session with {other}: Wednesday 4 March, 14:00"]


def test_what_is_done_twice_is_done_once(pairing, abena, guide):
    assert proposed(pairing, abena, TUESDAY) == proposed(pairing, abena, TUESDAY)
    row = booked(pairing, TUESDAY)
    assert pick_time(session=row, by=guide.person, starts_at=TUESDAY, as_of=MONDAY).sequence == 0
    for _twice in range(2):
        cancel_session(session=row, by=abena, as_of=MONDAY)
    row.refresh_from_db()
    assert (row.state, row.sequence, row.cancelled_by) == ("cancelled", 1, "mentee")
    assert len(told(guide.person, CANCELLED)) == 1
    assert Session.objects.count() == 1


def test_times_that_the_other_one_proposes_instead_replace_those_before(pairing, abena, guide):
    session = proposed(pairing, abena, TUESDAY)
    assert proposed(pairing, guide.person, WEDNESDAY) == session
    assert starts_of(session) == [WEDNESDAY]
    assert is_settled(guide.person, PROPOSED)
    assert titles(abena, PROPOSED) == ["Priya Nair proposes times for a session"]
    with pytest.raises(SessionError, match="no longer proposed"):
        pick_time(session=session, by=guide.person, starts_at=TUESDAY, as_of=MONDAY)
    with pytest.raises(SessionError, match="the other one picks"):
        pick_time(session=session, by=guide.person, starts_at=WEDNESDAY, as_of=MONDAY)


def test_a_session_keeps_its_time_until_another_one_is_picked(pairing, abena, guide):
    row = booked(pairing, TUESDAY)
    proposed(pairing, guide.person, WEDNESDAY, minutes=60)
    row.refresh_from_db()
    assert (row.state, row.starts_at) == ("booked", TUESDAY)
    assert titles(abena, PROPOSED) == ["Priya Nair asks to move your session"]
    moved = pick_time(session=row, by=abena, starts_at=WEDNESDAY, as_of=MONDAY)
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (WEDNESDAY, WEDNESDAY + timedelta(hours=1), 1)
    assert titles(abena, BOOKED) == ["Session with Priya Nair moved: Wednesday 4 March, 14:00"]


def test_a_session_can_be_left_at_its_time(pairing, abena, guide):
    row = booked(pairing, TUESDAY)
    proposed(pairing, guide.person, WEDNESDAY)
    for _twice in range(2):
        kept = keep_time(session=row, by=abena, as_of=MONDAY)
    assert (kept.starts_at, kept.sequence, starts_of(kept)) == (TUESDAY, 0, [])
    assert is_settled(abena, PROPOSED)


@pytest.mark.parametrize(
    ("start", "why"),
    [
        (on(3, 7, 30), "before both work"),
        (on(3, 16), "after both work, with half an hour"),
        (on(7, 10), "on a Saturday"),
        (on(1, 10), "in the past"),
        (on(5, 10, month=8), "in five months"),
    ],
)
def test_times_outside_of_the_hours_of_both_are_refused(pairing, abena, start, why):
    with pytest.raises(SessionError, match="not at work"):
        proposed(pairing, abena, start)
    assert not Session.objects.exists(), why


def test_no_time_on_leave(pairing, abena, guide):
    session = proposed(pairing, abena, TUESDAY, WEDNESDAY)
    on_leave(guide.person, TUESDAY, TUESDAY)
    with pytest.raises(SessionError, match="not at work"):
        pick_time(session=session, by=guide.person, starts_at=TUESDAY, as_of=MONDAY)
    assert pick_time(session=session, by=guide.person, starts_at=WEDNESDAY, as_of=MONDAY).state == "booked"


@pytest.mark.parametrize("count", [0, 6])
def test_one_to_five_times_are_proposed(pairing, abena, count):
    with pytest.raises(SessionError, match="one to five"):
        proposed(pairing, abena, *(TUESDAY + number * timedelta(minutes=30) for number in range(count)))


def test_nobody_else_takes_part(pairing):
    with pytest.raises(SessionError, match="Only the two"):
        proposed(pairing, person("Kofi Mensah"), TUESDAY)


def test_a_mentor_is_not_in_two_sessions_at_a_time(pairing, abena):
    guide = mentor("Eva Berg", capacity=2, timezone="Europe/Berlin")
    one, other = (running(person(name), guide, as_of=MONDAY) for name in ("Kofi Mensah", "Ines Carvalho"))
    session = proposed(one, one.mentee, TUESDAY, TUESDAY + timedelta(minutes=30))
    booked(other, TUESDAY, minutes=45)
    for start in (TUESDAY, TUESDAY + timedelta(minutes=30)):
        with pytest.raises(SessionError, match="another session"):
            pick_time(session=session, by=guide.person, starts_at=start, as_of=MONDAY)


def test_the_end_of_a_pairing_cancels_what_is_to_come(pairing, abena, guide):
    booked(pairing, TUESDAY)
    end_pairing(pairing=pairing, by=abena, as_of=MONDAY)
    with pytest.raises(SessionError, match="has ended"):
        cancel_session(session=Session.objects.get(), by=abena, as_of=MONDAY)
    deliver("pairing.ended", "mentoring.cancel_session")
    assert Session.objects.get().state == "cancelled"
    assert titles(guide.person, CANCELLED) == ["Session with Abena Osei cancelled: Tuesday 3 March, 10:00"]


def test_a_session_that_is_over_is_held_only_if_somebody_says_so(abena, guide):
    pairing = accept_pairing(pairing=asked(abena, guide, as_of=MONDAY), as_of=MONDAY)
    row = booked(pairing, TUESDAY)
    with pytest.raises(SessionError, match="booked"):
        say_whether_held(session=row, by=abena, was_held=True, as_of=TUESDAY)
    after = TUESDAY + timedelta(hours=1)
    assert close_past(as_of=after) == 1
    assert close_past(as_of=after) == 0
    row.refresh_from_db()
    assert row.state == "over"
    assert say_whether_held(session=row, by=guide.person, was_held=False, as_of=after).state == "not_held"
    pairing.refresh_from_db()
    assert pairing.state == "accepted"
    assert say_whether_held(session=row, by=abena, was_held=True, as_of=after).said_by == "mentee"
    pairing.refresh_from_db()
    assert pairing.state == "active", "the two have met"


def test_times_that_have_passed_wait_for_nobody(pairing, abena, guide):
    session = proposed(pairing, abena, TUESDAY)
    assert close_past(as_of=TUESDAY) == 1
    session.refresh_from_db()
    assert session.state == "expired"
    assert not told(guide.person, PROPOSED)


def test_the_next_session_needs_no_sweep_before(pairing):
    booked(pairing, TUESDAY)
    later = booked(pairing, WEDNESDAY, as_of=TUESDAY + timedelta(hours=1))
    assert list(Session.objects.order_by("pk").values_list("state", flat=True)) == ["over", "booked"]
    assert SessionReminder.objects.filter(session=later).count() == 0, "it begins on the next morning"


@pytest.mark.django_db(transaction=True)
def test_two_picks_at_the_same_moment_book_one_time():
    pairing = running(person(), mentor(capacity=2), as_of=MONDAY)
    other = running(person("Kofi Mensah"), pairing.mentor.mentor, as_of=MONDAY)
    sessions = [proposed(one, one.mentee, TUESDAY) for one in (pairing, other)]

    def pick(session):
        return lambda: pick_time(session=session, by=pairing.mentor, starts_at=TUESDAY, as_of=MONDAY)

    outcomes = at_once([pick(one) for one in sessions])
    assert sorted(type(one).__name__ for one in outcomes) == ["Session", "SessionError"]
    assert Session.objects.filter(state="booked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_times_of_a_session_picked_at_the_same_moment_are_one():
    pairing = running(person(), mentor(), as_of=MONDAY)
    session = proposed(pairing, pairing.mentee, TUESDAY, WEDNESDAY)

    def pick(start):
        return lambda: pick_time(session=session, by=pairing.mentor, starts_at=start, as_of=MONDAY)

    outcomes = at_once([pick(TUESDAY), pick(WEDNESDAY), pick(TUESDAY)])
    booked_at = {one.starts_at for one in outcomes if isinstance(one, Session)}
    assert len(booked_at) == 1
    session.refresh_from_db()
    assert {session.starts_at} == booked_at
    assert session.sequence == 0


@pytest.mark.django_db(transaction=True)
def test_both_propose_at_the_same_moment_and_one_proposal_stands():
    pairing = running(person(), mentor(), as_of=MONDAY)

    def propose(by, start):
        return lambda: propose_times(pairing=pairing, by=by, starts=[start], minutes=30, as_of=MONDAY)

    outcomes = at_once([propose(pairing.mentee, TUESDAY), propose(pairing.mentor, WEDNESDAY)])
    assert all(isinstance(one, Session) for one in outcomes), outcomes
    session = Session.objects.get()
    assert len(starts_of(session)) == 1
