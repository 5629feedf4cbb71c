"""Every state of a page has an address: it can be kept, sent and gone back to."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.larkfield import Larkfield

pytestmark = pytest.mark.browser


@pytest.fixture
def modules(page: Page, larkfield: Larkfield, sign_in: Callable[[Any], None]) -> Page:
    sign_in(larkfield.learner)
    page.goto("/modules/")
    return page


@pytest.fixture
def results(page: Page, larkfield: Larkfield, sign_in: Callable[[Any], None]) -> Page:
    sign_in(larkfield.learner)
    page.goto("/search/?q=refund")
    return page


def test_a_tab_has_an_address_and_back_leaves_it(results):
    tabs, current = results.locator(".tabs"), results.locator(".tabs [aria-current]")
    tabs.get_by_role("link", name=re.compile("^Modules")).click()
    expect(results).to_have_url(re.compile("kind=module"))
    results.reload()
    expect(current).to_contain_text("Modules")
    results.go_back()
    expect(results).to_have_url(re.compile("q=refund$"))
    expect(current).to_contain_text("All")


def test_on_a_phone_the_current_tab_is_in_view(page, larkfield, sign_in):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(larkfield.hr_admin)
    page.goto("/organisation/outcomes/")
    current = page.locator(".tabs [aria-current]")
    expect(current).to_contain_text("Outcomes")
    expect(current).to_be_in_viewport()
    page.locator(".tabs").get_by_role("link", name="Ratings").click()
    expect(current).to_contain_text("Ratings")
    expect(current).to_be_in_viewport()


def test_a_filter_has_an_address_and_back_takes_it_off(modules):
    everything = modules.locator("#found li").count()
    modules.get_by_label("Skill", exact=True).select_option(index=2)
    expect(modules).to_have_url(re.compile("skill=skl_"))
    expect(modules.locator("#found ul.rows li")).not_to_have_count(everything)
    filtered = modules.url
    shown = modules.locator("#found ul.rows").inner_text()
    modules.go_back()
    expect(modules).to_have_url(re.compile("/modules/$"))
    modules.goto(filtered)
    assert modules.locator("#found ul.rows").inner_text() == shown


def test_going_into_a_module_and_back_keeps_the_search(modules):
    modules.get_by_role("searchbox", name="Search modules").fill("refund")
    expect(modules).to_have_url(re.compile("q=refund"))
    first = modules.locator("#found a.row-title").first
    title = first.inner_text()
    first.click()
    expect(modules.get_by_role("heading", level=1)).to_have_text(title)
    modules.go_back()
    expect(modules).to_have_url(re.compile("q=refund"))
    expect(modules.get_by_role("searchbox", name="Search modules")).to_have_value("refund")
    expect(modules.locator("#found a.row-title").first).to_have_text(title)


def test_the_sides_of_mentoring_have_addresses(page, larkfield, sign_in):
    sign_in(larkfield.mentor)
    page.goto("/mentoring/")
    page.get_by_role("link", name=re.compile("As a mentor")).click()
    expect(page).to_have_url(re.compile("as=mentor"))
    page.go_back()
    expect(page.locator("[aria-current]", has_text="As a learner")).to_be_visible()


def test_a_rating_that_waits_has_an_address(page, larkfield, sign_in):
    sign_in(larkfield.manager)
    page.goto("/team/ratings/")
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    page.locator("#waiting a").last.click()
    expect(heading).not_to_have_text(first)
    page.go_back()
    expect(heading).to_have_text(first)


def test_looking_inside_a_unit_has_an_address(page, larkfield, sign_in):
    sign_in(larkfield.hr_admin)
    page.goto("/organisation/map/")
    page.get_by_role("link", name="Customer support").click()
    expect(page).to_have_url(re.compile("unit=org_"))
    page.go_back()
    expect(page.get_by_role("link", name="Customer support")).to_be_visible()


def test_what_is_not_there_says_so_and_shows_the_way_home(page, larkfield, sign_in, axe, console_errors):
    sign_in(larkfield.learner)
    response = page.goto("/modules/mod_nothing/")
    assert response.status == 404
    axe(page)
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    console_errors.clear()


def test_what_is_not_open_says_to_whom_it_is(page, larkfield, sign_in, axe, console_errors):
    sign_in(larkfield.learner)
    for address in ("/organisation/", "/team/", "/authoring/", "/mentoring/programme/"):
        assert page.goto(address).status == 403, address
        expect(page.get_by_role("main")).to_contain_text("HR")
        axe(page)
    console_errors.clear()


def test_a_form_with_a_mistake_says_where_and_keeps_what_was_typed(
    page, larkfield, sign_in, axe, console_errors
):
    sign_in(larkfield.author)
    page.goto("/authoring/new/")
    page.get_by_label("Summary").fill("Kept")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Title")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("Kept")
    axe(page)
    console_errors.clear()
