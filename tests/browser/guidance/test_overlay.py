import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGE = """
<main><h1>Refunds</h1><p>What is paid back today.</p>
<input aria-label="Amount"><button id="send">Send refund</button><button id="other">Other</button>
<div class="box" tabindex="0" role="region" aria-label="List">
<div class="far"><button id="low">Deep inside</button></div></div><div class="far"></div></main>
"""
SHOW = """(given) => {
    window.told = [];
    const act = (name) => () => told.push(name);
    window.overlay = new guidance.Overlay({
        target: document.querySelector(given.selector),
        step: { title: "Send it", text: "Then the customer gets the money back.",
                isFirst: false, isLast: false },
        texts: { back: "Back", next: "Next", done: "Done", close: "Close", count: "Step 2 of 5",
                 covered: "Something lies over it. Close that first." },
        acts: { back: act("back"), next: act("next"), close: act("close") },
        language: given.direction === "rtl" ? "ar" : "en", direction: given.direction ?? "ltr",
        takesFocus: given.takesFocus ?? true, lost: act("lost"),
    });
}"""
HOSTILE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { display: none !important; font-size: 80px !important; }
        html, body, main, #send { display: block !important; }
        [data-lifow-guidance] { opacity: 0 !important; position: static !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
BOXES = """(selector) => {
    const root = document.querySelector("[data-lifow-guidance]").shadowRoot;
    const [ring, card] = [".ring", ".card"].map((name) => root.querySelector(name));
    const target = document.querySelector(selector);
    const boxOf = (one) => one.getBoundingClientRect().toJSON();
    return { ring: boxOf(ring), card: boxOf(card), target: boxOf(target), isRingHidden: ring.hidden };
}"""


def overlap(one, other):
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


def is_around(boxes):
    ring, target = boxes["ring"], boxes["target"]
    return abs(ring["left"] + 4 - target["left"]) < 2 and abs(ring["top"] + 4 - target["top"]) < 2


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_step_is_shown_under_the_strict_policy_and_is_accessible(page, show, axe, console_errors):
    show(PAGE)
    page.evaluate(SHOW, {"selector": "#send"})
    dialog = page.get_by_role("dialog", name="Send it")
    expect(dialog).to_be_focused()
    expect(dialog).to_have_accessible_description("Then the customer gets the money back.")
    boxes = page.evaluate(BOXES, "#send")
    assert is_around(boxes)
    assert not overlap(boxes["card"], boxes["target"])
    axe(page)
    assert console_errors == []


def test_tab_goes_through_the_card_to_the_target_and_back(page, show):
    show(PAGE)
    page.evaluate(SHOW, {"selector": "#send"})
    for name in ("Close", "Back", "Next", "Send refund"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("told") == ["next"]


def test_escape_closes_and_gives_focus_back(page, show):
    show(PAGE)
    page.locator("#other").focus()
    page.evaluate(SHOW, {"selector": "#send"})
    page.keyboard.press("Escape")
    expect(page.locator("[data-lifow-guidance]")).to_have_count(0)
    expect(page.locator("#other")).to_be_focused()
    assert page.evaluate("told") == ["close"]


def test_who_types_keeps_the_focus_and_hears_the_step(page, show):
    show(PAGE)
    page.get_by_label("Amount").focus()
    page.evaluate(SHOW, {"selector": "#send", "takesFocus": False})
    expect(page.get_by_label("Amount")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(
        "Step 2 of 5: Send it. Then the customer gets the money back."
    )


def test_ring_and_card_stay_at_the_target_while_the_page_scrolls(page, show):
    show(PAGE)
    page.evaluate(SHOW, {"selector": "#send"})
    page.evaluate("scrollTo(0, 40)")
    page.wait_for_timeout(100)
    assert is_around(page.evaluate(BOXES, "#send"))


def test_a_target_below_the_fold_of_a_scrolling_part_comes_into_view(page, show):
    show(PAGE.replace('<div class="far"><button id="low">', '<div class="far"></div><div><button id="low">'))
    page.evaluate(SHOW, {"selector": "#low"})
    page.wait_for_timeout(100)
    boxes = page.evaluate(BOXES, "#low")
    assert is_around(boxes)
    assert not boxes["isRingHidden"]


def test_what_is_covered_is_not_pointed_at(page, show):
    show(PAGE + '<div class="above"></div>')
    page.evaluate(SHOW, {"selector": "#send"})
    assert page.evaluate(BOXES, "#send")["isRingHidden"]
    expect(page.get_by_text("Something lies over it.")).to_be_visible()


def test_a_target_that_leaves_takes_the_card_with_it(page, show):
    show(PAGE)
    page.evaluate(SHOW, {"selector": "#send"})
    page.evaluate("document.querySelector('#send').remove()")
    expect(page.locator("[data-lifow-guidance]")).to_have_count(0)
    assert page.evaluate("told") == ["lost"]


def test_in_a_modal_dialog_the_card_can_be_used(page, show):
    show('<main><h1>Refunds</h1></main><dialog aria-label="Refund"><button id="pay">Pay</button></dialog>')
    page.evaluate("document.querySelector('dialog').showModal()")
    page.evaluate(SHOW, {"selector": "#pay"})
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("told") == ["next"]


@pytest.mark.parametrize("viewport", [(640, 400), (390, 844), (320, 256)], ids=["zoomed", "phone", "400%"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_card_is_in_the_window_at_any_size_and_direction(page, show, viewport, direction):
    show(PAGE, direction=direction)
    page.evaluate(SHOW, {"selector": "#send", "direction": direction})
    page.wait_for_timeout(100)
    card = page.evaluate(BOXES, "#send")["card"]
    assert card["left"] >= 0
    assert card["right"] <= viewport[0]
    assert card["top"] >= 0
    assert card["bottom"] <= viewport[1]


def test_no_style_of_the_page_reaches_the_card(page, show):
    show(PAGE)
    page.evaluate(HOSTILE)
    page.evaluate(SHOW, {"selector": "#send"})
    expect(page.get_by_role("dialog", name="Send it")).to_be_visible()
    title = page.get_by_role("heading", name="Send it")
    expect(title).to_have_css("font-size", "16px")
