"""Everything is done without a mouse, and no key does anything to what somebody types."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.frameworks.models import Skill
from mentoring.pairings.models import Pairing
from tests.browser.keys import tab_to
from tests.larkfield import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def home(page: Page, larkfield, sign_in) -> Page:
    sign_in(larkfield.learner)
    page.goto("/")
    return page


def test_signing_in_takes_no_mouse(page, larkfield):
    page.goto("/accounts/login/")
    expect(page.get_by_label("Email")).to_be_focused()
    page.keyboard.type(larkfield.learner.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Abena"))).to_be_visible()


def test_tab_reaches_the_one_thing_to_do_and_enter_does_it(home):
    now = home.locator("main .panel").first.get_by_role("button").inner_text()
    tab_to(home, now)
    home.keyboard.press("Enter")
    expect(home).to_have_url(re.compile("/modules/mod_"))


def test_the_first_stop_skips_to_the_content(home):
    home.keyboard.press("Tab")
    expect(home.get_by_role("link", name="Skip to the content")).to_be_focused()
    home.keyboard.press("Enter")
    expect(home.locator("main")).to_be_focused()


def test_search_finds_while_one_types_and_the_arrows_walk(home):
    home.keyboard.press("/")
    home.keyboard.type("refund")
    results = home.locator("#search-results a.search-result")
    # Before the first letter there is what was opened last; these are of the word.
    expect(results.first.locator("mark").first).to_be_visible()
    home.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()
    title = results.first.inner_text().split("\n")[0]
    home.keyboard.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_contain_text(title)


def test_results_that_come_while_one_walks_them_are_walked_on(home):
    home.keyboard.press("/")
    results = home.locator("#search-results a.search-result")
    expect(results.first).to_be_visible()
    home.keyboard.type("refund")
    home.keyboard.press("ArrowDown")
    expect(results.first.locator("mark").first).to_be_visible()
    expect(results.first).to_be_focused()


@pytest.mark.parametrize("chord", ["Control+k", "Meta+k"])
def test_search_has_a_chord_too(home, chord):
    home.keyboard.press(chord)
    expect(home.locator("#search-q")).to_be_focused()


@pytest.mark.parametrize("typed", ["", "refund"])
def test_escape_closes_search_and_gives_focus_back(home, typed):
    link = home.get_by_role("navigation").get_by_role("link", name="My skills")
    link.focus()
    home.keyboard.press("/")
    expect(home.get_by_role("dialog", name="Search")).to_be_visible()
    home.keyboard.type(typed)
    home.keyboard.press("Escape")
    expect(home.locator("dialog[open]")).to_have_count(0)
    expect(link).to_be_focused()


def test_search_that_is_opened_again_is_typed_over(home):
    home.keyboard.press("/")
    home.keyboard.type("refund")
    home.keyboard.press("Escape")
    expect(home.locator("#search-q")).to_be_hidden()
    home.keyboard.press("/")
    expect(home.locator("#search-q")).to_have_value("refund")
    home.keyboard.type("sql")
    expect(home.locator("#search-q")).to_have_value("sql")


@pytest.mark.parametrize(
    ("letter", "address"), [("s", "/skills/"), ("l", "/modules/"), ("m", "/mentoring/"), ("h", "/")]
)
def test_g_and_a_letter_go(home, letter, address):
    home.goto("/search/?q=")
    home.locator("main").focus()
    home.keyboard.press("g")
    home.keyboard.press(letter)
    expect(home).to_have_url(re.compile(f":[0-9]+{address}$"))


def test_the_question_mark_lists_the_keys_of_this_person(home):
    home.keyboard.press("?")
    keys = home.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("My skills")
    expect(keys).not_to_contain_text("Organisation")


def test_digits_rate_and_enter_sends(home):
    sql = Skill.objects.get(external_id="sql")
    home.goto(f"/skills/{sql.public_id}/rate/")
    home.keyboard.press("4")
    expect(home.get_by_role("radio", name=re.compile("^4 "))).to_be_checked()
    home.keyboard.press("1")
    expect(home.get_by_role("radio", name=re.compile("^1 "))).to_be_checked()
    home.keyboard.press("Enter")
    expect(home.get_by_text("Your rating in SQL is saved")).to_be_visible()


@pytest.mark.parametrize("viewport", [(390, 480), (390, 844)])
def test_what_the_page_says_covers_nothing_that_has_focus(home):
    sql = Skill.objects.get(external_id="sql")
    home.goto(f"/skills/{sql.public_id}/rate/")
    home.keyboard.press("1")
    home.keyboard.press("Enter")
    expect(home.get_by_text("Your rating in SQL is saved")).to_be_visible()
    home.locator("main a").last.focus()
    tab_to(home, "Dismiss", key="Shift+Tab")


def test_no_key_fires_while_somebody_types(home):
    sql = Skill.objects.get(external_id="sql")
    home.goto(f"/skills/{sql.public_id}/rate/")
    home.keyboard.press("2")
    note = home.get_by_label(re.compile("What is it based on"))
    note.focus()
    home.keyboard.type("5 of 7 / g s ?")
    expect(note).to_have_value("5 of 7 / g s ?")
    expect(home.get_by_role("radio", name=re.compile("^2 "))).to_be_checked()
    expect(home.locator("dialog[open]")).to_have_count(0)
    expect(home).to_have_url(re.compile("/rate/$"))


def test_the_account_menu_opens_closes_and_gives_focus_back(home):
    account = home.get_by_role("button", name="Your account")
    account.focus()
    home.keyboard.press("Enter")
    expect(home.get_by_role("button", name="Sign out")).to_be_visible()
    home.keyboard.press("Escape")
    expect(home.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(account).to_be_focused()


def test_the_reason_behind_a_step_opens_by_key(home):
    why = home.locator("summary").first
    why.focus()
    home.keyboard.press("Enter")
    expect(home.locator("details[open] .why-body").first).to_be_visible()


def test_a_step_that_asks_for_confirmation_is_cancelled_by_key_and_gives_focus_back(page, larkfield, sign_in):
    sign_in(larkfield.mentor)
    current = Pairing.objects.for_mentor(larkfield.mentor).filter(state="active")[0]
    page.goto(f"/mentoring/pairings/{current.public_id}/")
    tab_to(page, "End early")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    tab_to(page, "Cancel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="End early")).to_be_focused()
    assert page.url.endswith(f"{current.public_id}/")


def test_a_form_that_comes_back_begins_at_what_is_wrong_and_leads_to_the_field(
    page, larkfield, sign_in, console_errors
):
    sign_in(larkfield.author)
    page.goto("/authoring/new/")
    page.get_by_label("Title").focus()
    page.keyboard.type("Say no kindly")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert all("status of 422" in error for error in console_errors), "the refusal, and nothing else"
    console_errors.clear()
    tab_to(page, "Minutes", most=1)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Minutes")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Say no kindly")


def test_the_arrows_walk_a_heat_map_from_link_to_link(page, larkfield, sign_in):
    sign_in(larkfield.manager)
    page.goto("/team/")
    rows = page.locator(".heat tbody tr")
    rows.nth(0).get_by_role("link").nth(0).focus()
    walked = {"ArrowRight": (0, 1), "ArrowDown": (1, 1), "ArrowLeft": (1, 0), "ArrowUp": (0, 0)}
    for key, (row, column) in walked.items():
        page.keyboard.press(key)
        expect(rows.nth(row).get_by_role("link").nth(column)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.nth(0).get_by_role("link").nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/people/"))


def test_ratings_are_given_one_after_the_other_without_a_mouse(page, larkfield, sign_in):
    sign_in(larkfield.manager)
    page.goto("/team/ratings/")
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("you say 2")).to_be_visible()
    expect(heading).not_to_have_text(first)
    second = heading.inner_text()
    tab_to(page, "I can’t judge it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your answer is saved")).to_be_visible()
    expect(heading).not_to_have_text(second)


def test_hr_asks_and_takes_back_without_a_mouse(page, larkfield, sign_in):
    sign_in(larkfield.hr_admin)
    sql = Skill.objects.get(external_id="sql")
    page.goto(f"/ratings/ask/?skill={sql.public_id}")
    tab_to(page, "Their manager")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Asked")).to_be_visible()
    boxes = page.get_by_role("checkbox")
    ticked = page.locator("input[type=checkbox]:checked").count()
    boxes.first.focus()
    page.keyboard.press("Space")
    tab_to(page, "Ask for the ticked ratings")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ratings asked in SQL")
    expect(page.get_by_text(f"0 of {ticked - 1} answered")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Withdraw .+ requests?$")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("0 of 0 answered")).to_be_visible()
