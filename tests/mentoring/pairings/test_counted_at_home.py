"""The learner's home counts the proposals that the mentors' page lists, whatever stands between the two."""

from datetime import timedelta

import pytest

from lifow.people.persons.models import Employment
from mentoring.mentors.models import ExcludedPair
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports import mentor_line, shortlist_of
from mentoring.pairings.services import offer_mentoring
from tests.company import NOON, person, unit

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
DAY = timedelta(days=1)


@pytest.fixture
def abena():
    made = person("Abena Osei", manager=person("Marta Kowalczyk"))
    for name in ("Priya Nair", "Kofi Mensah", "Siobhan Kehoe"):
        mentor = person(name, org_unit=unit("Sales"), timezone="Pacific/Auckland")
        offer_mentoring(person=mentor, capacity=2, as_of=NOON)
        Pairing.objects.create(mentee=made, mentor=mentor, proposed_at=NOON)
    return made


def of(name: str) -> Employment:
    return Employment.objects.get(person__given_name=name)


def end(row: Employment, **changes) -> None:
    Employment.objects.filter(pk=row.pk).update(**changes)


def leave(name: str) -> None:
    end(of(name), status="leave", starts_on=NOON.date() - DAY)


def leaves_tomorrow(name: str) -> None:
    end(of(name), ends_on=NOON.date() + DAY)


def begins_tomorrow_there(name: str) -> None:
    end(of(name), starts_on=NOON.date() + DAY)


def excluded(name: str) -> None:
    mentee = Pairing.objects.first().mentee
    ExcludedPair.objects.create(mentee=mentee, mentor=of(name).person)


def above(name: str) -> None:
    end(of("Marta"), manager=of(name).person)


BARS = [leave, leaves_tomorrow, begins_tomorrow_there, excluded, above]


@pytest.mark.parametrize("bar", BARS)
@pytest.mark.parametrize("hours", [0, 11, 12, 13, 36])
def test_what_is_counted_is_what_is_listed(abena, bar, hours):
    as_of = NOON + timedelta(hours=hours)
    bar("Priya")

    listed = shortlist_of(abena, as_of=as_of)

    assert mentor_line(abena, as_of=as_of).proposals == len(listed)
    assert {one.pairing.mentor.given_name for one in listed} >= {"Kofi", "Siobhan"}


def test_nobody_is_proposed_to_whoever_is_on_leave(abena):
    leave("Abena")
    assert mentor_line(abena, as_of=NOON).proposals == len(shortlist_of(abena, as_of=NOON)) == 0
