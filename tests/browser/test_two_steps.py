"""Signing in with a second step: turned on, used, and turned off again, on pages in the site's own words."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from lifow.people.persons.models import Person
from tests.company import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-quiet-morning"


@pytest.fixture
def abena() -> Person:
    made = person(email="abena.osei@larkfield.example")
    made.set_password(PASSWORD)
    made.save()
    return made


def give_password(page: Page, abena: Person) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(abena.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_title("Sign in · lifow")


def code_for(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def begin(page: Page) -> None:
    """The page that turns it on, reached by saying once more who one is."""
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Turn on").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Turn on two-step sign-in")).to_be_visible()


def turn_on(page: Page) -> list[str]:
    """The recovery codes, with the second step on."""
    page.get_by_text("Cannot scan it?").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Code from the app").fill(code_for(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    return page.get_by_role("main").locator("li code").all_inner_texts()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in · lifow")


def test_a_second_step_is_asked_for_and_a_recovery_code_opens_once(page, abena, axe):
    give_password(page, abena)
    begin(page)
    recovery, *others = turn_on(page)
    assert len(others) == 9
    axe(page)
    sign_out(page)
    give_password(page, abena)
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    axe(page)
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("You are not signed in yet")
    page.get_by_label("Code from the app").fill(recovery)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Home · lifow")
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("9 of 10 codes are unused")).to_be_visible()


def test_every_page_of_it_says_what_to_do_and_is_accessible(page, abena, axe, sign_in):
    sign_in(abena)
    page.goto("/accounts/2fa/totp/activate/")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    axe(page)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is changed yet")
    begin(page)
    axe(page)
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("alert")).to_contain_text("It is not on yet")
    axe(page)
    turn_on(page)
    page.goto("/accounts/2fa/")
    axe(page)
    page.goto("/accounts/2fa/recovery-codes/generate/")
    axe(page)
    page.get_by_role("button", name="Create new codes").click()
    expect(page.get_by_text("10 of 10 codes are unused")).to_be_visible()
    page.goto("/accounts/2fa/totp/deactivate/")
    axe(page)
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_text("Off. Any app that shows six-digit codes will do.")).to_be_visible()
