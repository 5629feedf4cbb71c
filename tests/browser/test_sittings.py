"""A quick check in the browser: the network cut in the middle, the tab closed, the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.frameworks.models import Skill
from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.querysets import SittingItemQuerySet
from content.planning.services import refresh_plans
from tests.backing.processes import wait_until
from tests.item_bank import items, place_of
from tests.larkfield import Larkfield

pytestmark = pytest.mark.browser

NO_NETWORK = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def sql(larkfield: Larkfield) -> Skill:
    """SQL, which nobody knows of the learner, with questions on four levels."""
    found = Skill.objects.get(external_id="sql")
    items(found, each=4, levels=(1, 2, 3, 4))
    refresh_plans(person_ids=[larkfield.learner.pk], as_of=timezone.now())
    return found


@pytest.fixture
def tab(page: Page, console_errors: list[str]) -> Iterator[Page]:
    """A tab of its own; the network is back at its end, and that it was away is no fault of the page."""
    made = page.context.new_page()
    yield made
    page.context.set_offline(False)
    made.close()
    assert [one for one in console_errors if NO_NETWORK not in one] == []
    console_errors.clear()


def begun() -> Sitting:
    """The sitting of the test; the demo's people have taken some before."""
    return Sitting.objects.latest("pk")


def asked() -> SittingItemQuerySet:
    """What was asked in it."""
    return SittingItem.objects.filter(sitting=begun())


def waiting() -> SittingItem:
    return asked().select_related("version").get(shown_at__isnull=False, answered_at=None)


def choose(page: Page, *, right: bool) -> None:
    """Choose an answer to the question that is shown, by its place."""
    key = place_of(waiting(), right=right)["key"]
    page.locator(f".question input[name=key][value='{key}']").check()


def question(page: Page, number: int):
    return page.get_by_text(re.compile(f"Question {number} of at most"))


def test_a_skill_is_settled_with_the_network_cut_and_the_tab_closed(
    page, tab, larkfield, sign_in, sql, console_errors
):
    sign_in(larkfield.learner)
    tab.goto("/")
    plan = tab.locator("main")
    plan.get_by_role("link", name="4 questions on SQL").click()
    tab.get_by_role("button", name="Begin").click()
    expect(question(tab, 1)).to_be_visible()
    choose(tab, right=False)
    tab.get_by_role("radio", name="I think so").check()
    tab.get_by_role("button", name="Answer", exact=True).click()
    expect(question(tab, 2)).to_be_visible()

    # The network goes: the answer is kept on the device, and the page says so.
    page.context.set_offline(True)
    choose(tab, right=False)
    tab.get_by_role("button", name="Answer", exact=True).click()
    expect(tab.get_by_text("Not sent yet: no connection")).to_be_visible()
    assert not asked().answered().filter(number=2).exists()
    tab.close()

    # It comes back, and whatever page is opened next sends it, once.
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto("/skills/")
    wait_until(lambda: asked().answered().filter(number=2).exists())
    again.goto(f"/sittings/{begun().public_id}/")
    while Sitting.objects.open().exists():
        number = waiting().number
        expect(question(again, number)).to_be_visible()
        choose(again, right=False)
        again.get_by_role("button", name="Answer", exact=True).click()
        expect(question(again, number)).to_have_count(0)
    expect(again.get_by_text("Below the needed level")).to_be_visible()
    kept = ItemAnswer.objects.filter(person=larkfield.learner, sitting_key=begun().public_id)
    assert asked().answered().count() == kept.count() <= 4
    assert asked().get(number=1).confidence == "think_so"

    # The gap, the plan and its why follow.
    again.get_by_role("link", name="To my plan").click()
    module = again.get_by_role("link", name="Five safe queries for support", exact=True)
    step = again.locator("#plan li").filter(has=module)
    expect(step).to_be_visible()
    step.get_by_text("why").click()
    expect(step).to_contain_text(re.compile(r"SQL: you [012](\.\d)?, needed 3"))
    again.goto("/skills/")
    expect(again.locator("#gaps")).to_contain_text("SQL")
    again.close()


def test_by_keyboard_alone_digits_choose_and_enter_answers(page, larkfield, sign_in, sql):
    sign_in(larkfield.learner)
    page.goto(f"/quick-check/?skill={sql.public_id}")
    page.get_by_role("button", name="Begin").press("Enter")
    expect(question(page, 1)).to_be_visible()
    page.keyboard.press(place_of(waiting(), right=True)["key"])
    page.keyboard.press("Enter")
    expect(question(page, 2)).to_be_visible()
    assert asked().get(number=1).score == 1


def test_going_back_shows_what_was_answered(page, larkfield, sign_in, sql):
    sign_in(larkfield.learner)
    page.goto(f"/quick-check/?skill={sql.public_id}")
    page.get_by_role("button", name="Begin").click()
    choose(page, right=True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(question(page, 2)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Your answer. It counts, and stays as it is.")).to_be_visible()
    expect(page.get_by_role("button", name="Answer", exact=True)).to_have_count(0)
    page.get_by_role("link", name="To the current question").click()
    expect(question(page, 2)).to_be_visible()


def test_an_answer_of_somebody_else_on_the_same_device_is_not_sent(
    page, tab, larkfield, sign_in, sql, console_errors
):
    sign_in(larkfield.learner)
    tab.goto(f"/quick-check/?skill={sql.public_id}")
    tab.get_by_role("button", name="Begin").click()
    choose(tab, right=True)
    page.context.set_offline(True)
    tab.get_by_role("button", name="Answer", exact=True).click()
    expect(tab.get_by_text("Not sent yet: no connection")).to_be_visible()
    # Until they sign out its page would send it, even while it is being closed.
    page.context.clear_cookies()
    tab.close()
    page.context.set_offline(False)
    sign_in(larkfield.manager)
    page.goto("/skills/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("JSON.parse(localStorage.getItem('lifow:answers')).length") == 1
    assert not asked().answered().exists()
