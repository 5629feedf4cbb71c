"""What one person does is what the next page, and the next person, sees."""

import re

import pytest
from django.db.models.functions import Length
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.frameworks.models import Skill
from content.activity.models import Activity
from content.catalogue.models import Module
from mentoring.pairings.models import Pairing

pytestmark = pytest.mark.browser


def link(page: Page, name: str):
    return page.get_by_role("main").get_by_role("link", name=name, exact=True)


def test_rating_oneself_turns_what_nobody_knew_into_a_gap_and_changes_the_plan(page, larkfield, sign_in):
    sign_in(larkfield.learner)
    page.goto("/skills/")
    sql = page.get_by_role("main").locator("li", has_text="SQL")
    expect(sql).to_contain_text("Not assessed yet")
    page.goto("/")
    plan = page.locator("#plan")
    # A few questions tell more than a rating; who does not want them may say it themselves.
    expect(plan.get_by_role("link", name="4 questions on SQL")).to_be_visible()
    page.goto(f"/skills/{Skill.objects.get(external_id='sql').public_id}/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Rate yourself")).first.click()
    page.get_by_role("radio", name=re.compile("^0 ")).check()
    page.get_by_label(re.compile("What is it based on")).fill("I have never written a query.")
    page.get_by_role("button", name="Save my rating").click()
    expect(page.get_by_text("Your rating in SQL is saved")).to_be_visible()
    expect(page.locator("#evidence")).to_contain_text("I have never written a query.")
    page.goto("/skills/")
    expect(sql).to_contain_text("Needed 3")
    expect(sql).not_to_contain_text("Not assessed yet")
    page.goto("/")
    expect(plan.get_by_role("link", name="4 questions on SQL")).to_have_count(0)
    expect(plan.get_by_role("link", name="Five safe queries for support")).to_be_visible()


def test_a_text_is_done_once_it_was_read_to_its_end(page, larkfield, sign_in):
    long = Module.objects.published().filter(kind="article").annotate(words=Length("body")).latest("words")
    sign_in(larkfield.learner)
    page.goto(reverse("content:module", args=[long.public_id]))
    done = page.locator("form[data-learning]")
    done.evaluate("(form) => form.requestSubmit()")
    expect(page.get_by_text(re.compile(r"You have read \d+ % of it"))).to_be_visible()
    page.get_by_role("button", name="Done").scroll_into_view_if_needed()
    done.evaluate("(form) => form.requestSubmit()")
    expect(page.get_by_text("is done")).to_be_visible()
    assert Activity.objects.get(person=larkfield.learner, module=long).reached >= 90


def test_asking_accepting_showing_work_and_feedback_end_as_evidence(page, larkfield, sign_in):
    learner = larkfield.learner
    # The mentor whose seat is reserved for the learner: seats of others may be reserved for somebody else.
    mentor = Pairing.objects.recommended().select_related("mentor").get(mentee=learner).mentor
    sign_in(learner)
    page.goto("/mentoring/")
    page.get_by_role("link", name=f"Ask {mentor.get_short_name()}").click()
    page.get_by_role("dialog").get_by_label(re.compile("What would you like")).fill("My refund answers.")
    page.get_by_role("dialog").get_by_role("button", name=f"Ask {mentor.given_name}").click()
    expect(page.get_by_role("heading", name=f"You asked {mentor}")).to_be_visible()

    sign_in(mentor)
    page.goto("/mentoring/?as=mentor")
    expect(page.locator("#requests li", has_text=str(learner))).to_contain_text("My refund answers.")
    page.get_by_role("button", name=f"Accept {learner}").click()
    expect(page.get_by_role("heading", name=f"You and {learner}")).to_be_visible()

    sign_in(learner)
    page.goto("/mentoring/")
    page.get_by_role("link", name="Hand in a task").click()
    page.get_by_label("Which skill does it show?").select_option(label="Refund policy")
    page.get_by_label("Title").fill("Ticket 4411")
    page.get_by_label("Your work").fill("The money is on its way to your card.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Ticket 4411")).to_be_visible()

    sign_in(mentor)
    page.goto("/mentoring/?as=mentor")
    page.get_by_role("link", name="Give feedback Ticket 4411").click()
    page.get_by_role("radio", name=re.compile("^2 ")).check()
    page.get_by_label("What did you see?").fill("Right card, no date. Say when it arrives.")
    page.get_by_role("button", name="Give feedback").click()
    expect(page.get_by_text("It counts as evidence of Refund policy")).to_be_visible()

    sign_in(learner)
    page.goto(f"/skills/{Skill.objects.get(external_id='refund-policy').public_id}/")
    evidence = page.locator("#evidence").get_by_role("row", name=re.compile(f"Mentor, {mentor}"))
    expect(evidence).to_contain_text("Right card, no date. Say when it arrives.")
    assert Pairing.objects.get(mentor=mentor, mentee=learner).state == "active"
