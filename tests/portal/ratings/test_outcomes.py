"""Links to ratings that wait no longer: each leads to a page that says what became of the rating."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.choices import TO_CONFIRM
from assessments.requests.models import RatingRequest
from assessments.requests.notifications import ASKED
from assessments.requests.reports import Ask
from assessments.requests.services import close_due, decline_to_rate, follow_people, withdraw_requests
from tests.backing.asking import ask
from tests.backing.inboxes import told
from tests.company import observe, person
from tests.flows.reading import words
from tests.portal.conftest import lately

GONE = "This rating no longer waits for you"


@pytest.fixture
def link(company):
    """What Marta's message of a request about Abena's SQL links to."""
    ask(about=Ask(company.abena.pk, company.sql.pk, "manager"), as_of=lately(), asked_by=company.ruth)
    return told(company.marta, ASKED)[0].url


@pytest.fixture
def link_to_confirm(company):
    """What Marta's message of Abena's self-rating links to."""
    observe(company.abena, company.sql, 3, source="self", observed_at=lately())
    return told(company.marta, TO_CONFIRM)[0].url


def rate(company, who, **told):
    address = reverse("portal:rate_person", args=[company.abena.public_id, company.sql.public_id])
    return company.browser(who).post(address, {"level": "2", "idempotency_key": "x", **told})


def move(company):
    company.abena.employments.update(manager=person("Deepa Rao"))
    follow_people(person_ids=[company.abena.pk], as_of=timezone.now())


def everything():
    return RatingRequest.objects.all()


CLOSINGS = {
    "You have given the rating of Abena Osei in SQL.": lambda c: rate(c, c.marta),
    "Grace Adeyemi has given the rating of Abena Osei in SQL. There is nothing left to do.": lambda c: rate(
        c, c.grace
    ),
    "You have declined the rating of Abena Osei in SQL: you cannot judge it.": lambda c: decline_to_rate(
        person=c.abena, skill=c.sql, asked=c.marta, reason="cannot_judge", as_of=timezone.now()
    ),
    "Ruth Amankwah has withdrawn the request for the rating of Abena Osei in SQL.": (
        lambda c: withdraw_requests(requests=everything(), as_of=timezone.now(), by=c.ruth)
    ),
    "The time to give the rating of Abena Osei in SQL has ended.": lambda c: close_due(
        as_of=timezone.now() + timedelta(days=20)
    ),
    "Abena Osei no longer reports to you. A rating in SQL is not needed from you.": move,
    "SQL is no longer assessed. No rating is needed.": lambda c: (
        type(c.sql).objects.filter(pk=c.sql.pk).update(retired_at=timezone.now())
    ),
}


@pytest.mark.parametrize("said", CLOSINGS)
def test_a_link_to_a_request_that_is_closed_says_what_happened(company, link, said):
    CLOSINGS[said](company)
    page = company.browser(company.marta).get(link)
    assert page.status_code == 200
    assert GONE in words(page)
    assert said in words(page)


@pytest.mark.parametrize("how", ["answered", "declined", "moved", "retired"])
def test_a_link_to_a_self_rating_that_waits_no_longer_says_what_happened(company, link_to_confirm, how):
    by = {
        "answered": "was answered",
        "declined": "cannot judge",
        "moved": "no longer reports",
        "retired": "SQL is no longer assessed",
    }
    closings = dict(zip(by, [list(CLOSINGS.values())[place] for place in (0, 2, 5, 6)], strict=True))
    closings[how](company)
    page = words(company.browser(company.marta).get(link_to_confirm))
    assert GONE in page
    assert by[how] in page


def test_a_link_to_a_self_rating_that_is_asked_for_meanwhile_leads_to_that_request(company, link_to_confirm):
    ask(about=Ask(company.abena.pk, company.sql.pk, "manager"), as_of=lately())
    sent = company.browser(company.marta).get(link_to_confirm)
    page = company.browser(company.marta).get(sent["Location"])
    assert RatingRequest.objects.get().public_id in sent["Location"]
    assert "Abena Osei: SQL" in words(page)


def test_a_newer_self_rating_waits_in_place_of_the_one_that_is_linked(company, link_to_confirm):
    newer = observe(company.abena, company.sql, 2, source="self", observed_at=timezone.now())
    assert newer.public_id in company.browser(company.marta).get(link_to_confirm)["Location"]


def test_a_rating_sent_after_the_manager_has_changed_is_not_saved_and_says_why(company, link_to_confirm):
    move(company)
    refused = rate(company, company.marta)
    assert refused.status_code == 422
    assert "Abena Osei no longer reports to you." in words(refused)
    assert "What you have sent just now is not saved." in words(refused)
    assert "Rate Abena" not in words(refused)
    address = reverse("portal:decline_rating", args=[company.abena.public_id, company.sql.public_id])
    assert company.browser(company.marta).post(address, {"reason": "cannot_judge"}).status_code == 302


def test_who_was_never_asked_and_never_the_manager_finds_nothing(company, link_to_confirm):
    ask(about=Ask(company.abena.pk, company.sql.pk, "manager"), as_of=lately())
    link = told(company.marta, ASKED)[0].url
    for address in (link, link_to_confirm, f"{reverse('portal:ratings')}?rating=rrq_none"):
        assert company.browser(company.rui).get(address).status_code == 404
    assert rate(company, company.rui).status_code == 404


def test_what_waits_else_is_listed_and_one_may_rate_all_the_same(company, link):
    ask(about=Ask(company.kofi.pk, company.sql.pk, "manager"), as_of=lately())
    CLOSINGS["The time to give the rating of Abena Osei in SQL has ended."](company)
    ask(about=Ask(company.kofi.pk, company.refunds.pk, "manager"), as_of=timezone.now())
    page = company.browser(company.marta).get(link)
    assert "Rate Abena : SQL" in words(page)
    assert "Kofi Mensah: Refund policy" in words(page)


@pytest.mark.parametrize("method", ["get", "post"])
def test_rating_oneself_in_a_skill_that_was_retired_meanwhile_says_so(company, method):
    type(company.sql).objects.filter(pk=company.sql.pk).update(retired_at=timezone.now())
    browser, address = company.browser(company.abena), reverse("portal:rate", args=[company.sql.public_id])
    sent = getattr(browser, method)(address, {"level": "2", "idempotency_key": "x"})
    assert sent["Location"] == reverse("portal:skill", args=[company.sql.public_id])
    page = browser.get(sent["Location"]).content.decode()
    assert "SQL is no longer assessed. No rating is needed." in page
    assert not company.abena.evidence.filter(skill=company.sql).exists()


def test_of_oneself_it_says_so(company):
    ask(about=Ask(company.abena.pk, company.sql.pk, "self"), as_of=lately(), asked_by=company.ruth)
    link = told(company.abena, ASKED)[0].url
    withdraw_requests(requests=everything(), as_of=timezone.now(), by=company.ruth)
    page = words(company.browser(company.abena).get(link))
    assert "Ruth Amankwah has withdrawn the request for your self-rating in SQL." in page
    assert "Rate yourself : SQL" in page


def test_a_reason_that_another_version_has_stored_is_left_out(company, link):
    withdraw_requests(requests=everything(), as_of=timezone.now())
    everything().update(closing_reason="of_tomorrow")
    page = words(company.browser(company.marta).get(link))
    assert "The request for the rating of Abena Osei in SQL was withdrawn." in page
