"""What the table of permissions does not say of who may open a page, and where each one's work begins."""

import pytest
from django.urls import reverse

from mentoring.pairings.models import Pairing
from tests.company import NOON

PAGES = {
    "person": ("abena",),
    "person_skill": ("abena", "refunds"),
    "organisation": (),
    "organisation_map": (),
    "organisation_skill": ("refunds",),
    "missing_content": (),
}
FOR_HR = ["organisation", "organisation_map", "organisation_skill", "missing_content"]
ABOUT_ABENA = ["person", "person_skill"]


def address(company, name: str) -> str:
    return reverse(f"portal:{name}", args=[getattr(company, part).public_id for part in PAGES[name]])


@pytest.mark.parametrize("name", FOR_HR)
def test_who_may_not_see_the_company_is_told_who_lets_them_in(company, name):
    refused = company.browser(company.abena).get(address(company, name))
    assert refused.status_code == 403
    assert "An HR admin can give you access" in refused.content.decode()


@pytest.mark.parametrize("name", ABOUT_ABENA)
def test_a_person_is_seen_by_the_manager_of_their_manager(company, name):
    assert company.browser(company.grace).get(address(company, name)).status_code == 200


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
