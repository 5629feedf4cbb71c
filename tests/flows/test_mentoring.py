"""A learner finds a mentor, shows real work, is commented on, and sees it in the gap report."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.marks.models import StaleMark
from lifow.people.persons.models import Person
from mentoring.matching.tasks import propose_pairings
from mentoring.pairings.services import offer_mentoring
from mentoring.pairings.tasks import close_pairings
from tests.backing.worlds import world
from tests.company import compute, give, observe, person, role, skill
from tests.flows.reading import section, words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def now() -> datetime:
    return timezone.now() - timedelta(minutes=5)


@world
def abena(now: datetime) -> Person:
    """A support specialist whom tests and her manager have seen at level 1 of 3 in refunds."""
    found = person("Abena Osei")
    give(found, role("Support specialist II", Refund_policy=(3, 1, True)))
    for days in range(4):
        observe(found, skill(), 1, observed_at=now - timedelta(days=days))
    compute(found, as_of=now)
    return found


@world
def priya(now: datetime) -> Person:
    """Proven at level 5 in refunds by others, and with one seat to offer."""
    found = person("Priya Nair")
    for days in range(5):
        observe(found, skill(), 5, observed_at=now - timedelta(days=days))
    compute(found, as_of=now)
    offer_mentoring(person=found, capacity=1, about="Bring me the refund.", as_of=now)
    return found


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def posted(client: Client, response: object, label: str, **fields: str) -> object:
    """What follows from sending the form of a page that has a button of this name."""
    form = next(
        form
        for form in re.findall(r"<form\b.*?</form>", response.content.decode(), re.DOTALL)
        if re.search(rf"<button\b[^>]*>\s*{label}", form)
    )
    return client.post(re.search(r'action="([^"]+)"', form)[1], fields, follow=True)


def linked(client: Client, response: object, label: str) -> object:
    """The page behind a link of this name."""
    return client.get(re.search(rf'<a\b[^>]*href="([^"]+)"[^>]*>\s*{label}', response.content.decode())[1])


def test_a_mentors_word_on_real_work_is_seen_in_the_gap_report(abena: Person, priya: Person) -> None:
    learner, mentor = signed_in(abena), signed_in(priya)
    propose_pairings()

    # Recommend: the learner is shown who covers her gap, and asks.
    page = learner.get(reverse("mentoring:mentoring"))
    assert "Recommended for you Priya Nair 100% of the gap covered" in words(page)
    page = posted(learner, page, "Ask Priya", message="A customer wants a refund after 60 days.")
    assert "Waiting for an answer You asked Priya Nair" in words(page)

    # The mentor reads the request and accepts it; the one seat is taken.
    page = mentor.get(reverse("mentoring:mentoring"), {"as": "mentor"})
    assert "A customer wants a refund after 60 days." in section(page, "Requests")
    page = posted(mentor, page, "Accept")
    assert "Abena 1 · Needed 3" in section(page, "Skills to work on")
    assert "1 of 1 seat taken" in words(mentor.get(reverse("mentoring:mentoring"), {"as": "mentor"}))

    # The learner shows a piece of real work.
    page = linked(learner, learner.get(reverse("mentoring:mentoring")), "Hand in a task")
    page = learner.post(
        page.request["PATH_INFO"],
        {"skill": skill().public_id, "title": "Refund after 60 days", "body": "Dear customer, …"},
        follow=True,
    )
    assert "Priya Nair has not given feedback yet" in words(page)

    before = section(learner.get(reverse("portal:skill", args=[skill().public_id])), "Level")

    # It is on top of the mentor's list; the feedback is a level with words.
    page = mentor.get(reverse("mentoring:mentoring"), {"as": "mentor"})
    assert "Refund after 60 days Abena Osei" in section(page, "Tasks waiting for feedback")
    page = linked(mentor, page, "Give feedback")
    page = posted(mentor, page, "Give feedback", level="4", text="The rule and a way out: well done.")
    assert "No tasks waiting" in section(page, "Tasks waiting for feedback")

    # Prove: it is evidence, and the gap is computed anew from it at once.
    assert not StaleMark.objects.filter(person=abena).exists()
    page = learner.get(reverse("portal:skill", args=[skill().public_id]))
    assert "Mentor, Priya Nair 4" in section(page, "Evidence")
    assert "The rule and a way out: well done." in section(page, "Evidence")
    assert section(page, "Level") != before


def test_a_mentor_who_leaves_frees_the_learner_to_find_another(
    abena: Person, priya: Person, now: datetime
) -> None:
    learner, mentor = signed_in(abena), signed_in(priya)
    propose_pairings()
    posted(learner, learner.get(reverse("mentoring:mentoring")), "Ask Priya", message="")
    posted(mentor, mentor.get(reverse("mentoring:mentoring"), {"as": "mentor"}), "Accept")

    priya.employments.update(status="terminated")
    close_pairings()
    propose_pairings()
    page = learner.get(reverse("mentoring:mentoring"))
    assert "Priya Nair Ended: one of the two left" in section(page, "Past pairings")
    assert "No mentor to propose yet" in words(page)

    zofia = person("Zofia Kowal")
    for days in range(5):
        observe(zofia, skill(), 5, observed_at=now - timedelta(days=days))
    compute(zofia, as_of=now)
    offer_mentoring(person=zofia, capacity=1, as_of=now)
    propose_pairings()
    assert "Recommended for you Zofia Kowal" in words(learner.get(reverse("mentoring:mentoring")))
