"""Targets of a page as WCAG 2.2 means them: what can be clicked, how large it is, what else is in its way."""

from playwright.sync_api import Page

# Links in running text are as high as their line, which 2.5.8 allows; what a frame cuts off is left out.
TARGETS = """() => {
    const every = "a[href], button, summary, input:not([type=hidden]), select, textarea, label:has(input)";
    const text = "p, .hint, .prose li, .prose td, .prose dd";
    const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sr, .skip");
    const isInText = (one) => {
        const around = one.closest(".prose p") ?? one.closest(text);
        const more = around ? around.textContent.trim().length - one.textContent.trim().length : 0;
        return getComputedStyle(one).display === "inline" && (more > 3 || one.closest(".prose"));
    };
    const isCut = (one, box) => {
        const frame = one.closest(".table-frame, .heat-frame, .tabs, dialog")?.getBoundingClientRect();
        const isAcross = frame && (box.right > frame.right + 1 || box.left < frame.left - 1);
        return isAcross || (frame && box.bottom > frame.bottom + 1);
    };
    return [...document.querySelectorAll(every)]
        .filter((one) => isSeen(one) && !isInText(one) && !(one.matches("input") && one.closest("label")))
        .map((one) => ({ one, box: one.getClientRects()[0] }))
        .filter(({ one, box }) => box?.width && box.height && !isCut(one, box));
}"""
TOO_SMALL = f"""(least) => {{
    const targets = ({TARGETS})();
    const named = ({{ one, box }}) =>
        `${{one.outerHTML.slice(0, 90)}} ${{Math.round(box.width)}} × ${{Math.round(box.height)}}`;
    const middle = (from, to) => [(from + to - least) / 2 + 1, (from + to + least) / 2 - 1];
    const overlaps = (box, other) => {{
        const [left, right] = middle(box.left, box.right);
        const [top, bottom] = middle(box.top, box.bottom);
        return other.left < right && left < other.right && other.top < bottom && top < other.bottom;
    }};
    const isOtherThan = (one, other) => !one.contains(other) && !other.contains(one);
    const small = targets.filter(({{ box }}) => Math.min(box.width, box.height) < least - 0.5).map(named);
    const covered = targets.flatMap((target, index) => targets
        .filter((other) => isOtherThan(target.one, other.one) && overlaps(target.box, other.box))
        .map((other) => `${{named(target)}} lies under ${{named(other)}}`));
    return [...small, ...covered];
}}"""


def small_targets(page: Page, least: int) -> list[str]:
    """What can be clicked and is smaller than `least` pixels, or has another target in its middle."""
    return page.evaluate(TOO_SMALL, least)
