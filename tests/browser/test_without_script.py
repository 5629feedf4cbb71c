"""Every page works as plain links and forms: what is done daily needs no JavaScript."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assessments.frameworks.models import Skill
from lifow.base.passages.services import refresh_stale
from mentoring.pairings.models import Pairing
from tests.larkfield import PASSWORD, Larkfield

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def home(page: Page, larkfield: Larkfield, sign_in: Callable[[Any], None]) -> Page:
    sign_in(larkfield.learner)
    page.goto("/")
    return page


def test_signing_in_and_out(page, larkfield):
    page.goto("/")
    page.get_by_label("Email").fill(larkfield.learner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=re.compile("Abena"))).to_be_visible()
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_rating_oneself(home):
    home.goto(f"/skills/{Skill.objects.get(external_id='sql').public_id}/")
    home.get_by_role("link", name="Rate yourself").click()
    home.get_by_role("button", name="Save my rating").click()
    expect(home.get_by_text("Choose the level that fits best").first).to_be_visible()
    home.get_by_role("radio", name=re.compile("^2 ")).check()
    home.get_by_role("button", name="Save my rating").click()
    expect(home.locator("#evidence")).to_contain_text("Self")


def test_doing_what_comes_next(home):
    home.locator("main .panel").first.get_by_role("button").click()
    home.get_by_role("checkbox", name="I have read it to the end.").check()
    home.get_by_role("button", name="Done").click()
    expect(home.get_by_text("is done")).to_be_visible()


def test_asking_for_a_mentor(home, larkfield):
    mentor = Pairing.objects.recommended().select_related("mentor").get(mentee=larkfield.learner).mentor
    home.goto("/mentoring/")
    home.get_by_role("link", name=f"Ask {mentor.get_short_name()}").click()
    home.get_by_role("button", name=f"Ask {mentor.given_name}").click()
    expect(home.get_by_role("heading", name=f"You asked {mentor}")).to_be_visible()


def test_searching(home):
    refresh_stale()
    home.get_by_role("link", name=re.compile("^Search")).click()
    home.get_by_role("main").get_by_role("searchbox").fill("refund")
    home.get_by_role("main").get_by_role("button", name="Search").click()
    found = home.locator("main .search-results").get_by_role("link", name=re.compile("^Refund policy"))
    expect(found.first.locator("mark").first).to_have_text("Refund")
    found.first.click()
    expect(home.get_by_role("heading", level=1, name=re.compile("^Refund policy"))).to_be_visible()


def test_filtering_the_modules(home):
    home.goto("/modules/")
    home.get_by_label("Skill", exact=True).select_option(index=1)
    home.get_by_role("main").get_by_role("button", name="Search").click()
    expect(home).to_have_url(re.compile(r"skill=skl_"))


def test_giving_feedback(page, larkfield, sign_in):
    sign_in(larkfield.mentor)
    page.goto("/mentoring/?as=mentor")
    page.get_by_role("link", name=re.compile("^Give feedback")).first.click()
    page.get_by_role("radio", name=re.compile("^3 ")).check()
    page.get_by_label("What did you see?").fill("Clear and kind. Say the date first.")
    page.get_by_role("button", name="Give feedback").click()
    expect(page.get_by_text("It counts as evidence")).to_be_visible()
