"""What the site says after an action is seen and announced, covers nothing, and goes by itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.frameworks.models import Skill

pytestmark = [pytest.mark.browser, pytest.mark.own_window]
COVERED = """() => {
    const said = document.querySelector("#messages .message").getBoundingClientRect();
    const parts = document.querySelectorAll("main :is(h1, p, a, button, input, textarea, label)");
    const others = [...parts].filter((one) => !one.closest("#messages") && !one.closest("[hidden]"));
    return others.map((one) => [one, one.getBoundingClientRect()])
        .filter(([, box]) => box.height && box.top < said.bottom && said.top < box.bottom)
        .map(([one]) => one.outerHTML.slice(0, 80));
}"""


@pytest.fixture
def rated(page: Page, larkfield, sign_in) -> Page:
    """The page that a learner sees after rating themselves, with a clock that tests move on."""
    sign_in(larkfield.learner)
    page.clock.install()
    page.goto(f"/skills/{Skill.objects.get(external_id='sql').public_id}/rate/")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your rating in SQL is saved")).to_be_visible()
    return page


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 480)], ids=["desk", "phone"])
def test_a_message_covers_nothing_and_goes_without_moving_the_page(rated):
    assert rated.evaluate(COVERED) == []
    expect(rated.get_by_role("status").filter(has_text="Your rating in SQL is saved")).to_be_visible()
    title = rated.get_by_role("heading", level=1)
    before = title.bounding_box()
    rated.clock.run_for(12_000)
    expect(rated.get_by_text("Your rating in SQL is saved")).to_be_hidden()
    assert title.bounding_box() == before


def test_a_message_stays_while_it_has_focus_or_is_pointed_at(rated):
    put_away = rated.get_by_role("button", name="Dismiss")
    put_away.focus()
    rated.clock.run_for(60_000)
    expect(put_away).to_be_visible()
    rated.get_by_text("Your rating in SQL is saved").hover()
    rated.locator("main").focus()
    rated.clock.run_for(60_000)
    expect(put_away).to_be_visible()
    rated.mouse.move(0, 400)
    rated.clock.run_for(4_000)
    expect(put_away).to_be_hidden()


def test_a_message_that_is_put_away_gives_the_focus_to_the_content(rated):
    rated.get_by_role("button", name="Dismiss").press("Enter")
    expect(rated.get_by_text("Your rating in SQL is saved")).to_have_count(0)
    expect(rated.locator("main")).to_be_focused()


def test_an_error_is_an_alert_that_stays_where_one_is(rated, console_errors):
    rated.route("**/search/?*", lambda route: route.abort())
    rated.keyboard.press("/")
    rated.keyboard.type("refund")
    rated.clock.run_for(500)
    dialog = rated.get_by_role("dialog", name="Search")
    alert = dialog.get_by_role("alert")
    expect(alert).to_contain_text("cannot be reached")
    rated.clock.run_for(120_000)
    expect(alert).to_be_visible()
    expect(rated.locator("#search-q")).to_have_value("refund")
    alert.get_by_role("button", name="Dismiss").click()
    expect(alert).to_have_count(0)
    expect(dialog).to_be_visible()
    assert all(re.search("/search/|htmx", error) for error in console_errors), console_errors
    console_errors.clear()
