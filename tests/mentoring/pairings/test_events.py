"""Who mentors whom reaches others as events, each time once."""

import pytest

from content.kinds.checklist.models import StandingPair
from lifow.events.models import Event
from lifow.events.registry import subscription_named
from lifow.events.types import from_payload
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    complete_pairing,
    decline_pairing,
    offer_mentoring,
)
from tests.backing.worlds import world
from tests.company import NOON, person

pytestmark = pytest.mark.django_db


@world
def asked() -> Pairing:
    mentor = person("Priya Nair")
    offer_mentoring(person=mentor, capacity=1, as_of=NOON)
    pairing = Pairing.objects.create(mentee=person(), mentor=mentor, proposed_at=NOON)
    return ask_mentor(pairing=pairing, message="Would you?", as_of=NOON)


def told() -> list[str]:
    return list(
        Event.objects.filter(type__startswith="pairing.").order_by("pk").values_list("type", flat=True)
    )


def deliver() -> None:
    """Each subscription of content hears of each event, twice."""
    names = {"pairing.began": "content.note_mentor", "pairing.ended": "content.forget_mentor"}
    for _twice in range(2):
        for row in Event.objects.filter(type__in=names).order_by("pk"):
            event = from_payload(row.type, row.payload)
            subscription_named(names[row.type]).handler(event, occurred_at=row.occurred_at)


def test_a_pairing_is_told_when_it_begins_and_when_it_ends(asked):
    for _twice in range(2):
        accept_pairing(pairing=asked, as_of=NOON)
    assert told() == ["pairing.began"]
    deliver()
    assert StandingPair.objects.standing().get().mentor == asked.mentor
    for _twice in range(2):
        complete_pairing(pairing=asked, as_of=NOON)
    assert told() == ["pairing.began", "pairing.ended"]
    deliver()
    assert not StandingPair.objects.standing().exists()


def test_a_request_that_is_declined_was_no_pairing(asked):
    decline_pairing(pairing=asked, as_of=NOON)
    assert told() == []


def test_pairings_that_close_by_themselves_are_told_too(asked):
    accept_pairing(pairing=asked, as_of=NOON)
    asked.mentor.employments.update(status="terminated", ends_on=NOON.date())
    from mentoring.pairings.services import close_pairings

    close_pairings(as_of=NOON.replace(month=12))
    assert told() == ["pairing.began", "pairing.ended"]
    assert Mentor.objects.exists()
