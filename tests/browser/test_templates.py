"""A copy of a template in a browser: it saves itself, shows passages, and is not undone by another window."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from content.catalogue.models import Module
from content.kinds.template.copies import comments_of
from content.kinds.template.models import TemplateCopy
from tests.larkfield import Larkfield

pytestmark = pytest.mark.browser


@pytest.fixture
def copied(page: Page, larkfield: Larkfield, sign_in: Callable[[Any], None]) -> Page:
    """A new copy of the brief, made by its button."""
    sign_in(larkfield.learner)
    brief = Module.objects.get(key="brief-template")
    page.goto(reverse("content:module", args=[brief.public_id]))
    page.get_by_role("button", name="Make my copy").click()
    expect(page.get_by_role("heading", name="Comments")).to_be_visible()
    return page


def newest() -> TemplateCopy:
    return TemplateCopy.objects.latest("pk")


def test_it_saves_what_is_written_and_answered_by_itself(copied):
    saved = copied.locator("#saved")
    copied.get_by_label("Text", exact=True).press("ControlOrMeta+Home")
    with copied.expect_response(lambda response: response.request.method == "POST"):
        copied.keyboard.type("For **Karin**. ")
    expect(copied.locator("#reading strong", has_text="Karin")).to_be_visible()
    with copied.expect_response(lambda response: response.request.method == "POST"):
        copied.get_by_label("Your answer").first.fill("Asked support.")
    expect(saved).to_contain_text("Saved")
    copied.reload()
    expect(copied.get_by_label("Text", exact=True)).to_have_value(newest().text)
    assert newest().text.startswith("For **Karin**. ")
    assert "Asked support." in [one.answer for one in comments_of(newest())]


def test_a_comment_shows_its_passage_in_the_text(copied):
    copied.get_by_role("button", name="Show in the text").first.click()
    selected = copied.evaluate(
        "() => { const t = document.activeElement; return t.value.slice(t.selectionStart, t.selectionEnd) }"
    )
    assert selected.startswith("[One person.")


def test_a_second_window_is_told_and_keeps_its_text(copied, console_errors):
    other = copied.context.new_page()
    other.goto(copied.url)
    for window, words in ((other, "There. "), (copied, "Here. ")):
        window.get_by_label("Text", exact=True).press("ControlOrMeta+Home")
        with window.expect_response(lambda response: response.request.method == "POST"):
            window.keyboard.type(words)
    expect(copied.locator("#saved")).to_contain_text("saved in another window")
    copied.get_by_role("button", name="Save", exact=True).click()
    expect(copied.get_by_label("Text", exact=True)).to_have_value(newest().text.replace("There. ", "Here. "))
    expect(copied.locator("#there")).to_contain_text("There.")
    assert newest().text.startswith("There. ")
    other.close()
    assert all("status of 422" in error for error in console_errors), "the refusals, and nothing else"
    console_errors.clear()


def test_what_is_typed_last_is_kept_when_the_page_is_left(copied, larkfield):
    copied.get_by_label("Text", exact=True).press("ControlOrMeta+Home")
    copied.keyboard.type("Last words. ")
    copied.goto(reverse("content:copies"))
    expect(copied.get_by_role("heading", name="My copies")).to_be_visible()
    for _try in range(50):
        if newest().text.startswith("Last words. "):
            break
        copied.wait_for_timeout(100)
    assert newest().text.startswith("Last words. ")


def test_a_change_of_the_template_is_taken_over_with_the_keyboard(page, larkfield, sign_in):
    sign_in(larkfield.learner)
    copy = TemplateCopy.objects.for_person(larkfield.learner).get()
    page.goto(reverse("content:copy", args=[copy.public_id]))
    page.get_by_role("link", name="See what changed").press("Enter")
    page.get_by_role("button", name="Take it over").press("Enter")
    expect(page.get_by_label("Text", exact=True)).to_be_visible()
    copy.refresh_from_db()
    assert "from the log, not from memory" in copy.text
    assert "Refunds to cards are delayed" in copy.text


def test_it_is_downloaded_as_word(copied):
    with copied.expect_download() as download:
        copied.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".docx")
