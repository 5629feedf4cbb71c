"""Two authors make a module together: what is typed is kept, comments have their places, one publishes."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from content.authoring.models import EditingSession, ReviewComment
from content.authoring.services import note_open, submit_module
from content.catalogue.models import Module
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.company import NOON, module, person, skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "## When somebody asks\n\nSay what you can do first.\n\n- Never begin with no\n- Name the next step\n"
SIZES = pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])


@pytest.fixture
def ines() -> Person:
    return person("Ines Carvalho", is_author=True)


@pytest.fixture
def jonas() -> Person:
    return person("Jonas Weber", is_author=True)


@pytest.fixture
def draft(ines) -> Module:
    return module(
        "Say no kindly", skill(), 1, 2, status="draft", author=ines, changed_by=ines, body=BODY, minutes=2
    )


@SIZES
def test_a_module_is_reviewed_by_keyboard_with_a_comment_and_published(
    page, ines, jonas, draft, sign_in, axe
):
    sign_in(ines)
    page.goto(f"/modules/{draft.public_id}/")
    page.get_by_role("link", name="Review and publish").press("Enter")
    axe(page, WCAG)
    page.get_by_role("button", name="Send for review").press("Enter")
    expect(page.get_by_text("Sent for review.")).to_be_visible()

    sign_in(jonas)
    page.goto("/inbox/")
    page.get_by_role("link", name=re.compile("waiting for your review")).first.press("Enter")
    page.get_by_text("Comment Say what you can do first.").press("Enter")
    box = page.get_by_role("textbox", name="Your comment").first
    box.fill("What would that be, for example?")
    page.get_by_role("button", name="Add comment").first.press("Enter")
    expect(page.get_by_text("What would that be, for example?")).to_be_visible()
    axe(page, WCAG)
    assert ReviewComment.objects.get().passage == "Say what you can do first."
    page.get_by_text("Answer", exact=True).press("Enter")
    page.get_by_role("textbox", name="Your answer").fill("Never mind.")
    page.get_by_role("button", name="Send answer").press("Enter")
    page.get_by_role("button", name="Resolve").press("Enter")
    expect(page.get_by_text("resolved by Jonas Weber")).to_be_visible()
    page.get_by_role("button", name="Approve and publish").press("Enter")
    expect(page.get_by_text("Published. Plans are updated within a minute.")).to_be_visible()
    assert Module.objects.get().status == "published"


def test_what_is_typed_is_kept_and_another_author_is_told(page, ines, jonas, draft, sign_in, axe):
    note_open(person=jonas, module=draft, as_of=timezone.now())
    sign_in(ines)
    page.goto(f"/authoring/{draft.public_id}/")
    expect(page.get_by_text("Jonas Weber has this module open too.")).to_be_visible()
    page.get_by_label("Title").fill("Say no, and mean it well")
    expect(page.get_by_text("What you typed is kept for you")).to_be_visible()
    assert "mean+it+well" in EditingSession.objects.get(person=ines).typed
    page.goto("/authoring/")
    page.goto(f"/authoring/{draft.public_id}/")
    expect(page.get_by_label("Title")).to_have_value("Say no, and mean it well")
    axe(page, WCAG)
    page.get_by_role("button", name="Discard").press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Say no kindly")


def test_a_prerequisite_is_found_while_typing_and_saved(page, ines, draft, sign_in):
    first = module("Numbers with care", skill(), 0, 1)
    sign_in(ines)
    page.goto(f"/authoring/{draft.public_id}/")
    page.get_by_label("Find a module").press_sequentially("numb")
    page.get_by_role("checkbox", name=re.compile("Numbers with care")).press("Space")
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.get_by_text("This is how learners will see it.")).to_be_visible()
    assert draft.prerequisites.get() == first


@SIZES
def test_many_are_changed_at_once(page, ines, jonas, sign_in, axe):
    for number in range(3):
        module(f"Number {number}", skill(), 0, 1, author=ines)
    sign_in(ines)
    page.goto("/authoring/")
    for number in range(2):
        page.get_by_role("checkbox", name=f"Choose Number {number}").press("Space")
    axe(page, WCAG)
    page.get_by_role("button", name="Change what is ticked").press("Enter")
    axe(page, WCAG)
    page.get_by_role("combobox", name="Owner").select_option(label=str(jonas))
    page.get_by_role("button", name="Set the owner").press("Enter")
    expect(page.get_by_text("2 modules are changed.")).to_be_visible()


def test_a_review_needs_no_script(browser, live_server, ines, jonas, draft, sign_in, page):
    submit_module(module=draft, by=ines, as_of=NOON)
    sign_in(jonas)
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/authoring/{draft.public_id}/review/")
    plain.get_by_text("Comment Title").click()
    plain.locator("#comment-title").fill("Shorter?")
    plain.locator("#fields").get_by_role("button", name="Add comment").first.click()
    assert ReviewComment.objects.get().place == "title"
    plain.get_by_role("button", name="Send back").click()
    assert plain.get_by_text("Say what to change").first.is_visible()
    context.close()
