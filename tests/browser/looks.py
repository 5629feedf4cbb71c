"""How a page is looked at: on a desk and on a phone, by day and by night."""

from collections.abc import Iterator

from playwright.sync_api import Page

SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
# What can be clicked is at least so large: for a mouse, and for a finger.
TARGETS = {"desk": 24, "phone": 44}
# From the top, two frames on, with whatever moved at its end: nothing lies under the bar, no colour fades.
SETTLED = """async () => {
    scrollTo(0, 0);
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await Promise.all(document.getAnimations().map((moving) => moving.finished));
}"""


def looks() -> Iterator[tuple[str, str]]:
    for size in SIZES:
        for scheme in ("light", "dark"):
            yield size, scheme


def show(page: Page, size: str, scheme: str) -> None:
    """The open page in another size and other colours, settled."""
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
