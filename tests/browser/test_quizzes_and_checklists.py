"""A quiz is put together and taken by keyboard; a checklist is ticked, signed off, and done by that."""

import re

import pytest
from playwright.sync_api import expect

from assessments.testing.sittings.models import SittingItem
from content.activity.models import Activity
from content.catalogue.models import Module
from content.catalogue.services import publish_module
from content.kinds.checklist.models import ChecklistCopy
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.company import module, person, skill
from tests.item_bank import items, place_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])


@pytest.fixture
def abena() -> Person:
    return person(manager=person("Marta Kowalczyk"))


def waiting() -> SittingItem:
    rows = SittingItem.objects.filter(shown_at__isnull=False, answered_at=None)
    return rows.select_related("version").get()


@SIZES
def test_a_quiz_is_put_together_and_taken_by_keyboard(page, abena, sign_in, axe):
    items(skill("Refund policy"), each=1, levels=(2, 3))
    sign_in(person("Ines Carvalho", is_author=True))
    page.goto("/authoring/new/?kind=quiz")
    page.get_by_label("Title").fill("Two on refunds")
    page.get_by_label("Minutes").fill("2")
    page.get_by_role("searchbox", name="Search questions").press_sequentially("refund policy")
    add = page.get_by_role("button", name=re.compile("^Add: "))
    expect(add).to_have_count(2)
    for left in (1, 0):
        add.first.press("Enter")
        expect(add).to_have_count(left)
    page.get_by_role("button", name="Move 2 up").press("Enter")
    expect(page.get_by_role("button", name="Move 1 up")).to_be_focused()
    expect(page.locator("#preview")).to_be_visible()
    axe(page, WCAG)
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.get_by_text("This is how learners will see it.")).to_be_visible()
    quiz = publish_module(module=Module.objects.get())
    assert len(quiz.parts["questions"]) == 2

    sign_in(abena)
    page.goto(f"/modules/{quiz.public_id}/")
    axe(page, WCAG)
    page.get_by_role("button", name="Begin the questions").press("Enter")
    expect(page.get_by_text("Question 1 of 2")).to_be_visible()
    axe(page, WCAG)
    first = waiting()
    page.keyboard.press(place_of(first, right=False)["key"])
    page.get_by_role("radio", name="Sure", exact=True).press("Space")
    page.get_by_role("button", name="Answer", exact=True).press("Enter")
    expect(page.get_by_text("It is not.")).to_be_visible()
    expect(page.get_by_text("Right is:")).to_have_count(0)
    axe(page, WCAG)
    page.get_by_role("link", name="Try again").press("Enter")
    expect(page.get_by_text("second try, does not count")).to_be_visible()
    page.keyboard.press(place_of(first, right=True)["key"])
    page.get_by_role("button", name="Answer", exact=True).press("Enter")
    expect(page.get_by_text("It is so.")).to_be_visible()
    page.get_by_role("link", name="Next question").press("Enter")
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    page.keyboard.press(place_of(waiting(), right=True)["key"])
    page.keyboard.press("Enter")
    page.get_by_role("link", name="See all answers").press("Enter")
    expect(page.get_by_text("1 of 2 right at the first try.")).to_be_visible()
    expect(page.get_by_text("right at the second try")).to_be_visible()
    axe(page, WCAG)
    page.get_by_role("button", name="Done", exact=True).press("Enter")
    expect(page.get_by_text("“Two on refunds” is done.")).to_be_visible()
    assert list(SittingItem.objects.order_by("number").values_list("score", flat=True)) == [0, 1]


@SIZES
def test_a_checklist_is_ticked_signed_off_and_done_by_that(page, abena, sign_in, axe, console_errors):
    lines = [
        {"key": "h", "text": "Before", "is_heading": True},
        {"key": "a", "text": "Way back known", "hint": "Within an hour, for one customer"},
        {"key": "b", "text": "Support trained"},
    ]
    parts = {"lines": lines, "sign_off": "manager"}
    launch = module("Launch", skill("Launch"), 1, 3, kind="checklist", body="Medium.", parts=parts)
    sign_in(abena)
    page.goto(f"/modules/{launch.public_id}/")
    first = page.get_by_role("checkbox", name="Way back known")
    first.press("Space")
    expect(first).to_have_attribute("aria-checked", "true")
    expect(first).to_be_focused()
    expect(page.get_by_text("1 of 2 lines ticked.")).to_be_visible()
    # What is being written elsewhere stays, whatever is ticked.
    page.get_by_text("Add a note: Support trained").press("Enter")
    page.get_by_label("Note: Support trained").fill("Recording for Lisbon follows.")
    first.press("Space")
    expect(first).to_have_attribute("aria-checked", "false")
    first.press("Space")
    expect(first).to_have_attribute("aria-checked", "true")
    page.get_by_role("button", name="Save note").last.press("Enter")
    expect(page.locator("#note-b .checklist-said")).to_have_text("Recording for Lisbon follows.")
    page.get_by_role("checkbox", name="Support trained").press("Space")
    expect(page.locator("#checklist-status")).to_contain_text("Waiting for sign-off")
    expect(page.locator("#checklist-status")).to_contain_text("Marta Kowalczyk")
    axe(page, WCAG)

    sign_in(abena.employments.get().manager)
    page.goto("/")
    page.get_by_role("link", name="1 checklist to sign off").press("Enter")
    page.wait_for_url("**/sign-offs/")
    axe(page, WCAG)
    page.get_by_role("link", name="Abena Osei").press("Enter")
    expect(page.get_by_text("Recording for Lisbon follows.")).to_be_visible()
    axe(page, WCAG)
    page.get_by_role("button", name="Send back").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Say what is missing")
    # The browser tells of each page that a form came back with.
    console_errors.clear()
    page.get_by_label("A few words").fill("Tried it with Café Blom: good.")
    page.get_by_role("button", name="Sign off", exact=True).press("Enter")
    expect(page.get_by_text("Signed off. Abena Osei is told.")).to_be_visible()

    assert ChecklistCopy.objects.get().is_signed_off
    assert Activity.objects.get().completed_at is not None
    sign_in(abena)
    page.goto(f"/modules/{launch.public_id}/")
    expect(page.locator("#checklist-status")).to_contain_text("Signed off by Marta Kowalczyk")
    expect(page.get_by_text("You have done this module.")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    axe(page, WCAG)


def test_lines_are_written_by_keyboard(page, sign_in, axe):
    sign_in(person("Ines Carvalho", is_author=True))
    page.goto("/authoring/new/?kind=checklist")
    page.get_by_label("Title").fill("Launch")
    page.get_by_label("Minutes").fill("2")
    page.get_by_label("Line 1", exact=True).fill("Before")
    page.get_by_label("This line is a heading").first.press("Space")
    page.get_by_label("Line 2", exact=True).fill("Way back known")
    page.get_by_label("Who signs it off").select_option(label="The mentor")
    page.get_by_role("button", name="Add a line").press("Enter")
    expect(page.get_by_label("Line 4", exact=True)).to_be_focused()
    axe(page, WCAG)
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.get_by_text("Your checklist")).to_be_visible()
    parts = Module.objects.get().parts
    assert [(one["text"], one["is_heading"]) for one in parts["lines"]] == [
        ("Before", True),
        ("Way back known", False),
    ]
    assert parts["sign_off"] == "mentor"
