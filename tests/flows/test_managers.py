"""What a person says of themselves, and what becomes of it when the manager has seen the work."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.gaps.reports import gaps_of, standing_of
from assessments.requests.reports import waiting_ratings
from lifow.people.persons.models import Employment, Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill, unit
from tests.flows.reading import section, words

pytestmark = pytest.mark.django_db
NOTE = "I answered ticket 4411 without asking anybody."


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def abena(marta: Person) -> Person:
    """A specialist who needs two skills, tested in one of them."""
    made = person("Abena Osei", manager=marta)
    give(made, role("Support specialist II", Refund_policy=(3, 2, True), Empathy=3))
    observe(made, skill("Empathy"), 4)
    compute(made, marta, as_of=timezone.now())
    return made


def rate(rater: Person, address: str, level: int, note: str = "", **more: str) -> str:
    """Fill in and send a rating form as it is on a page; the page that follows."""
    browser = signed_in(rater)
    page = browser.get(address)
    once = re.search(r'name="idempotency_key" value="([^"]+)"', page.content.decode()).group(1)
    target = re.search(r'<form[^>]+method="post"[^>]+action="([^"]+/rate/)"', page.content.decode())
    sent = {"level": str(level), "note": note, "idempotency_key": once, **more}
    return words(browser.post(target.group(1) if target else address, sent, follow=True))


def rate_oneself(who: Person, what: str, level: int, note: str = "") -> str:
    return rate(who, reverse("portal:rate", args=[skill(what).public_id]), level, note)


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_rating_oneself_is_evidence_but_hardly_proof(abena):
    rate_oneself(abena, "Refund policy", 3, NOTE)
    standing = standing_of(abena, skill("Refund policy"))
    assert standing.is_known
    assert standing.is_unsure
    evidence = Evidence.objects.for_person(abena).get(source="self")
    assert (evidence.rater, evidence.origin["text"]) == (abena, NOTE)


def test_the_rating_waits_for_the_manager_with_what_the_person_said(abena, marta):
    rate_oneself(abena, "Refund policy", 3, NOTE)
    (waiting,) = waiting_ratings(marta)
    assert (waiting.person, waiting.own_level) == (abena, None)
    browser = signed_in(marta)
    assert "Review 1 rating" in words(browser.get(reverse("portal:team")))
    page = words(browser.get(reverse("portal:ratings")))
    assert "Abena Osei: Refund policy" in page
    assert NOTE in page


def test_of_two_ratings_the_later_one_waits_whichever_was_recorded_first(abena, marta):
    rated = {"source": "self", "recorded_at": NOON}
    june = observe(abena, skill("Refund policy"), 4, observed_at=NOON, **rated)
    observe(abena, skill("Refund policy"), 2, observed_at=NOON - timedelta(days=30), **rated)
    assert [one.self_rating for one in waiting_ratings(marta)] == [june]


def test_a_confirmed_rating_changes_the_report_and_waits_no_longer(abena, marta):
    rate_oneself(abena, "Refund policy", 3)
    before = gaps_of(abena)
    page = rate(marta, reverse("portal:ratings"), 4, next="ratings")
    assert "No ratings to give" in page
    after = gaps_of(abena)
    assert after.as_of > before.as_of
    was, now = (
        next(row for row in gaps.required if row.skill == skill("Refund policy")) for gaps in (before, after)
    )
    assert now.p_meets > was.p_meets
    assert now.spread < was.spread


def test_a_corrected_rating_weighs_more_than_the_own_word(abena, marta):
    rate_oneself(abena, "Refund policy", 4)
    claimed = standing_of(abena, skill("Refund policy")).level
    rate(
        marta, reverse("portal:ratings"), 1, "The last three refunds went to the wrong card.", next="ratings"
    )
    level = standing_of(abena, skill("Refund policy")).level
    assert level < claimed
    assert abs(level - 1) < abs(level - 4)
    page = signed_in(abena).get(reverse("portal:skill", args=[skill("Refund policy").public_id]))
    assert "Manager, Marta Kowalczyk" in section(page, "Evidence")


def test_a_newer_word_of_the_person_waits_again(abena, marta):
    rate_oneself(abena, "Refund policy", 2)
    rate(marta, reverse("portal:ratings"), 2, next="ratings")
    assert not waiting_ratings(marta)
    rate_oneself(abena, "Refund policy", 4)
    (waiting,) = waiting_ratings(marta)
    assert (waiting.self_rating.level, waiting.own_level) == (4, 2)
    assert "You said 2 before" in words(signed_in(marta).get(reverse("portal:ratings")))


def test_a_manager_above_sees_the_person_but_is_not_asked(abena, marta):
    head = person("Farida Rahmani")
    marta.employments.update(manager=head)
    rate_oneself(abena, "Refund policy", 3)
    assert not waiting_ratings(head)
    assert "Abena Osei" in words(signed_in(head).get(reverse("portal:person", args=[abena.public_id])))


def test_who_leaves_is_in_no_team_and_waits_for_nobody(abena, marta):
    rate_oneself(abena, "Refund policy", 3)
    turn(abena, marta, timezone.localdate(), "terminated")
    assert not waiting_ratings(marta)
    browser = signed_in(marta)
    assert "Abena Osei" not in words(browser.get(reverse("portal:ratings")))
    assert browser.get(reverse("portal:team")).status_code == 403
    turn(abena, marta, timezone.localdate() + timedelta(days=40), "active")
    assert "Abena Osei" in words(browser.get(reverse("portal:team")))


def turn(who: Person, manager: Person, on: date, status: str) -> None:
    """As a roster has it: the row that was open ends, and the next, without an end, says what is now."""
    who.employments.filter(ends_on__isnull=True).update(ends_on=on - timedelta(days=1))
    Employment.objects.create(person=who, manager=manager, org_unit=unit(), starts_on=on, status=status)


def test_sending_the_same_form_twice_is_one_rating(abena, marta):
    browser = signed_in(abena)
    address = reverse("portal:rate", args=[skill("Refund policy").public_id])
    once = re.search(r'name="idempotency_key" value="([^"]+)"', browser.get(address).content.decode()).group(
        1
    )
    for _click in range(2):
        browser.post(address, {"level": "3", "note": "", "idempotency_key": once})
    assert Evidence.objects.for_person(abena).filter(source="self").count() == 1
