"""Refreshers in the browser: by the keyboard alone, on a phone, without a script, and what is remembered."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.testing.sittings.models import SittingItem
from tests.browser import refreshed
from tests.item_bank import place_of

pytestmark = pytest.mark.browser


def place(page: Page, *, right: bool) -> str:
    """The place of the right or a wrong option of the question that waits, as a digit of the keyboard."""
    asked = SittingItem.objects.select_related("version").get(
        sitting__is_refresher=True, sitting__state="open", shown_at__isnull=False, answered_at=None
    )
    key = place_of(asked, right=right)["key"]
    keys = [one.get_attribute("value") for one in page.locator(".question input[name=key]").all()]
    return str(keys.index(key) + 1)


def answer_by_keyboard(page: Page, *, right: bool) -> None:
    """Choose by a digit, and answer by Enter."""
    page.locator("body").press(place(page, right=right))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("viewport", [(390, 844)])
def test_from_home_to_the_next_date_by_the_keyboard_on_a_phone(page, larkfield, sign_in, axe, viewport):
    refreshed.due_to(larkfield.learner)
    sign_in(larkfield.learner)
    page.goto("/")
    section = page.get_by_role("region", name="Refreshers")
    expect(section).to_contain_text("2 questions on what you learned")
    section.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_text("Refresher 1 of 2")).to_be_visible()
    assert page.get_by_text("It is so.").count() == 0
    axe(page)
    answer_by_keyboard(page, right=True)
    expect(page.get_by_text("It is so.")).to_be_visible()
    expect(page.get_by_text(re.compile("This question comes back on"))).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Next question").press("Enter")
    answer_by_keyboard(page, right=False)
    expect(page.get_by_text("Not right", exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="That is all")).to_be_visible()
    page.get_by_role("link", name="What you remember").press("Enter")
    expect(page.get_by_text("1 of 2 refreshers of the last half year were right.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_going_back_and_again_is_refused_kindly(page, larkfield, sign_in):
    sitting = refreshed.begun(larkfield)
    sign_in(larkfield.learner)
    page.goto(f"/refreshers/{sitting.public_id}/1/")
    answer_by_keyboard(page, right=True)
    expect(page.get_by_text("It is so.")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("link", name="Next question")).to_be_visible()


def test_hr_finds_how_well_a_skill_is_remembered(page, larkfield, sign_in, axe):
    refreshed.a_skill(larkfield)
    sign_in(larkfield.hr_admin)
    page.goto("/refreshers/")
    page.get_by_role("link", name="How well skills are remembered").click()
    page.get_by_role("link", name="SQL", exact=True).click()
    expect(page.get_by_text("7 people, 31 questions together.")).to_be_visible()
    expect(page.get_by_role("row", name="in 30 days 79%")).to_be_visible()
    axe(page)
