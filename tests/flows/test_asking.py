"""HR sees whom nobody has assessed and asks; the manager answers in one sitting; HR sees who has answered."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.gaps.reports import standing_of
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import ASKED
from lifow.people.persons.models import Person
from tests.backing.inboxes import is_settled, titles
from tests.backing.worlds import world
from tests.company import compute, count_up, give, person, role, skill, unit
from tests.flows.reading import section, words

pytestmark = pytest.mark.django_db


@world
def ruth() -> Person:
    return person("Ruth Amankwah", org_unit=unit("Larkfield"), is_hr_admin=True)


@world
def marta(ruth: Person) -> Person:
    return person("Marta Kowalczyk", org_unit=unit("Billing support", parent=unit("Larkfield")))


@world
def team(marta: Person) -> list[Person]:
    """Thirteen specialists of whom nobody knows how good they are at SQL."""
    specialist = role("Support specialist", SQL=(2, 1, True))
    made = [
        person(f"Colleague{number} Osei", manager=marta, org_unit=unit("Billing support"))
        for number in range(13)
    ]
    for one in made:
        give(one, specialist)
    compute(*made, as_of=timezone.now())
    count_up()
    return made


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def follow(browser: Client, page, words_of_link: str):
    """The page behind a link."""
    html = page.content.decode()
    links = re.findall(r'<a[^>]+href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    target = next(url for url, label in links if words_of_link in re.sub(r"<[^>]+>", "", label))
    return browser.get(urljoin(page.request["PATH_INFO"], unescape(target)), follow=True)


def hidden(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())[1]


def ask_the_managers(ruth: Person):
    """As HR does it: from the overview to the skill, the managers instead of the people, and Ask."""
    browser = signed_in(ruth)
    overview = browser.get(reverse("portal:organisation"))
    assert "13 of the 13 people who need it are not assessed yet" in section(overview, "Where to act first")
    page = follow(browser, overview, "Ask for ratings")
    page = follow(browser, page, "Their manager")
    about = re.findall(r'name="about" value="([^"]+)" checked', page.content.decode())
    assert len(about) == 13
    sent = {"about": about, "idempotency_key": hidden(page, "idempotency_key")}
    return browser, browser.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], sent, follow=True
    )


def answer(browser: Client, page, level: int):
    """Fill in the form that is shown, as it is; the page that follows."""
    target = re.search(r'<form[^>]+method="post"[^>]+action="([^"]+/rate/)"', page.content.decode())[1]
    sent = {"level": str(level), "idempotency_key": hidden(page, "idempotency_key"), "next": "ratings"}
    return browser.post(target, sent, follow=True)


def test_thirteen_questions_are_one_message_and_one_sitting(ruth, marta, team):
    hr, batch = ask_the_managers(ruth)
    assert "Ratings asked in SQL 0 of 13 answered" in words(batch)
    assert titles(marta, ASKED) == ["Ruth Amankwah asks you for 13 ratings"]
    assert len(mail.outbox) <= 1
    browser = signed_in(marta)
    assert "13 ratings to give" in words(browser.get(reverse("portal:team")))
    page = browser.get(reverse("portal:ratings"))
    for _question in range(7):
        page = answer(browser, page, 1)
    address = reverse("portal:asked_batch", args=[RequestBatch.objects.get().public_id])
    assert "7 of 13 answered" in words(hr.get(address))
    for _question in range(5):
        page = answer(browser, page, 3)
    assert "Other ratings to give" not in words(page)
    declining = re.search(r'action="([^"]+/decline/)"', page.content.decode())[1]
    page = browser.post(declining, {"reason": "cannot_judge"}, follow=True)
    assert "No ratings to give" in words(page)
    assert is_settled(marta, ASKED)
    assert "12 of 13 answered · 1 declined" in words(hr.get(address))
    assert "Declined: Cannot judge" in words(hr.get(address))


def test_an_answer_is_evidence_and_changes_the_report_at_once(ruth, marta, team):
    ask_the_managers(ruth)
    browser = signed_in(marta)
    answer(browser, browser.get(reverse("portal:ratings")), 1)
    answered = RatingRequest.objects.get(state="answered")
    assert (answered.evidence.source, answered.evidence.rater) == ("manager", marta)
    assert standing_of(answered.person, skill("SQL")).is_known


def test_asking_again_asks_nobody_twice(ruth, marta, team):
    hr, _batch = ask_the_managers(ruth)
    address = f"{reverse('portal:ask_ratings')}?skill={skill('SQL').public_id}&source=manager"
    page = hr.get(address)
    assert "Everybody here is asked already, has rated lately, or is on leave." in words(page)
    assert section(page, "Not asked again").count("Marta Kowalczyk is asked") == 13


def test_the_learner_reads_for_whom_it_waits_and_hr_takes_the_rest_back(ruth, marta, team):
    hr, _batch = ask_the_managers(ruth)
    learner = signed_in(team[0])
    assert "Waiting for Marta since today." in words(learner.get(reverse("portal:skills")))
    batch = RequestBatch.objects.get()
    page = hr.post(reverse("portal:withdraw_ratings", args=[batch.public_id]), follow=True)
    assert "0 of 0 answered · 13 withdrawn" in words(page)
    assert "Waiting for Marta" not in words(learner.get(reverse("portal:skills")))
    assert "No ratings to give" in words(signed_in(marta).get(reverse("portal:ratings")))
