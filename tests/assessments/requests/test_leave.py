"""Nobody is asked who is on leave, nor about somebody who is, by the day where they are."""

from datetime import date, timedelta

import pytest

from assessments.requests.choices import SkipReason
from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask, on_leave_among, planned_asks
from assessments.requests.services import ask_many, follow_people
from lifow.people.persons.models import Employment, Person
from tests.backing.leave import DAY, SECOND, ZONES, goes_on_leave, midnight
from tests.backing.worlds import world
from tests.company import NOON, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
FIRST, LAST = date(2026, 3, 3), date(2026, 3, 5)


@world
def abena() -> Person:
    return person("Abena Osei", manager=person("Marta Kowalczyk"))


@pytest.fixture
def marta(abena) -> Person:
    return abena.employments.current().get().manager


def ask(who: Person, source: str = "manager", observer: Person | None = None) -> Ask:
    return Ask(who.pk, skill("SQL").pk, source, observer.pk if observer else None)


def skip(asked: Ask, as_of) -> SkipReason | None:
    (planned,) = planned_asks([asked], as_of)
    return planned.skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("away", ["person", "manager"])
def test_nobody_is_asked_from_midnight_to_midnight_where_who_is_on_leave_is(abena, marta, zone, away):
    who = {"person": abena, "manager": marta}[away]
    Person.objects.filter(pk=who.pk).update(timezone=zone)
    goes_on_leave(who, FIRST, LAST)
    begins, ends = midnight(FIRST, zone), midnight(LAST + DAY, zone)
    for moment, is_left_out in (
        (begins - SECOND, False),
        (begins, True),
        (ends - SECOND, True),
        (ends, False),
    ):
        assert (skip(ask(abena), moment) == SkipReason.LEAVE) is is_left_out


def test_who_is_left_out_is_counted_and_named(abena, marta):
    kofi = person("Kofi Mensah", manager=marta)
    goes_on_leave(abena, NOON.date())
    said = ask_many(asks=[ask(abena), ask(kofi), ask(abena, "self")], as_of=NOON)
    assert (said.asked, said.skipped) == (1, {"leave": 2})
    (planned,) = planned_asks([ask(abena)], NOON)
    assert planned.on_leave == abena


def test_an_observer_on_leave_is_not_asked_nor_anybody_about_somebody_on_leave(abena):
    zofia = person("Zofia Kowal")
    goes_on_leave(zofia, NOON.date())
    assert skip(ask(abena, "observed", zofia), NOON) == SkipReason.LEAVE
    goes_on_leave(abena, NOON.date())
    assert skip(ask(abena, "observed"), NOON) == SkipReason.LEAVE


def test_what_waits_goes_on_to_wait_and_says_for_whom(abena, marta):
    ask_many(asks=[ask(abena)], as_of=NOON)
    goes_on_leave(marta, NOON.date() + DAY)
    follow_people(person_ids=[marta.pk, abena.pk], as_of=NOON + DAY)
    waiting = RatingRequest.objects.open().get()
    assert waiting.asked == marta
    assert set(on_leave_among([waiting], NOON)) == set()
    assert set(on_leave_among([waiting], NOON + DAY)) == {marta.pk}
    assert skip(ask(abena), NOON + DAY) == SkipReason.OPEN


def test_a_question_that_goes_on_to_a_manager_on_leave_is_not_lost(abena, marta):
    ask_many(asks=[ask(abena)], as_of=NOON)
    grace = person("Grace Lindqvist")
    goes_on_leave(grace, NOON.date())
    Employment.objects.filter(person=abena).update(manager=grace)
    follow_people(person_ids=[abena.pk], as_of=NOON + timedelta(hours=1))
    assert RatingRequest.objects.open().get().asked == grace
