"""A scale is turned round in the admin: refused while ratings stand on it, let through with a map."""

import pytest
from playwright.sync_api import expect

from assessments.evidence.reports import evidence_of
from assessments.frameworks.models import LevelMap
from lifow.people.persons.models import Person
from tests.company import framework, give, observe, person, role, skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def abena() -> Person:
    made = person()
    give(made, role(Refund_policy=3))
    observe(made, skill(), 2)
    return made


def test_a_scale_is_turned_round_with_a_map(page, abena, sign_in):
    sign_in(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    page.goto(f"/admin/assessments/scale/{framework().scale.pk}/change/")
    names = page.locator("input[name^='levels-'][name$='-name']:visible")
    told = [names.nth(place).input_value() for place in range(5)]
    for place, name in enumerate(reversed(told)):
        names.nth(place).fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Evidence stands on the levels of before (1 Aware, 2 Guided")).to_be_visible()
    assert not LevelMap.objects.exists()
    page.get_by_label("Old levels on the new ones").fill("1=5, 2=4, 3=3, 4=2, 5=1")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert [one.level for one in evidence_of(abena, skill())] == [4]
    page.goto("/admin/assessments/levelmap/")
    expect(page.get_by_text("1 → 5, 2 → 4")).to_be_visible()
