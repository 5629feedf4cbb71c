"""A walkthrough is written and rehearsed by keyboard; a click elsewhere gives the hint."""

import pytest
from playwright.sync_api import expect

from content.catalogue.models import Module
from content.catalogue.services import publish_module
from content.kinds.walkthrough.parts import Area, steps_of
from tests.backing.pages import WCAG
from tests.company import person
from tests.item_bank import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])


def shown_picture() -> dict[str, object]:
    return {"name": "a.png", "mimeType": "image/png", "buffer": png(300, 200)}


@SIZES
def test_a_walkthrough_is_written_and_rehearsed_by_keyboard(page, sign_in, axe):
    sign_in(person("Ines Carvalho", is_author=True))
    page.goto("/authoring/new/?kind=walkthrough")
    page.get_by_label("Title").fill("Begin a refund")
    page.get_by_label("Minutes").fill("2")
    page.get_by_label("Step 1", exact=True).fill("Press Refund.")
    page.locator("[data-step-file]").set_input_files(shown_picture())
    picture = page.get_by_role("application", name="The place to act on")
    expect(picture).to_be_visible()
    expect(page.get_by_label("Step 1", exact=True)).to_have_value("Press Refund.")
    page.get_by_role("textbox", name="What the picture shows", exact=True).fill("A payment.")
    page.get_by_label("Hint").fill("In the middle.")
    picture.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowRight"):
        page.keyboard.press(key)
    axe(page, WCAG)
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.get_by_text("This is how learners will see it.")).to_be_visible()
    walkthrough = publish_module(module=Module.objects.get())
    [step] = steps_of(walkthrough.parts)
    assert step.area == Area(41.0, 46.0, 21.0, 10.0)

    sign_in(person("Abena Osei"))
    page.goto(f"/modules/{walkthrough.public_id}/")
    axe(page, WCAG)
    page.get_by_role("link", name="Rehearse it here").press("Enter")
    expect(page.get_by_text("Step 1 of 1")).to_be_visible()
    page.locator(".walkthrough-picture").click(position={"x": 5, "y": 5})
    expect(page.locator(".field-error")).to_be_focused()
    expect(page.get_by_text("That is another place. In the middle.")).to_be_visible()
    axe(page, WCAG)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="The place to click")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have gone through all steps.")).to_be_visible()
    page.get_by_role("button", name="Done", exact=True).press("Enter")
    expect(page.get_by_text("“Begin a refund” is done.")).to_be_visible()


def test_a_place_is_drawn_with_the_pointer(page, sign_in):
    sign_in(person("Ines Carvalho", is_author=True))
    page.goto("/authoring/new/?kind=walkthrough")
    page.get_by_label("Step 1", exact=True).fill("Press Refund.")
    page.locator("[data-step-file]").set_input_files(shown_picture())
    picture = page.locator("[data-draw]")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.9)
    page.mouse.up()
    sides = [
        float(page.locator(f"[data-side={name}]").input_value()) for name in ("x", "y", "width", "height")
    ]
    assert sides == pytest.approx([20, 50, 40, 40], abs=1.5)
