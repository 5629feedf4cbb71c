"""What somebody does who has a keyboard and nothing else: Tab to where they want to be, and type there.

Focus shows and lies under nothing at every step of the way. How far away a thing is, and on which side, is
asked of the page; the way there is walked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

FOCUSED = """() => {
    const here = document.activeElement.getBoundingClientRect();
    const style = getComputedStyle(document.activeElement);
    const bar = document.querySelector("header.bar");
    const end = bar.getBoundingClientRect().bottom;
    const message = document.querySelector(".message")?.getBoundingClientRect();
    const isOver = (one) => one.top < here.bottom && here.top < one.bottom && one.left < here.right;
    const sticks = ["sticky", "fixed"].includes(getComputedStyle(bar).position);
    return {
        name: document.activeElement.innerText.trim() || document.activeElement.ariaLabel,
        isRinged: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
        isCovered: sticks && !document.activeElement.closest("header.bar, .skip") && here.top < end,
        isUnderMessage: Boolean(message && !document.activeElement.closest(".message") && isOver(message)),
        isInSight: here.bottom > 0 && here.top < innerHeight,
    };
}"""
# 0 there; else which way: a radio button of the same group is where the group is.
SIDE = """(wanted) => {
    const here = document.activeElement;
    const isGroup = wanted.type === "radio" && here.type === "radio" && here.name === wanted.name;
    if (here === wanted || isGroup) return 0;
    return here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
}"""
MOST_STOPS = 150


def seen_focus(page: Page) -> str:
    """The name of what has focus, which shows, is in sight, and lies under nothing."""
    focused = page.evaluate(FOCUSED)
    name: str = focused["name"]
    assert focused["isRinged"], f"{name!r} has focus and does not show it"
    assert not focused["isCovered"], f"{name!r} has focus under the bar"
    assert not focused["isUnderMessage"], f"{name!r} has focus under what the page says"
    assert focused["isInSight"], f"{name!r} has focus out of sight"
    return name


def tab_to(page: Page, name: str, *, key: str = "Tab", most: int = 60) -> None:
    """Press Tab until an element of that name has focus."""
    seen = []
    for _step in range(most):
        page.keyboard.press(key)
        seen.append(seen_focus(page))
        if seen[-1] == name:
            return
    pytest.fail(f"{name!r} is not among the first stops: {seen}")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keyboard of a page."""

    page: Page

    def to(self, wanted: Locator) -> None:
        """Tab, forwards or back, until something has focus."""
        expect(wanted).to_be_visible()
        stops: list[str] = []
        while side := wanted.evaluate(SIDE):
            self.page.keyboard.press("Tab" if side > 0 else "Shift+Tab")
            stops.append(seen_focus(self.page))
            if len(stops) > MOST_STOPS:
                pytest.fail(f"{wanted} is not reached by Tab: {stops}")

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        """Go there and press a key."""
        self.to(wanted)
        self.page.keyboard.press(key)

    def choose(self, wanted: Locator) -> None:
        """Choose one of a group of radio buttons, which is one stop: the arrows go on from there."""
        self.to(wanted)
        for _step in range(MOST_STOPS):
            if wanted.evaluate("(one) => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def link(self, name: Any, **how: Any) -> None:
        self.press(self.page.get_by_role("main").get_by_role("link", name=name, **how).first)

    def button(self, name: Any, **how: Any) -> None:
        self.press(self.page.get_by_role("main").get_by_role("button", name=name, **how).first)

    def fill(self, field: Locator, text: str) -> None:
        """Write over what a field holds. A longer text is pasted."""
        self.to(field)
        self.page.keyboard.press("ControlOrMeta+a")
        if "\n" in text:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.type(text)

    def label(self, name: Any, text: str) -> None:
        self.fill(self.page.get_by_role("main").get_by_label(name, exact=isinstance(name, str)).first, text)

    def select(self, name: Any, option: str) -> None:
        """Choose from a list by typing what the option begins with."""
        field = self.page.get_by_label(name, exact=isinstance(name, str)).first
        self.to(field)
        # What no key types would be put into a field of text.
        self.page.keyboard.type(option.partition(" · ")[0])
        expect(field.locator("option:checked")).to_have_text(option)

    def choose_file(self, field: Locator, name: str, media_type: str, data: bytes) -> None:
        """Open the chooser of a file, and choose one."""
        # The browser hears first that the chooser is ours: told just before the key, it may hear it later.
        with self.page.expect_file_chooser(timeout=60_000) as chooser:
            self.to(field)
            self.page.keyboard.press("Space")
        chooser.value.set_files({"name": name, "mimeType": media_type, "buffer": data})


def in_order(page: Page, words: Sequence[str]) -> None:
    """Each of these is on the page."""
    for one in words:
        expect(page.get_by_role("main")).to_contain_text(one)
