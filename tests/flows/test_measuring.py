"""What nobody knew is settled in four questions: gap, plan and why follow; the manager sees the level."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.gaps.reports import standing_of
from assessments.testing.sittings.models import Sitting
from content.planning.services import refresh_plans
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import compute, give, module, person, role, skill
from tests.flows.reading import section, words
from tests.item_bank import items

pytestmark = pytest.mark.django_db
CHOICE = re.compile(r'name="key" value="(\d+)"[^>]*>\s*<span>([^<]+)</span>')


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def abena(marta: Person) -> Person:
    """A specialist of whose SQL nobody knows anything; there are questions about it, and two modules."""
    made = person("Abena Osei", manager=marta)
    give(made, role("Support specialist II", SQL=3))
    items(skill("SQL"), each=4, levels=(1, 2, 3, 4))
    module("Five safe queries", skill("SQL"), 0, 2, minutes=8)
    module("Joins by example", skill("SQL"), 2, 3, minutes=6)
    now = timezone.now()
    compute(made, as_of=now)
    refresh_plans(person_ids=[made.pk], as_of=now)
    return made


@pytest.fixture
def browser(abena: Person) -> Client:
    return signed_in(abena)


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def begin(browser: Client) -> Any:
    """From home, where it is what to do now: the first question."""
    home = browser.get(reverse("portal:home"))
    assert "3 min · SQL needs assessment" in section(home, "4 questions on SQL")
    return browser.post(reverse("portal:quick_check"), {"skill": skill("SQL").public_id}, follow=True)


def answer(browser: Client, page: Any, *, right: bool) -> Any:
    """Choose by what the options say, and go on to what follows."""
    options = CHOICE.findall(page.content.decode())
    key = next(key for key, text in options if (text == "This one") is right)
    return browser.post(page.request["PATH_INFO"], {"key": key, "confidence": "think_so"}, follow=True)


def settle(browser: Client, *, right: bool) -> Any:
    """Answer until the page asks no more; the result."""
    page, asked = begin(browser), 0
    while CHOICE.search(page.content.decode()):
        asked += 1
        assert f"Question {asked} of at most 4" in words(page)
        page = answer(browser, page, right=right)
    assert 1 < asked <= 4
    return page


def test_who_misses_the_level_sees_the_gap_and_what_closes_it_at_once(browser, abena):
    result = settle(browser, right=False)
    told = section(result, "SQL")
    assert "Below the needed level" in told
    assert re.search(r"\d answers count\. It is decided\.|would turn it|hardly make", told)
    assert "Joins by example" in told
    assert "Question 1: not right" in section(result, "Your answers")
    home = browser.get(reverse("portal:home"))
    assert "closes SQL 2 → 3" in section(home, "Joins by example")
    assert "why these steps 6 min of your 30 min a week" in section(home, "This week")
    assert "SQL You 2 · Needed 3" in section(home, "Gaps")
    assert "needs assessment" not in words(home).lower()


def test_who_has_the_level_has_nothing_left_to_do(browser, abena):
    result = settle(browser, right=True)
    assert "Meets the needed level" in section(result, "SQL")
    assert standing_of(abena, skill("SQL")).is_met
    home = words(browser.get(reverse("portal:home")))
    assert "No gaps for your role" in home
    assert "Joins by example" not in home


def test_the_manager_sees_the_level_and_not_the_score(browser, abena, marta):
    settle(browser, right=False)
    manager = signed_in(marta)
    about = manager.get(reverse("portal:person", args=[abena.public_id]))
    assert "SQL" in words(about)
    seen = manager.get(reverse("portal:sitting_result", args=[Sitting.objects.get().public_id]))
    assert "Below the needed level" in section(seen, "SQL")
    for said in map(words, (about, seen)):
        assert not re.search(r"points|answers? counts?|Your answers|not right|This one", said)
    evidence = Evidence.objects.get(person=abena)
    assert (evidence.source, evidence.skill) == ("test", skill("SQL"))
    assert evidence.standard_error > 0
    team = words(manager.get(reverse("portal:team")))
    assert "Abena" in team
