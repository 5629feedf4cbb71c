"""Pictures in the modules of the demo company, drawn here: texts name them as `pictures/<name>.png`. Pure."""

from collections.abc import Callable, Mapping
from functools import cache

from demo.drawings import ACCENT, INK, LARGE, LINE, QUIET, SMALL, SOFT, USUAL, WIDTH, Sheet


def _stations() -> bytes:
    """The five stations of a payment, from the pay button to the bank."""
    sheet = Sheet(250)
    stations = (
        ("Started", "minutes"),
        ("Authorised", "seconds by card,\n2 days by debit"),
        ("Paid", "until 20:00"),
        ("In a payout", "the same evening"),
        ("Paid out", "1 business day"),
    )
    step = (WIDTH - 120) / (len(stations) - 1)
    sheet.line((60, 96), (WIDTH - 60, 96), colour=ACCENT, width=4)
    for place, (name, takes) in enumerate(stations):
        x = 60 + place * step
        sheet.pen.ellipse((x - 20, 76, x + 20, 116), fill=ACCENT)
        sheet.text(x, 96, str(place + 1), LARGE, SOFT, at="mm")
        sheet.text(x, 146, name, USUAL, at="mm")
        for line, words in enumerate(takes.split("\n")):
            sheet.text(x, 176 + line * 22, words, SMALL, QUIET, at="mm")
    return sheet.done().png


def _discounts() -> bytes:
    """Who may give which discount: three steps, each higher than the one before."""
    sheet = Sheet(320)
    steps = (("up to 10%", "Account executive"), ("up to 15%", "Sales lead"), ("above 15%", "Head of sales"))
    wide = (WIDTH - 64) / len(steps)
    for place, (discount, who) in enumerate(steps):
        tall = 90 + place * 70
        x, y = 32 + place * wide, 288 - tall
        sheet.box(x, y, wide - 8, tall)
        sheet.line((x, y), (x + wide - 8, y), colour=ACCENT, width=4)
        sheet.text(x + wide / 2, y + 30, discount, LARGE, at="mm")
        sheet.text(x + wide / 2, y + 62, who, USUAL, QUIET, at="mm")
    return sheet.done().png


def _fee() -> bytes:
    """A fee of 7.25 in its three parts when 225 of 500 euros are refunded."""
    sheet = Sheet(270)
    sheet.text(32, 34, "Fee of a card payment of EUR 500.00: EUR 7.25", LARGE)
    parts = (
        ("Returned", "EUR 3.15", 3.15, ACCENT),
        ("Kept, in proportion", "EUR 3.85", 3.85, QUIET),
        ("Fixed", "EUR 0.25", 0.25, INK),
    )
    x, across = 32.0, (WIDTH - 64) / 7.25
    for name, amount, euros, colour in parts:
        wide = euros * across
        sheet.box(x, 86, wide - 2, 64, colour)
        at = "ra" if name == "Fixed" else "la"
        left = x + wide if name == "Fixed" else x
        sheet.text(left, 168 if name != "Fixed" else 214, f"{name}: {amount}", USUAL, at=at)
        if name == "Fixed":
            sheet.line((x + wide / 2, 152), (x + wide / 2, 208), colour=LINE)
        x += wide
    return sheet.done().png


PICTURES: Mapping[str, Callable[[], bytes]] = {
    "five-stations": _stations,
    "who-may-give-what": _discounts,
    "parts-of-a-fee": _fee,
}


@cache
def picture_of(name: str) -> bytes:
    """A picture as PNG, by its name. Raises KeyError for one that nobody draws."""
    return PICTURES[name]()
