import pytest

from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import OfferError, offer_mentoring, stop_mentoring
from tests.company import NOON, person
from tests.mentoring.programme import asked, mentor, proposal, running

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def open_seats(guide):
    return list(guide.seats.open().order_by("number").values_list("number", flat=True))


def test_an_offer_opens_as_many_seats_as_it_says():
    guide = mentor(capacity=3, about="SQL")
    assert (open_seats(guide), guide.is_willing, guide.about) == ([1, 2, 3], True, "SQL")


def test_offering_twice_is_offering_once():
    guide = mentor(capacity=2)
    offer_mentoring(person=guide.person, capacity=2, as_of=NOON)
    assert (Mentor.objects.count(), guide.seats.count()) == (1, 2)


def test_less_capacity_closes_the_highest_seats_and_more_opens_them_again():
    guide = mentor(capacity=3)
    offer_mentoring(person=guide.person, capacity=1, as_of=NOON)
    assert open_seats(guide) == [1]
    offer_mentoring(person=guide.person, capacity=4, as_of=NOON)
    assert open_seats(guide) == [1, 2, 3, 4]
    assert guide.seats.count() == 4


@pytest.mark.parametrize("capacity", [-1, 11])
def test_an_offer_out_of_bounds_is_refused(capacity):
    with pytest.raises(OfferError, match="0 to 10"):
        offer_mentoring(person=person(), capacity=capacity, as_of=NOON)
    assert not Mentor.objects.exists()


def test_a_learner_keeps_the_seat_that_a_lower_capacity_closes():
    guide = mentor(capacity=2)
    rows = [running(person("First"), guide), running(person("Second"), guide)]
    offer_mentoring(person=guide.person, capacity=1, as_of=NOON)
    assert set(Pairing.objects.holding_a_seat()) == set(rows)


def test_stopping_takes_proposals_away_lets_requests_run_out_and_keeps_what_runs():
    guide = mentor(capacity=2)
    runs = running(person("Runs"), guide)
    request = asked(person("Asks"), guide)
    proposed = proposal(person("Is proposed"), guide)
    stop_mentoring(mentor=guide, as_of=NOON)
    stop_mentoring(mentor=guide, as_of=NOON)
    states = dict(Pairing.objects.values_list("pk", "state"))
    assert states == {runs.pk: "active", request.pk: "expired", proposed.pk: "expired"}
    guide.refresh_from_db()
    assert not guide.is_willing
    assert open_seats(guide) == []
