"""A reserved seat is free for nobody else, whichever way somebody comes to it."""

from datetime import timedelta
from functools import partial

import pytest

from mentoring.choices import RESERVED_FOR
from mentoring.matching import services as matching
from mentoring.matching.services import propose_pairings
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports import has_a_seat, shortlist_of
from mentoring.pairings.services import (
    NoFreeSeatError,
    accept_pairing,
    ask_mentor,
    close_pairings,
    decline_pairing,
    offer_mentoring,
    release_seat,
    withdraw_request,
)
from tests.company import NOON, person
from tests.concurrency import at_once
from tests.mentoring.programme import (
    asked,
    learner_with_a_gap,
    meanwhile,
    mentor,
    proposal,
    proven_mentor,
    running,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
A_DAY = timedelta(days=1)


def reserved(name, guide, **fields):
    """A proposal that matching recommends, with a seat reserved since noon."""
    return proposal(person(name), guide, is_recommended=True, **fields)


def ask(row, as_of=NOON):
    return ask_mentor(pairing=row, message="", as_of=as_of)


def reserved_seats(guide, as_of=NOON):
    row = Mentor.objects.with_reserved_seats(as_of).get(pk=guide.pk)
    return row.requested_seats, row.recommended_seats, row.unreserved_seats


def test_a_seat_that_is_reserved_for_a_learner_cannot_be_asked_for_by_another():
    guide = mentor(capacity=1)
    own, other = reserved("Owns", guide), proposal(person("Other"), guide)
    with pytest.raises(NoFreeSeatError):
        ask(other)
    assert not has_a_seat(other, as_of=NOON)
    assert ask(own).state == "asked"


def test_the_list_of_a_learner_says_that_a_seat_is_reserved_for_somebody_else():
    guide = mentor(capacity=1)
    own, other = reserved("Owns", guide), proposal(person("Other"), guide)
    [mine], [theirs] = (shortlist_of(row.mentee, as_of=NOON) for row in (own, other))
    assert (mine.has_a_free_seat, theirs.has_a_free_seat) == (True, False)


def test_a_seat_beside_a_reserved_one_can_be_asked_for():
    guide = mentor(capacity=2)
    own = reserved("Owns", guide)
    other = ask(proposal(person("Other"), guide))
    with pytest.raises(NoFreeSeatError):
        ask(proposal(person("Third"), guide))
    accept_pairing(pairing=other, as_of=NOON)
    assert accept_pairing(pairing=ask(own), as_of=NOON).state == "accepted"


def test_a_seat_is_kept_for_a_request_until_it_is_answered():
    guide = mentor(capacity=1)
    first, second = asked(person("First"), guide), proposal(person("Second"), guide)
    with pytest.raises(NoFreeSeatError):
        ask(second)
    decline_pairing(pairing=first, as_of=NOON)
    assert ask(second).state == "asked"
    close_pairings(as_of=NOON + 7 * A_DAY)
    assert reserved_seats(guide) == (0, 0, 1)


def test_a_seat_that_nobody_asked_for_is_free_after_two_weeks():
    guide = mentor(capacity=1)
    reserved("Owns", guide)
    other = proposal(person("Other"), guide)
    with pytest.raises(NoFreeSeatError):
        ask(other, NOON + RESERVED_FOR - A_DAY)
    assert ask(other, NOON + RESERVED_FOR).state == "asked"


def test_who_asks_another_mentor_leaves_the_reserved_seat_to_others():
    first, second = mentor("First", capacity=1), mentor("Second", capacity=1)
    own = reserved("Owns", first)
    elsewhere = ask(proposal(own.mentee, second))
    assert reserved_seats(first) == (0, 0, 1)
    withdraw_request(pairing=elsewhere, as_of=NOON)
    assert ask(proposal(person("Other"), first)).state == "asked"


def test_a_withdrawn_request_leaves_the_seat_reserved_for_its_two_weeks():
    guide = mentor(capacity=1)
    withdraw_request(pairing=ask(reserved("Owns", guide)), as_of=NOON + A_DAY)
    assert reserved_seats(guide, NOON + A_DAY) == (0, 1, 0)
    assert reserved_seats(guide, NOON + RESERVED_FOR) == (0, 0, 1)


def test_an_offer_of_fewer_seats_takes_the_latest_reservations_and_no_request():
    guide = mentor(capacity=3)
    early = reserved("Early", guide, recommended_at=NOON - A_DAY)
    late = reserved("Late", guide)
    asked(person("Asks"), guide)
    offer_mentoring(person=guide.person, capacity=2, as_of=NOON)
    early.refresh_from_db(), late.refresh_from_db()
    assert (early.is_recommended, late.is_recommended) == (True, False)
    offer_mentoring(person=guide.person, capacity=1, as_of=NOON)
    assert reserved_seats(guide) == (1, 0, 0)


def test_hr_releases_a_reserved_seat_and_the_proposal_stays():
    guide = mentor(capacity=1)
    own, other = reserved("Owns", guide), proposal(person("Other"), guide)
    for _twice in range(2):
        row = release_seat(pairing=own, as_of=NOON)
        assert (row.state, row.is_recommended, row.recommended_at) == ("proposed", False, None)
    assert ask(other).state == "asked"


def test_hr_releases_no_seat_that_was_asked_for_meanwhile():
    guide = mentor(capacity=1)
    row = ask(reserved("Owns", guide))
    assert release_seat(pairing=row, as_of=NOON).state == "asked"
    assert reserved_seats(guide) == (1, 0, 0)


def test_matching_leaves_a_seat_to_a_request_that_was_made_while_it_computed(monkeypatch):
    guide = proven_mentor(capacity=1)
    first = proposal(person("Asks first"), guide)
    learner_with_a_gap("Waits")

    def matched(*args):
        found = compute(*args)
        ask(first)
        return found

    compute = matching._matched
    monkeypatch.setattr(matching, "_matched", matched)
    propose_pairings(as_of=NOON)
    waits = Pairing.objects.get(mentee__given_name="Waits")
    assert not waits.is_recommended
    assert reserved_seats(guide) == (1, 0, 0)


def test_matching_reserves_no_seat_for_who_asked_somebody_else_while_it_computed(monkeypatch):
    proven_mentor()
    abena = learner_with_a_gap()
    elsewhere = proposal(abena, mentor("Elsewhere"))

    def matched(*args):
        found = compute(*args)
        ask(elsewhere)
        return found

    compute = matching._matched
    monkeypatch.setattr(matching, "_matched", matched)
    propose_pairings(as_of=NOON)
    assert not Pairing.objects.filter(mentee=abena, is_recommended=True).exists()


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_ask_for_one_seat_at_once_one_has_it():
    guide = mentor(capacity=1)
    rows = [proposal(person(f"Learner {place}"), guide) for place in range(10)]
    outcomes = at_once([partial(ask, row) for row in rows])
    assert sorted(type(one).__name__ for one in outcomes) == ["NoFreeSeatError"] * 9 + ["Pairing"]


@pytest.mark.django_db(transaction=True)
def test_matching_beside_requests_never_reserves_more_seats_than_there_are():
    guide = proven_mentor(capacity=3)
    for place in range(4):
        learner_with_a_gap(f"Learner {place}")
    propose_pairings(as_of=NOON)
    later = NOON + RESERVED_FOR
    outside = [proposal(person(f"Outside {place}"), guide) for place in range(3)]
    at_once([*(partial(ask, row, later) for row in outside), *[partial(propose_pairings, as_of=later)] * 3])
    rows = Pairing.objects.filter(mentor=guide.person)
    assert rows.filter(state="asked").count() + rows.with_a_reserved_seat(later).count() <= 3


@pytest.mark.django_db(transaction=True)
def test_an_offer_lowered_beside_requests_leaves_no_proposal_with_a_seat_that_is_gone():
    guide = mentor(capacity=3)
    running(person("Runs"), guide)
    own = [reserved(f"Owns {place}", guide) for place in range(2)]
    lower = partial(offer_mentoring, person=guide.person, capacity=2, as_of=NOON)
    other = meanwhile(partial(ask, own[0]))
    lower()
    other.join()
    assert sum(reserved_seats(guide)) == 1
    assert Pairing.objects.filter(state="asked").count() + Pairing.objects.recommended().count() == 1
