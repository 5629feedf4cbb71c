"""Seats on the programme page add up in every state that steps can lead to."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lifow.people.persons.models import Employment
from mentoring.choices import HOLDING, RESERVED_FOR
from mentoring.matching.reports import mentors_by_need, programme_numbers, seat_numbers
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    PairingError,
    accept_pairing,
    ask_mentor,
    begin_pairing,
    close_pairings,
    complete_pairing,
    decline_pairing,
    end_pairing,
    offer_mentoring,
    release_seat,
    stop_mentoring,
    withdraw_request,
)
from tests.backing.examples import examples
from tests.company import NOON, person
from tests.mentoring.programme import mentor, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

OF_A_PAIRING = {
    "ask": lambda row, as_of: ask_mentor(pairing=row, message="", as_of=as_of),
    "withdraw": lambda row, as_of: withdraw_request(pairing=row, as_of=as_of),
    "accept": lambda row, as_of: accept_pairing(pairing=row, as_of=as_of),
    "decline": lambda row, as_of: decline_pairing(pairing=row, as_of=as_of),
    "begin": lambda row, as_of: begin_pairing(pairing=row),
    "complete": lambda row, as_of: complete_pairing(pairing=row, as_of=as_of),
    "end": lambda row, as_of: end_pairing(pairing=row, as_of=as_of),
    "release": lambda row, as_of: release_seat(pairing=row, as_of=as_of),
}
OF_A_MENTOR = {
    "offer 0": lambda guide, as_of: offer_mentoring(person=guide.person, capacity=0, as_of=as_of),
    "offer 1": lambda guide, as_of: offer_mentoring(person=guide.person, capacity=1, as_of=as_of),
    "offer 3": lambda guide, as_of: offer_mentoring(person=guide.person, capacity=3, as_of=as_of),
    "stop": lambda guide, as_of: stop_mentoring(mentor=guide, as_of=as_of),
    "leave": lambda guide, as_of: Employment.objects.filter(person=guide.person).update(status="terminated"),
    "close": lambda guide, as_of: close_pairings(as_of=as_of),
}
STEPS = st.lists(
    st.tuples(
        st.one_of(
            st.tuples(st.sampled_from(sorted(OF_A_PAIRING)), st.integers(0, 7)),
            st.tuples(st.sampled_from(sorted(OF_A_MENTOR)), st.integers(0, 1)),
        ),
        st.integers(0, 5),
    ),
    max_size=14,
)


def programme() -> list[Pairing]:
    """Two mentors on the lists of four learners; each has a seat reserved for one of them."""
    guides = [mentor("Priya Nair", capacity=2), mentor("Yusuf Kaya", capacity=1)]
    learners = [person(f"Learner {place}") for place in range(4)]
    return [
        proposal(learner, guide, is_recommended=place == number)
        for number, guide in enumerate(guides)
        for place, learner in enumerate(learners)
    ]


def take(rows, name, place, as_of):
    try:
        with transaction.atomic():
            if name in OF_A_PAIRING:
                OF_A_PAIRING[name](Pairing.objects.get(pk=rows[place].pk), as_of)
            else:
                OF_A_MENTOR[name](Mentor.objects.order_by("pk")[place], as_of)
    except PairingError:
        pass


def check_seats(as_of):
    numbers = programme_numbers(as_of=as_of)
    seats = seat_numbers(numbers, as_of=as_of)
    assert seats.total == seats.taken + seats.requested + seats.recommended + seats.free
    assert seats.taken == numbers.running == Pairing.objects.filter(state__in=HOLDING).count()
    assert min(seats.taken, seats.requested, seats.recommended, seats.free) >= 0
    listed = list(mentors_by_need(as_of=as_of))
    for one in listed:
        reserved = one.requested_seats + one.recommended_seats
        assert one.all_seats == one.held_seats + reserved + one.unreserved_seats
        assert one.all_seats - one.closing_seats == one.open_seats
    assert sum(one.all_seats for one in listed) == seats.total
    assert sum(one.open_seats for one in listed) == numbers.offered


@settings(max_examples=examples(25))
@given(STEPS)
def test_seats_add_up_after_any_steps(steps):
    as_of = NOON
    with transaction.atomic():
        rows = programme()
        for (name, place), days in steps:
            as_of += timedelta(days=days)
            take(rows, name, place, as_of)
            check_seats(as_of)
        check_seats(as_of + RESERVED_FOR)
        transaction.set_rollback(True)


@settings(max_examples=examples(40))
@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 4), st.integers(0, 4))
def test_seats_add_up_where_earlier_versions_left_more_than_there_are(offered, taken, asked, reserved):
    with transaction.atomic():
        guide = mentor("Crowded", capacity=max(offered, taken))
        seats = list(guide.seats.order_by("number"))
        states = ["active"] * taken + ["asked"] * asked + ["proposed"] * reserved
        for place, state in enumerate(states):
            row = proposal(person(f"Somebody {place}"), guide, is_recommended=state == "proposed")
            seat = seats[place] if state == "active" else None
            Pairing.objects.filter(pk=row.pk).update(state=state, seat=seat, closes_on=NOON.date())
        guide.seats.filter(number__gt=offered).update(closed_at=NOON)
        check_seats(NOON)
        found = seat_numbers(programme_numbers(as_of=NOON), as_of=NOON)
        free = max(0, offered - taken)
        requested = min(free, asked)
        recommended = min(free - requested, reserved)
        expected = (taken, requested, recommended, free - requested - recommended)
        assert (found.taken, found.requested, found.recommended, found.free) == expected
        transaction.set_rollback(True)
