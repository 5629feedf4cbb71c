"""Somebody goes on leave and comes back: what waits for them waits, and everything goes on after it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.aggregates.tasks import count_again
from content.planning.models import Plan
from content.planning.services import people_with_stale_plans, refresh_plans
from lifow.events.services import deliver_due
from lifow.people.persons.models import Person
from lifow.people.persons.services import save_employment
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    begin_pairing,
    offer_mentoring,
)
from tests.backing.worlds import world
from tests.company import compute, count_up, give, module, observe, person, role, skill, unit
from tests.flows.reading import section, words

pytestmark = pytest.mark.django_db


@world
def ruth() -> Person:
    return person("Ruth Amankwah", org_unit=unit("Larkfield"), is_hr_admin=True)


@world
def abena(ruth: Person) -> Person:
    """Two specialists with a gap and a plan; one of them has a mentor."""
    made = person("Abena Osei", org_unit=unit("Larkfield"), manager=ruth)
    kofi = person("Kofi Mensah", org_unit=unit("Larkfield"), manager=ruth)
    specialist = role("Support specialist", Refund_policy=(3, 1, True), SQL=2)
    module("The refund change", skill("Refund policy"), 1, 3)
    for one in (made, kofi):
        give(one, specialist)
        observe(one, skill("Refund policy"), 1)
    compute(ruth, made, kofi, as_of=timezone.now())
    refresh_plans(person_ids=people_with_stale_plans(timezone.now()), as_of=timezone.now())
    count_up()
    return made


@world
def pairing(abena: Person) -> Pairing:
    now = timezone.now() - timedelta(days=1)
    priya = person("Priya Nair", org_unit=unit("Larkfield"))
    offer_mentoring(person=priya, capacity=1, as_of=now)
    proposal = Pairing.objects.create(mentee=abena, mentor=priya, score=1, proposed_at=now)
    ask_mentor(pairing=proposal, message="", as_of=now)
    accept_pairing(pairing=proposal, as_of=now)
    count_up()
    return begin_pairing(pairing=proposal)


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def hr_says(who: Person, status: str) -> None:
    """HR saves the employment, and workers do what follows."""
    row = who.employments.get()
    row.status = status
    save_employment(employment=row, saved_at=timezone.now())
    while deliver_due(as_of=timezone.now() + timedelta(days=1), limit=100).delivered:
        pass
    count_again()


def test_somebody_goes_on_leave_and_comes_back(ruth: Person, abena: Person, pairing: Pairing) -> None:
    hr, learner, mentor = signed_in(ruth), signed_in(abena), signed_in(pairing.mentor)
    organisation, ask = reverse("portal:organisation"), reverse("portal:ask_ratings")
    about = {"skill": skill("SQL").public_id}
    assert "on leave" not in words(hr.get(organisation))
    assert "Abena Osei" in section_of_table(hr.get(ask, about))

    hr_says(abena, "leave")

    # Nothing is planned, and what was there is there.
    page = learner.get(reverse("portal:home"))
    assert "You are on leave" in words(page)
    assert "The refund change" in section(page, "Your plan from before your leave")
    Plan.objects.update(catalogue=0)
    stale = people_with_stale_plans(timezone.now())
    assert (abena.pk in stale, kofi().pk in stale) == (False, True)

    # Nobody asks about them, and the page says whom it leaves out.
    page = hr.get(ask, about)
    assert "1 is left out because of leave." in words(page)
    assert "Abena Osei is on leave" in section(page, "Not asked during leave")

    # Both of the pairing know that it waits.
    assert "paused since" in words(learner.get(reverse("mentoring:mentoring")))
    page = mentor.get(reverse("mentoring:pairing", args=[pairing.public_id]))
    assert "The pairing is paused while Abena Osei is on leave." in words(page)
    inbox = words(mentor.get(reverse("notifications:inbox")))
    assert "Abena Osei is on leave: your pairing is paused" in inbox

    # HR reads the numbers without them, and with them.
    page = hr.get(organisation)
    assert "Of 4 people, 1 is on leave and not counted." in words(page)
    assert "1 of the 1 people who need it has a critical gap" in section(page, "Where to act first")
    page = hr.get(organisation, {"leave": "counted"})
    assert "Of 4 people, 1 is on leave and counted." in words(page)
    assert "2 of the 2 people who need it have a critical gap" in section(page, "Where to act first")

    hr_says(abena, "active")

    assert "You are on leave" not in words(learner.get(reverse("portal:home")))
    assert "paused since" not in words(learner.get(reverse("mentoring:mentoring")))
    inbox = words(mentor.get(reverse("notifications:inbox")))
    assert "Your pairing with Abena Osei goes on" in inbox
    assert "is paused" not in inbox
    assert "on leave" not in words(hr.get(organisation))
    assert "Abena Osei" in section_of_table(hr.get(ask, about))


def kofi() -> Person:
    return Person.objects.get(given_name="Kofi")


def section_of_table(page) -> str:
    """The words of the table of those who can be asked."""
    return words(page).split("Ratings to ask for", 1)[1].split("Not asked during leave")[0]
