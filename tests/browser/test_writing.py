"""An author writes in the field for Markdown: with buttons and keys, with pictures; on a phone too."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from content.catalogue.models import Module
from lifow.base.media.addresses import picture_address
from lifow.base.media.models import Picture
from tests.backing.pages import WCAG
from tests.company import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWPORTS = pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])
PASTE = """(box, bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "pasted.png", { type: "image/png" }));
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "PNG")
    return out.getvalue()


def text_of(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


@VIEWPORTS
def test_a_text_with_a_pasted_picture_is_written_by_keyboard(page: Page, sign_in, axe):
    sign_in(person("Ines Carvalho", is_author=True))
    page.goto("/authoring/new/")
    page.get_by_label("Title", exact=True).fill("Where the fee goes")
    page.get_by_label("Minutes", exact=True).fill("2")
    text = page.get_by_role("textbox", name="Text", exact=True)
    text.focus()
    page.keyboard.type("Three fees ")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("come back")
    assert text_of(page) == "Three fees **come back**"
    page.keyboard.press("ControlOrMeta+z")
    expect(page.get_by_role("textbox", name="Text", exact=True)).not_to_contain_text("come back")
    page.keyboard.press("ControlOrMeta+y")
    text.press("ControlOrMeta+End")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Picture", exact=True)).to_be_focused()
    text.evaluate(PASTE, list(png()))
    words = page.get_by_label("What the picture shows")
    expect(words).to_be_focused()
    axe(page, WCAG)
    page.keyboard.type("A fee in three parts")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    address = picture_address(Picture.objects.get().public_id)
    expect(page.locator("#preview img")).to_have_attribute("alt", "A fee in three parts")
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.locator("#text img")).to_have_js_property("naturalWidth", 60)
    body = Module.objects.get().body.replace("\r\n", "\n")
    assert body == f"Three fees **come back**\n\n![A fee in three parts]({address})\n"


def test_a_picture_that_is_refused_is_said_where_it_was_chosen(page: Page, sign_in, console_errors):
    sign_in(person("Ines Carvalho", is_author=True))
    page.goto("/authoring/new/")
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    page.get_by_text("Add a picture", exact=True).click()
    chooser = page.get_by_label("Picture", exact=True).and_(page.locator("input"))
    chooser.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"})
    expect(page.locator("[data-picture-problem]")).to_contain_text("Use PNG, JPEG, GIF or WebP.")
    expect(chooser).to_be_focused()
    assert len(console_errors) == 1
    console_errors.clear()
