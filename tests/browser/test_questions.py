"""Questions of tests: written by keyboard, moved about, previewed, reviewed by another, and pointed at."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from assessments.testing.bank.models import ItemVersion
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.company import person, skill
from tests.item_bank import draft, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ines() -> Person:
    skill("Refund policy")
    return person("Ines Carvalho", is_author=True)


def begin(page: Page, kind: str) -> None:
    page.goto(
        f"/test-questions/new/?skill={skill('Refund policy').public_id}&kind={kind}&language=en&level=2"
    )


def texts(page: Page) -> list[str]:
    return [field.input_value() for field in page.get_by_label(re.compile(r"^(Answer|Step) \d")).all()]


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_a_question_is_written_by_keyboard_reviewed_by_another_and_published(page, ines, sign_in, axe):
    jonas = person("Jonas Weber", is_author=True)
    sign_in(ines)
    page.goto("/test-questions/")
    page.get_by_role("link", name="New question").press("Enter")
    page.get_by_label("Skill", exact=True).select_option(label="Refund policy")
    page.get_by_role("radio", name="One right answer").press("Tab")
    page.get_by_role("button", name="Continue").press("Enter")

    page.get_by_label("Question", exact=True).press_sequentially("How long can a device be returned?")
    for number, text in enumerate(["A year", "Fourteen days", "Never"], start=1):
        page.get_by_label(f"Answer {number}").fill(text)
    page.get_by_role("radio", name="Right").nth(1).press("Space")
    page.get_by_role("button", name="Move 2 up").press("Enter")
    expect(page.get_by_label("Answer 1")).to_have_value("Fourteen days")
    expect(page.get_by_role("radio", name="Right").first).to_be_checked()
    expect(page.get_by_role("button", name="Move 1 up")).to_be_focused()
    page.get_by_role("button", name="Remove 4").press("Enter")
    expect(page.get_by_label("Answer 3")).to_be_focused()
    page.get_by_role("button", name="Add an answer").press("Enter")
    expect(page.get_by_label("Answer 4")).to_be_focused()
    page.keyboard.type("A month")
    page.get_by_role("radio", name=re.compile("^2 ")).press("Space")
    expect(page.locator("#preview")).to_contain_text("A month")
    axe(page, WCAG)
    page.get_by_role("button", name="Save draft").press("Enter")
    page.get_by_role("button", name="Send for review").press("Enter")
    expect(page.get_by_text("Sent for review.")).to_be_visible()

    sign_in(jonas)
    page.goto("/inbox/")
    page.get_by_role("link", name=re.compile("waiting for your review")).first.press("Enter")
    expect(page.locator("#key")).to_contain_text("Fourteen days")
    axe(page, WCAG)
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.get_by_text("It is asked from now on.")).to_be_visible()
    version = ItemVersion.objects.in_use().get()
    assert [row["text"] for row in version.body["options"] if row["is_right"]] == ["Fourteen days"]


def test_a_place_on_a_picture_is_drawn_by_its_author_and_pointed_at(page, ines, sign_in):
    version = draft("hotspot", author=ines)
    sign_in(ines)
    page.goto(f"/test-questions/{version.item.public_id}/")
    page.locator("[data-hotspot] rect").last.click()
    chosen = page.locator(".question input[type=radio]:checked")
    expect(chosen).to_have_count(1)

    page.goto(f"/test-questions/{version.item.public_id}/edit/")
    page.get_by_label("Area 2").focus()
    frame = page.locator("#preview [data-hotspot]").bounding_box()
    assert frame
    page.mouse.move(frame["x"] + frame["width"] * 0.5, frame["y"] + frame["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.75, frame["y"] + frame["height"] * 0.9)
    page.mouse.up()
    expect(page.get_by_label("Width").nth(1)).to_have_value(re.compile(r"^2[45]"))
    expect(page.locator("#preview rect[x^='50']")).to_have_count(1)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("button", name="Send for review")).to_be_visible()
    version.refresh_from_db()
    assert 49 <= version.body["areas"][1]["x"] <= 51


def test_what_was_typed_is_never_lost(page, ines, sign_in, console_errors):
    """A picture that is none, and a change of somebody else's meanwhile."""
    version = draft(author=ines, picture=picture("red"), picture_alt="Red")
    sign_in(ines)
    page.goto(f"/test-questions/{version.item.public_id}/edit/")
    page.get_by_label("Question", exact=True).fill("My words?")
    expect(page.locator("#preview")).to_contain_text("My words?")
    page.locator("input[type=file]").set_input_files(
        {"name": "x.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    )
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Use PNG, JPEG, GIF or WebP")
    expect(page.get_by_label("Question", exact=True)).to_have_value("My words?")
    expect(page.locator("#picture img")).to_be_visible()
    ItemVersion.objects.update(stem="Their words?", revision=2)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("alert")).to_contain_text("changed it on")
    expect(page.get_by_label("Question", exact=True)).to_have_value("My words?")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("This is how it will be shown.")).to_be_visible()
    assert all("422" in error for error in console_errors)
    console_errors.clear()


def test_rows_are_moved_without_a_script(browser: Browser, live_server, ines, sign_in, page):
    sign_in(ines)
    cookies = page.context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(15_000)
    context.add_cookies(cookies)
    plain = context.new_page()
    begin(plain, "order")
    for number, text in enumerate(["Listen", "Greet", "Solve"], start=1):
        plain.get_by_label(f"Step {number}").fill(text)
    plain.get_by_label("Question", exact=True).fill("In which order?")
    plain.get_by_role("button", name="Move 2 up").click()
    plain.get_by_role("button", name="Remove 4").click()
    assert texts(plain) == ["Greet", "Listen", "Solve"]
    plain.get_by_role("button", name="Add a step").click()
    plain.get_by_label("Step 4").fill("Check")
    plain.get_by_role("button", name="Save draft").click()
    expect(plain.get_by_role("button", name="Send for review")).to_be_visible()
    context.close()
    steps = ItemVersion.objects.get().body["steps"]
    assert [step["text"] for step in steps] == ["Greet", "Listen", "Solve", "Check"]
