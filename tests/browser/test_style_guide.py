import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SIZES = [(1280, 800), (390, 844)]


# That the guide is accessible and fits the screen is tested with all pages, in test_pages.
@pytest.mark.parametrize("viewport", SIZES, ids=["wide", "phone"])
def test_every_chart_is_drawn(page):
    page.goto("/styleguide/")
    charts = page.locator("[data-chart]")
    expect(charts).not_to_have_count(0)
    expect(page.locator("[data-drawn]")).to_have_count(charts.count())


def test_slash_opens_search_and_escape_gives_focus_back(page, axe):
    page.goto("/styleguide/")
    resume = page.get_by_role("button", name="Resume")
    resume.focus()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    expect(page.locator("#search-q")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(resume).to_be_focused()


def test_the_keys_are_listed_and_lead_where_they_say(page, axe):
    page.goto("/styleguide/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile("#maps$"))


def test_no_key_acts_while_somebody_types(page):
    page.goto("/styleguide/")
    note = page.get_by_label("Note (optional)")
    note.focus()
    page.keyboard.type("g t / ?")
    expect(note).to_have_value("g t / ?")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_digit_rates_inside_a_question(page):
    page.goto("/styleguide/")
    page.get_by_role("radio", name="2 Guided").focus()
    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="4 Advanced")).to_be_checked()


def test_a_menu_is_walked_with_the_arrow_keys(page):
    page.goto("/styleguide/")
    button = page.get_by_role("button", name="Menu", exact=True)
    button.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Open the evidence")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


@pytest.mark.parametrize("viewport", SIZES[1:])
def test_on_a_phone_the_navigation_is_behind_one_button(page):
    page.goto("/styleguide/")
    team = page.get_by_role("navigation").get_by_role("link", name="Team")
    expect(team).to_be_hidden()
    page.locator(".nav-toggle").click()
    expect(team).to_be_visible()


def test_a_chart_is_drawn_before_anybody_scrolls_to_it(page):
    page.goto("/styleguide/")
    chart = page.locator("[data-chart]").first
    expect(chart).to_have_attribute("data-drawn", "")
    assert page.evaluate("scrollY") == 0
    assert chart.bounding_box()["y"] > 800
    painted = "(c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((one) => one > 0)"
    assert chart.locator("canvas").evaluate(painted)


def test_where_a_chart_cannot_be_loaded_its_table_takes_the_room(page, console_errors):
    page.route("**/charts*.js", lambda route: route.abort())
    page.goto("/styleguide/")
    chart = page.locator("[data-chart]").first
    expect(chart.locator("canvas")).to_be_hidden()
    expect(chart.get_by_role("table")).to_be_visible()
    console_errors.clear()


@pytest.mark.parametrize("viewport", SIZES[1:])
def test_on_a_phone_a_level_bar_ends_where_the_rules_do(page):
    page.goto("/styleguide/")
    ends = """() => [...document.querySelectorAll(".rows .row-level svg")].map((bar) =>
        bar.closest(".rows > *").getBoundingClientRect().right - bar.getBoundingClientRect().right)"""
    gaps = page.evaluate(ends)
    assert gaps
    assert max(map(abs, gaps)) <= 1


@pytest.mark.parametrize("viewport", SIZES[1:])
def test_what_scrolls_sideways_fades_towards_what_it_hides(page):
    page.goto("/styleguide/")
    frame = page.locator(".heat-frame").first
    expect(frame).to_have_attribute("data-more", re.compile("after"))
    first = frame.locator("tbody th").first
    before = first.bounding_box()
    frame.evaluate("(one) => { one.scrollLeft = one.scrollWidth }")
    expect(frame).to_have_attribute("data-more", re.compile("before(?!.*after)"))
    assert abs(first.bounding_box()["x"] - before["x"]) <= 2
