"""Everyone of the tour signs in as people do, and goes through the pages that their work begins with."""

import re

import pytest
from playwright.sync_api import Page, expect

from lifow.people.persons.models import Person
from tests.larkfield import PASSWORD

pytestmark = pytest.mark.browser


def sign_in_as(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page, name: str | re.Pattern[str]):
    return page.get_by_role("heading", name=name).first


def test_a_learner_finds_what_to_do_now_and_why(page, larkfield):
    page.goto("/accounts/login/")
    sign_in_as(page, larkfield.learner.email)
    expect(heading(page, re.compile("Abena"))).to_be_visible()
    now = page.get_by_role("main").locator(".button-primary")
    expect(now).to_have_count(1)
    expect(now).to_have_text(re.compile("^(Resume|Start|Rate yourself)$"))
    page.locator("summary", has_text=re.compile(r"^why\b")).first.click()
    expect(page.locator(".why[open] .why-body")).to_be_visible()
    now.click()
    expect(page).to_have_url(re.compile("/modules/mod_"))
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("is done")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="My skills").click()
    expect(heading(page, "My skills")).to_be_visible()


def test_a_manager_goes_from_the_map_to_the_evidence_and_confirms_what_waits(page, larkfield):
    page.goto("/accounts/login/")
    sign_in_as(page, larkfield.manager.email)
    page.goto("/start/")
    expect(heading(page, "Team Billing support")).to_be_visible()
    page.get_by_role("row", name=re.compile("Abena Osei")).get_by_role("link").nth(1).click()
    expect(page).to_have_url(re.compile("/people/per_.*/skills/skl_"))
    expect(heading(page, "Evidence")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Team").click()
    page.get_by_role("link", name=re.compile("^Review")).click()
    waiting = page.locator("#waiting li")
    count = waiting.count()
    page.get_by_role("radio", name=re.compile("^3 ")).check()
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator("#waiting li")).to_have_count(count - 1)


def test_a_mentor_finds_requests_pairs_and_the_task_that_waits(page, larkfield):
    page.goto("/accounts/login/")
    sign_in_as(page, larkfield.mentor.email)
    page.get_by_role("navigation").get_by_role("link", name="Mentoring").click()
    page.get_by_role("link", name=re.compile("As a mentor")).click()
    for part in ("#tasks", "#requests", "#pairs"):
        expect(page.locator(f"{part} li").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Give feedback")).first.click()
    expect(heading(page, "Your feedback")).to_be_visible()


def test_an_author_makes_what_is_missing_and_another_one_publishes_it(page, larkfield, sign_in):
    page.goto("/accounts/login/")
    sign_in_as(page, larkfield.author.email)
    page.goto("/start/")
    page.locator("#missing").get_by_role("link", name=re.compile("^Add module")).first.click()
    page.get_by_label("Title").fill("Say what happens next")
    page.get_by_label("Minutes", exact=True).fill("4")
    page.get_by_label("Text", exact=True).fill("## First\n\nSay when, then say who.")
    page.get_by_role("button", name="Save draft").click()
    page.goto("/authoring/?status=draft")
    page.get_by_role("link", name="Say what happens next", exact=True).click()
    page.get_by_role("link", name="Review and publish").click()
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()
    address = page.url
    sign_in(Person.objects.filter(is_author=True).exclude(pk=larkfield.author.pk).order_by("pk").first())
    page.goto(address)
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_role("button", name="Done")).to_be_visible()


def test_hr_acts_where_it_matters_first_and_drills_down_to_people(page, larkfield):
    page.goto("/accounts/login/")
    sign_in_as(page, larkfield.hr_admin.email)
    page.goto("/start/")
    first = page.locator("#act li").first
    expect(first).to_be_visible()
    first.get_by_role("link").last.click()
    expect(page).to_have_url(re.compile("/organisation/skills/skl_"))
    page.get_by_role("table").get_by_role("link").first.click()
    expect(heading(page, "Evidence")).to_be_visible()
    page.goto("/organisation/map/")
    page.get_by_role("link", name="Customer support").click()
    page.get_by_role("link", name="Billing support").click()
    expect(page.get_by_role("link", name="Abena Osei")).to_be_visible()


def test_a_wrong_password_says_so_and_keeps_what_was_typed(page, larkfield):
    page.goto("/accounts/login/")
    sign_in_as(page, larkfield.learner.email, "wrong")
    expect(page.get_by_text("You are not signed in yet")).to_be_visible()
    expect(page.get_by_label("Email")).to_have_value(larkfield.learner.email)


def test_signing_in_leads_to_where_one_wanted_to_go(page, larkfield):
    page.goto("/skills/")
    sign_in_as(page, larkfield.learner.email)
    expect(heading(page, "My skills")).to_be_visible()


def test_signing_out_ends_it(page, larkfield, sign_in):
    sign_in(larkfield.learner)
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto("/skills/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
