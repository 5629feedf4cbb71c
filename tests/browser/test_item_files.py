"""Questions from a file in the browser: uploaded, read, chosen for and added, by keyboard and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from assessments.testing.bank.models import ItemVersion
from assessments.testing.interchange.tasks import carry_out_imports
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.company import skill
from tests.item_bank import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = {
    "name": "questions.txt",
    "mimeType": "text/plain",
    "buffer": (
        b"::Who::Who may refund?{=Everybody#Up to 50 ~The lead ~%50%Nobody}\n\n"
        b"How many days?{#14:0}\n\nWrite{}"
    ),
}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def author(sign_in) -> Person:
    made = Person.objects.create_user("ines@x.org", given_name="Ines", is_author=True)
    sign_in(made)
    return made


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def read(page: Page) -> None:
    expect(page.locator("#import-state")).to_contain_text("The file is being read.")
    carry_out_imports()
    expect(page.locator("#import-state")).to_contain_text("This is what was read.")


def test_questions_of_a_file_become_drafts_by_keyboard_alone(page, author, axe):
    what = skill("Refund policy")
    page.goto("/test-questions/import/")
    page.locator("#id_file").set_input_files(FILE)
    page.get_by_role("button", name="Upload").focus()
    press(page, "Enter")
    read(page)
    expect(page.get_by_text("It has no skill. Choose one above.")).to_have_count(2)
    expect(page.get_by_text("Somebody has to read the answer")).to_be_visible()
    axe(page, WCAG)
    page.get_by_label("Skill (questions without: 2)").focus()
    page.keyboard.type(what.name)
    press(page, "Tab")
    page.keyboard.type("2")
    page.get_by_role("button", name="Use these").focus()
    press(page, "Enter")
    read(page)
    page.locator("summary").first.focus()
    press(page, "Enter")
    expect(page.get_by_text("Up to 50")).to_be_visible()
    page.get_by_role("checkbox", name="How many days?").focus()
    press(page, "Space")
    axe(page, WCAG)
    page.get_by_role("button", name="Add the ticked questions").focus()
    press(page, "Enter")
    expect(page.locator("#import-state")).to_contain_text("The questions are being added.")
    carry_out_imports()
    expect(page.get_by_text("1 draft is added.")).to_be_visible()
    version = ItemVersion.objects.get()
    assert (version.stem, version.level, version.created_by) == ("Who may refund?", 2, author)


@pytest.mark.parametrize("viewport", [(390, 844)])
def test_the_pages_fit_a_phone(page, author, axe):
    published(what=skill("Refund policy"))
    page.goto("/test-questions/import/")
    assert not page.evaluate(WIDER)
    page.locator("#id_file").set_input_files(FILE)
    page.get_by_role("button", name="Upload").click()
    read(page)
    assert not page.evaluate(WIDER)
    page.goto("/test-questions/export/")
    page.get_by_label("Skill", exact=True).select_option(label="Refund policy")
    page.get_by_role("radio", name="Aiken").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("1 published question.")).to_be_visible()
    axe(page, WCAG)
    assert not page.evaluate(WIDER)
    with page.expect_download() as told:
        page.get_by_role("link", name="Download").click()
    assert told.value.suggested_filename == "refund-policy-aiken.txt"
