"""Pairings of people on leave: paused while one of the two is away, and resumed when both are back."""

from datetime import UTC, date, datetime, time

import pytest

from lifow.events.types import LeaveBegan, LeaveEnded
from lifow.notifications.models import Message
from lifow.notifications.reports import put_into_words
from lifow.people.persons.models import Employment, Person
from mentoring.choices import ClosingCause
from mentoring.matching.services import propose_pairings
from mentoring.mentors.models import Mentor
from mentoring.pairings import subscriptions
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    PairingError,
    accept_pairing,
    ask_mentor,
    close_pairings,
    complete_pairing,
    follow_leave,
    tell_before_ends,
)
from tests.backing.leave import DAY, SECOND, ZONES, comes_back, goes_on_leave, midnight
from tests.company import NOON, person, skill
from tests.mentoring.programme import (
    asked,
    learner_with_a_gap,
    mentor,
    proposal,
    proven_mentor,
    running,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
TODAY = NOON.date()
State = Pairing.State


def read_by(who: Person) -> list[str]:
    """The titles of somebody's open messages about pairings, oldest first, as they read them now."""
    kinds = ["pairing_paused", "pairing_resumed", "mentor_answer"]
    open_messages = Message.objects.for_receiver(who).open().filter(kind__in=kinds)
    messages = list(open_messages.select_related("receiver").order_by("pk"))
    words = put_into_words(messages)
    return [words.said[one.pk].title for one in messages if one.pk in words.said]


def pair(capacity: int = 1) -> tuple[Pairing, Person, Person]:
    guide = mentor("Priya Nair", capacity=capacity)
    row = running(person("Abena Osei"), guide, skill())
    return row, row.mentee, row.mentor


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_a_pairing_waits_for_either_and_ends_as_many_days_later(side):
    row, *_two = pair()
    away, planned = getattr(row, side), row.closes_on
    goes_on_leave(away, TODAY)
    assert [follow_leave(person_ids=[away.pk], as_of=NOON) for _twice in range(2)] == [1, 0]
    row.refresh_from_db()
    assert (row.state, row.paused_on, row.closes_on) == (State.ACTIVE, NOON.date(), planned)

    back = NOON + 20 * DAY
    comes_back(away, back.date())
    assert [follow_leave(person_ids=[away.pk], as_of=back) for _twice in range(2)] == [1, 0]
    row.refresh_from_db()
    assert (row.paused_on, row.closes_on) == (None, planned + 20 * DAY)


def test_both_are_told_once_of_the_pause_and_of_its_end(monkeypatch):
    _row, abena, priya = pair()
    goes_on_leave(priya, TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    for _twice in range(2):
        follow_leave(person_ids=[priya.pk], as_of=NOON)
    said = "Priya Nair is on leave: your pairing is paused"
    assert read_by(abena) == ["Priya Nair is your mentor now", said]
    assert read_by(priya) == ["You are on leave: your pairing with Abena Osei is paused"]

    back = NOON + 3 * DAY
    comes_back(priya, back.date())
    monkeypatch.setattr("django.utils.timezone.now", lambda: back)
    for _twice in range(2):
        follow_leave(person_ids=[priya.pk], as_of=back)
    assert read_by(abena) == ["Priya Nair is your mentor now", "Your pairing with Priya Nair goes on"]
    assert read_by(priya) == ["Your pairing with Abena Osei goes on"]


def test_a_pairing_goes_on_when_both_are_back():
    row, abena, priya = pair()
    goes_on_leave(abena, TODAY)
    goes_on_leave(priya, TODAY)
    follow_leave(person_ids=[abena.pk, priya.pk], as_of=NOON)
    comes_back(abena, NOON.date() + DAY)
    assert follow_leave(person_ids=[abena.pk], as_of=NOON + DAY) == 0
    comes_back(priya, NOON.date() + 2 * DAY)
    assert follow_leave(person_ids=[priya.pk], as_of=NOON + 2 * DAY) == 1
    row.refresh_from_db()
    assert row.paused_on is None


def test_a_paused_pairing_neither_completes_nor_is_said_to_end_soon():
    row, _abena, priya = pair()
    goes_on_leave(priya, TODAY)
    follow_leave(person_ids=[priya.pk], as_of=NOON)
    last = datetime.combine(row.closes_on, time(12), UTC)
    assert tell_before_ends(as_of=last - DAY) == 0
    assert close_pairings(as_of=last + 5 * DAY) == 0


def test_one_that_is_completed_while_it_is_paused_is_paused_no_more():
    row, _abena, priya = pair()
    goes_on_leave(priya, TODAY)
    follow_leave(person_ids=[priya.pk], as_of=NOON)
    done = complete_pairing(pairing=row, as_of=NOON)
    assert (done.state, done.paused_on) == (State.COMPLETED, None)


def test_events_of_leave_pause_and_resume(monkeypatch):
    row, _abena, priya = pair()
    goes_on_leave(priya, TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    subscriptions.pause_pairings(LeaveBegan(person_ids=(priya.pk,)), occurred_at=NOON)
    row.refresh_from_db()
    assert row.paused_on == NOON.date()
    # One that comes late finds things as they are by then.
    subscriptions.resume_pairings(LeaveEnded(person_ids=(priya.pk,)), occurred_at=NOON)
    row.refresh_from_db()
    assert row.paused_on == NOON.date()


def test_a_request_to_somebody_who_goes_on_leave_is_closed_and_the_learner_told():
    guide = mentor("Priya Nair")
    row = asked(person("Abena Osei"), guide, skill())
    goes_on_leave(guide.person, TODAY)
    assert close_pairings(as_of=NOON) == 1
    row.refresh_from_db()
    assert (row.state, row.closing_cause) == (State.EXPIRED, ClosingCause.LEAVE)
    assert read_by(row.mentee) == ["Your request to Priya Nair is closed: one of you is on leave"]


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_nobody_asks_or_accepts_while_one_is_on_leave(side):
    guide = mentor("Priya Nair")
    row = proposal(person("Abena Osei"), guide, skill())
    goes_on_leave(getattr(row, side), TODAY)
    with pytest.raises(PairingError, match="on leave"):
        ask_mentor(pairing=row, message="", as_of=NOON)
    Pairing.objects.filter(pk=row.pk).update(state=State.ASKED, asked_at=NOON, expires_at=NOON + DAY)
    with pytest.raises(PairingError, match="on leave"):
        accept_pairing(pairing=row, as_of=NOON)


def test_the_seats_of_a_mentor_on_leave_are_not_free():
    guide = mentor("Priya Nair", capacity=2)
    goes_on_leave(guide.person, TODAY)
    found = Mentor.objects.with_reserved_seats(NOON).get(pk=guide.pk)
    assert (found.free_seats, found.unreserved_seats, found.seats_on_leave) == (0, 0, 2)
    back = Mentor.objects.with_reserved_seats(NOON - DAY).get(pk=guide.pk)
    assert (back.free_seats, back.unreserved_seats, back.seats_on_leave) == (2, 2, 0)


@pytest.mark.parametrize("zone", ZONES)
def test_a_leavers_pairing_ends_when_the_last_day_is_over_where_they_are(zone):
    row, abena, _priya = pair()
    Person.objects.filter(pk=abena.pk).update(timezone=zone)
    last = NOON.date() + DAY
    work = abena.employments.get()
    abena.employments.update(ends_on=last)
    Employment.objects.create(person=abena, org_unit=work.org_unit, status="terminated", starts_on=last + DAY)
    over = midnight(last + DAY, zone)
    assert close_pairings(as_of=over - SECOND) == 0
    assert close_pairings(as_of=over) == 1
    row.refresh_from_db()
    assert (row.state, row.closing_cause) == (State.ENDED, ClosingCause.LEFT)


@pytest.mark.parametrize("zones", [(ZONES[0], ZONES[2]), (ZONES[2], ZONES[0])])
def test_the_last_planned_day_of_a_pairing_is_over_when_it_is_for_both(zones):
    row, abena, priya = pair()
    for one, zone in zip((abena, priya), zones, strict=True):
        Person.objects.filter(pk=one.pk).update(timezone=zone)
    over = midnight(row.closes_on + DAY, "Pacific/Honolulu")
    assert close_pairings(as_of=over - SECOND) == 0
    assert close_pairings(as_of=over) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_a_pairing_is_paused_and_resumed_by_the_learners_calendar(zone):
    row, abena, priya = pair()
    Person.objects.filter(pk=abena.pk).update(timezone=zone)
    planned = row.closes_on
    first, last = date(2026, 3, 10), date(2026, 3, 12)
    goes_on_leave(abena, first, last)
    begins, ends = midnight(first, zone), midnight(last + DAY, zone)
    assert follow_leave(person_ids=[abena.pk], as_of=begins - SECOND) == 0
    assert follow_leave(person_ids=[abena.pk], as_of=begins) == 1
    assert follow_leave(person_ids=[priya.pk], as_of=ends - SECOND) == 0
    assert follow_leave(person_ids=[priya.pk], as_of=ends) == 1
    row.refresh_from_db()
    assert row.closes_on == planned + 3 * DAY


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("side", ["learner", "mentor"])
def test_matching_proposes_nobody_who_is_on_leave_where_they_are(zone, side):
    learner, guide = learner_with_a_gap(), proven_mentor()
    away, first = {"learner": learner, "mentor": guide.person}[side], date(2026, 3, 10)
    Person.objects.filter(pk=away.pk).update(timezone=zone, work_starts_at=time(0), work_ends_at=time(23, 59))
    goes_on_leave(away, first)
    begins = midnight(first, zone)
    propose_pairings(as_of=begins - SECOND)
    propose_pairings(as_of=begins)
    assert not Pairing.objects.proposed().exists()
