"""Assignments by the keyboard alone: a manager assigns, a learner reads why; a stretch task on a phone."""

import pytest
from playwright.sync_api import expect

from content.assignments.models import Assignment

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [(1280, 900), (390, 844)])
def test_a_manager_assigns_after_a_preview_and_the_learner_reads_why(page, larkfield, sign_in, axe, viewport):
    sign_in(larkfield.manager)
    page.goto("/assignments/")
    page.get_by_role("link", name="Assign modules").press("Enter")
    page.get_by_label("Find a module").first.press_sequentially("numbers with care")
    box = page.get_by_role("checkbox", name="Read a number with care")
    expect(box).to_be_visible()
    box.press("Space")
    page.get_by_label("Why (optional)").fill("For the quarterly figures.")
    page.get_by_role("button", name="Preview", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="It would concern 7 people")).to_be_focused()
    assert not Assignment.objects.filter(title="Read a number with care").exists()
    axe(page)
    page.get_by_role("button", name="Assign", exact=True).press("Enter")
    expect(page.get_by_text("Assigned to 7 people.")).to_be_visible()
    axe(page)
    sign_in(larkfield.learner)
    page.goto("/")
    section = page.get_by_role("region", name="Assigned")
    expect(section).to_contain_text("Read a number with care")
    section.get_by_role("link", name="Why and by when").press("Enter")
    expect(page.get_by_text("For the quarterly figures.")).to_be_visible()
    expect(page.get_by_text("Assigned to everybody who reports to Marta Kowalczyk.")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("viewport", [(390, 844)])
def test_a_stretch_task_is_finished_on_a_phone(page, larkfield, sign_in, axe, console_errors, viewport):
    sign_in(larkfield.learner)
    page.goto("/")
    page.get_by_role("link", name="Find the refunds that arrived late in May").press("Enter")
    page.get_by_role("button", name="Accept").press("Enter")
    expect(page.get_by_text("Accepted. It is on your home page until you finish it.")).to_be_visible()
    page.get_by_role("button", name="Finished").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Say what you did and what came of it.")
    # The browser tells of each answer of 4xx there.
    console_errors.clear()
    axe(page)
    page.get_by_label("A few words").fill("Three banks.")
    page.get_by_role("button", name="Finished").press("Enter")
    expect(page.get_by_text("Waiting for confirmation")).to_be_visible()
