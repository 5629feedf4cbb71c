"""A video is uploaded in pieces, captioned, published, watched, searched and done; on a phone too."""

import re

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from content.activity.models import Activity
from content.catalogue.models import Module, ModuleDraft
from content.catalogue.services import publish_module
from content.kinds.video.models import VideoProgress
from demo.videos import read_video
from lifow.base.uploads.models import StoredFile, Upload
from lifow.base.uploads.services import store_bytes
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.company import NOON, module, person, skill
from tests.item_bank import items

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWPORTS = pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])
MADE = read_video("fees-of-a-refund")


@pytest.fixture
def ines() -> Person:
    return person("Ines Carvalho", is_author=True)


@pytest.fixture
def fees(ines: Person) -> Module:
    """The video of the demo company, published."""
    stored = store_bytes(owner=ines, purpose="video", name="a", data=MADE.data, as_of=NOON)
    chapters = [{"key": at, "at": at, "title": title} for at, title in MADE.chapters]
    captions = [{"key": "en", "language": "en", "text": MADE.captions}]
    parts = {"file": stored.public_id, "captions": captions, "chapters": chapters}
    return module("Where the fee goes", skill("Refund policy"), 1, 3, kind="video", body="", parts=parts)


def choose(page: Page, data: bytes = MADE.data) -> None:
    page.get_by_label("Video", exact=True).set_input_files(
        {"name": "fees.webm", "mimeType": "video/webm", "buffer": data}
    )


@VIEWPORTS
def test_an_author_uploads_captions_and_lists_chapters_by_keyboard(page: Page, ines, sign_in, axe):
    sign_in(ines)
    page.goto("/authoring/new/?kind=video")
    page.get_by_label("Title", exact=True).fill("Where the fee goes")
    page.get_by_label("Minutes", exact=True).fill("2")
    choose(page)
    expect(page.get_by_label("The video that was uploaded")).to_be_visible()
    page.get_by_label(re.compile("^Captions 1")).fill(MADE.captions)
    page.get_by_label(re.compile("^Chapters as a list")).fill("0:00 Why\n0:22 What comes back")
    page.get_by_role("button", name="Add to the chapters").press("Enter")
    expect(page.get_by_label(re.compile("^Title 2"))).to_have_value("What comes back")
    axe(page, WCAG)
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.get_by_role("region", name="Transcript")).to_contain_text("Nothing was charged twice.")
    made = Module.objects.get()
    assert made.parts["file"] == StoredFile.objects.get().public_id
    publish_module(module=made)


def test_an_upload_goes_on_where_the_connection_was_lost(page: Page, ines, sign_in, console_errors):
    """tus-js-client, which nobody here wrote, against a server that cuts it off twice."""
    lost: list[str] = []

    def cut(route) -> None:
        if route.request.method == "PATCH" and len(lost) < 2:
            lost.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/*/", cut)
    sign_in(ines)
    page.goto("/authoring/new/?kind=video")
    choose(page)
    expect(page.get_by_label("The video that was uploaded")).to_be_visible()
    assert len(lost) == 2
    assert Upload.objects.get().file == StoredFile.objects.get()
    console_errors.clear()


def test_what_is_no_video_is_told_and_what_was_typed_stays(page: Page, ines, sign_in, console_errors):
    sign_in(ines)
    page.goto("/authoring/new/?kind=video")
    page.get_by_label("Title", exact=True).fill("Fees")
    choose(page, b"<script>alert(1)</script>" * 100)
    expect(page.get_by_role("alert").filter(has_text="Save it as MP4 or WebM")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Fees")
    assert not StoredFile.objects.exists()
    assert all("422" in error for error in console_errors)
    console_errors.clear()


@VIEWPORTS
def test_a_learner_seeks_by_sentence_searches_and_is_done_when_it_is_watched(page: Page, fees, sign_in, axe):
    learner = person()
    sign_in(learner)
    page.goto(f"/modules/{fees.public_id}/?t=40")
    player = page.locator("video")
    expect(player).to_have_js_property("currentTime", 40)
    expect(page.locator("[data-sentence][aria-current=true]")).to_contain_text("So say it in one breath.")
    axe(page, WCAG)
    page.get_by_label("Search the transcript").fill("network")
    expect(page.locator("[data-sentence]:visible")).to_have_count(1)
    expect(page.locator("[data-sentence]:visible")).to_contain_text("card network")
    page.get_by_label("Search the transcript").press("Enter")
    expect(page.locator("[data-sentence][aria-current=true]")).to_contain_text("card network")
    assert "t=" in page.url
    page.get_by_label("Search the transcript").press("Escape")
    page.get_by_role("link", name=re.compile("Why the payout is smaller")).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_contain_text("A customer calls")
    page.get_by_role("link", name=re.compile("What a payment costs")).press("Enter")
    page.wait_for_function("() => document.querySelector('video').currentTime > 13")
    player.evaluate("video => video.pause()")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Watch the video to the end first")).to_be_visible()
    assert 13 < VideoProgress.objects.get().position < 30

    player.evaluate(
        "video => { video.muted = true; video.currentTime = 0; video.playbackRate = 16; video.play(); }"
    )
    expect(page.locator("[data-video-seen]")).to_contain_text(
        re.compile(r"0:(4[6-9]|5\d) of 0:51"), timeout=30_000
    )
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("is done.")).to_be_visible()
    assert Activity.objects.completed().exists()


@VIEWPORTS
def test_a_video_waits_at_a_question_and_goes_on_with_or_without_an_answer(page: Page, fees, sign_in, axe):
    first, second = (one.item.public_id for one in items(skill("Refund policy"), each=1, levels=(2, 3)))
    moments = [{"key": at, "item": item, "at": f"0:0{at}"} for item, at in ((first, 1), (second, 3))]
    Module.objects.filter(pk=fees.pk).update(parts={**fees.parts, "questions": moments})
    sign_in(person())
    page.goto(f"/modules/{fees.public_id}/")
    player, questions = page.locator("video"), page.locator("details[data-moment]")
    player.evaluate("video => { video.muted = true; return video.play(); }")
    expect(questions.nth(0)).to_have_attribute("open", "")
    expect(questions.nth(0).locator("summary")).to_be_focused()
    expect(player).to_have_js_property("paused", True)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    questions.nth(0).get_by_role("radio", name="This one", exact=True).press("Space")
    axe(page, WCAG)
    questions.nth(0).get_by_role("button", name="Answer", exact=True).press("Enter")
    expect(questions.nth(0)).to_contain_text("It is so.")
    questions.nth(0).get_by_role("button", name="Continue the video").press("Enter")
    expect(questions.nth(1)).to_have_attribute("open", "")
    questions.nth(1).get_by_role("button", name="Continue the video").press("Enter")
    page.wait_for_function("() => document.querySelector('video').currentTime > 4")
    player.evaluate("video => { video.currentTime = 2.5; }")
    page.wait_for_function("() => document.querySelector('video').currentTime > 3.6")
    expect(player).to_have_js_property("paused", False)


def test_a_player_asks_for_short_ranges(page: Page, fees, sign_in):
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/video/" in request.url else None)
    sign_in(person())
    page.goto(f"/modules/{fees.public_id}/")
    page.locator("video").evaluate("video => { video.muted = true; return video.play(); }")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    answers = [one.response() for one in asked]
    assert {answer.status for answer in answers if answer} == {206}


def test_without_scripts_a_video_is_uploaded_watched_and_said_to_be(
    browser: Browser, live_server, ines, sign_in, page
):
    sign_in(ines)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(15_000)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto("/authoring/new/?kind=video")
    plain.get_by_label("Title", exact=True).fill("Fees")
    plain.get_by_label("Minutes", exact=True).fill("2")
    choose(plain)
    plain.get_by_role("button", name="Upload").click()
    plain.get_by_label("Take captions from a file").set_input_files(
        {"name": "a.vtt", "mimeType": "text/vtt", "buffer": MADE.captions.encode()}
    )
    plain.get_by_role("button", name="Save draft").click()
    publish_module(module=Module.objects.get())
    plain.reload()
    plain.get_by_role("link", name=re.compile("Nothing was charged twice")).click()
    assert "#t=" in (plain.locator("video").get_attribute("src") or "")
    plain.get_by_role("button", name="Done").click()
    plain.get_by_role("button", name="I have watched it elsewhere or read the transcript").click()
    plain.get_by_role("button", name="Done").click()
    expect(plain.get_by_text("is done.")).to_be_visible()
    context.close()


@VIEWPORTS
def test_captions_are_corrected_line_by_line_with_the_keyboard(page: Page, fees, sign_in, ines, axe):
    sign_in(ines)
    page.goto(f"/authoring/{fees.public_id}/captions/")
    line = page.get_by_role("textbox", name="Line 2: Words")
    line.focus()
    page.keyboard.press("ControlOrMeta+Home")
    for _letter in "Open the payout,":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Line 3: Words")).to_be_focused()
    expect(page.get_by_role("textbox", name="Line 3: Words")).to_have_value("and read the lines together.")
    page.keyboard.press("Backspace")
    expect(line).to_have_value("Open the payout, and read the lines together.")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" Twice.")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => document.querySelector('video').currentTime > 4.5")
    page.locator("video").evaluate("video => video.pause()")
    line.evaluate("words => words.closest('li').scrollIntoView({ block: 'center' })")
    axe(page, WCAG)
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert "read the lines together. Twice.\n" in ModuleDraft.objects.get().contents["parts"]["captions"][0][
        "text"
    ].replace("\r", "")
