"""Who may open each page, and by which methods; what the page shows is tested beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.pairings.models import Pairing
from tests.company import NOON

PAGES = {
    "home": (),
    "start": (),
    "skills": (),
    "skill": ("refunds",),
    "rate": ("refunds",),
    "person": ("abena",),
    "person_skill": ("abena", "refunds"),
    "rate_person": ("abena", "refunds"),
    "team": (),
    "ratings": (),
    "organisation": (),
    "organisation_map": (),
    "organisation_skill": ("refunds",),
    "missing_content": (),
    "search": (),
}
FOR_HR = ["organisation", "organisation_map", "organisation_skill", "missing_content"]
ABOUT_ABENA = ["person", "person_skill"]


def address(company, name: str) -> str:
    return reverse(f"portal:{name}", args=[getattr(company, part).public_id for part in PAGES[name]])


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_asked_to_sign_in_and_comes_back(company, name):
    page = address(company, name)
    response = Client().get(page)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={page}"


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("rate", "rate_person")])
def test_a_page_that_reads_refuses_to_be_written(company, name):
    assert company.browser(company.ruth).post(address(company, name)).status_code == 405


def test_a_page_that_writes_refuses_to_be_read_or_deleted(company):
    browser = company.browser(company.marta)
    assert browser.get(address(company, "rate_person")).status_code == 405
    assert browser.delete(address(company, "rate")).status_code == 405


@pytest.mark.parametrize("name", FOR_HR)
@pytest.mark.parametrize("who", ["abena", "marta", "ines"])
def test_the_company_is_open_to_hr_alone(company, name, who):
    refused = company.browser(getattr(company, who)).get(address(company, name))
    assert refused.status_code == 403
    assert "An HR admin can make you one" in refused.content.decode()
    assert company.browser(company.ruth).get(address(company, name)).status_code == 200


@pytest.mark.parametrize("name", ABOUT_ABENA)
@pytest.mark.parametrize("who", ["kofi", "rui", "ines"])
def test_a_person_does_not_exist_for_those_who_may_not_see_them(company, name, who):
    assert company.browser(getattr(company, who)).get(address(company, name)).status_code == 404


@pytest.mark.parametrize("name", ABOUT_ABENA)
@pytest.mark.parametrize("who", ["abena", "marta", "grace", "ruth"])
def test_a_person_is_seen_by_themselves_their_line_and_hr(company, name, who):
    assert company.browser(getattr(company, who)).get(address(company, name)).status_code == 200


@pytest.mark.parametrize("who", ["abena", "kofi", "rui", "ruth", "ines"])
def test_only_the_line_above_rates_a_person(company, who):
    sent = company.browser(getattr(company, who)).post(
        address(company, "rate_person"), {"level": 3, "idempotency_key": "one"}
    )
    assert sent.status_code == 404
    assert not company.abena.evidence.filter(rater=getattr(company, who)).exists()


@pytest.mark.parametrize("name", [name for name, parts in PAGES.items() if parts and name != "rate_person"])
def test_what_is_not_there_is_not_found(company, name):
    parts = ["nothing"] * len(PAGES[name])
    assert company.browser(company.ruth).get(reverse(f"portal:{name}", args=parts)).status_code == 404


def test_the_work_of_a_mentor_for_whom_somebody_waits_begins_at_the_mentors_desk(company):
    Pairing.objects.create(
        mentor=company.abena, mentee=company.kofi, state=Pairing.State.ASKED, proposed_at=NOON, asked_at=NOON
    )
    landed = company.browser(company.abena).get(reverse("portal:start"))
    assert landed["Location"] == reverse("mentoring:mentoring") + "?as=mentor"


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("ruth", "portal:organisation"),
        ("ines", "content:authoring"),
        ("marta", "portal:team"),
        ("abena", "portal:home"),
    ],
)
def test_the_work_of_each_begins_on_its_own_page(company, who, page):
    landed = company.browser(getattr(company, who)).get(reverse("portal:start"))
    assert landed["Location"] == reverse(page)
