"""Screens of Larkfield's product for the walkthroughs of the demo company, drawn here. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from demo.drawings import ACCENT, INK, LARGE, QUIET, SMALL, USUAL, WIDTH, Drawing, Sheet

MENU = ("Invoices", "Payments", "Payouts", "Contacts", "Reports")
LEFT = 176
"""Where the page begins, right of the menu."""


def _page(height: int, current: str, title: str) -> Sheet:
    """A page with its menu and its title; each entry of the menu is a part."""
    sheet = Sheet(height)
    sheet.box(0, 0, 152, height)
    for place, words in enumerate(MENU):
        sheet.text(24, 32 + place * 42, words, colour=ACCENT if words == current else QUIET)
        sheet.part(words.lower(), 20, 28 + place * 42, 112, 30)
    sheet.text(LEFT, 28, title, LARGE)
    return sheet


def _button(sheet: Sheet, name: str, words: str, x: float, y: float, *, strong: bool = False) -> None:
    width = 28 + len(words) * 9
    sheet.box(x, y, width, 34, ACCENT if strong else "#dfe4ee")
    sheet.text(x + width / 2, y + 17, words, colour="#ffffff" if strong else INK, at="mm")
    sheet.part(name, x, y, width, 34)


def _field(sheet: Sheet, name: str, words: str, said: str, y: float, width: float = 320) -> None:
    sheet.text(LEFT, y, words, SMALL, QUIET)
    sheet.box(LEFT, y + 20, width, 34, "#ffffff")
    for points in (
        ((LEFT, y + 20), (LEFT + width, y + 20), (LEFT + width, y + 54), (LEFT, y + 54), (LEFT, y + 20)),
    ):
        sheet.line(*points)
    sheet.text(LEFT + 10, y + 37, said, colour=INK, at="lm")
    sheet.part(name, LEFT, y + 20, width, 34)


def _rows(sheet: Sheet, y: float, columns: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    """A table to the right of the menu; the rows below its heading are parts `row-1`, `row-2` …"""
    for place, row in enumerate(rows):
        top = y + place * 36
        for x, words in zip(columns, row, strict=True):
            sheet.text(x, top + 18, words, colour=QUIET if not place else INK, at="lm")
        sheet.line((LEFT, top + 36), (WIDTH - 24, top + 36))
        if place:
            sheet.part(f"row-{place}", LEFT + 4, top + 6, WIDTH - LEFT - 32, 24)


def _found() -> Drawing:
    sheet = _page(330, "Payments", "Payments")
    _field(sheet, "search", "Search", "RE-2046", 66)
    rows = [
        ("Payment", "Invoice", "Paid on", "Amount"),
        ("88142", "RE-2046", "3 May", "EUR 900.00"),
        ("88010", "RE-2046", "Failed", "EUR 900.00"),
    ]
    _rows(sheet, 150, (LEFT + 8, 290, 430, 560), rows)
    return sheet.done()


def _empty_search() -> Drawing:
    sheet = _page(330, "Payments", "Payments")
    _field(sheet, "search", "Search", "", 66)
    sheet.text(LEFT, 150, "Search by payment, invoice, or amount.", USUAL, QUIET)
    return sheet.done()


def _payment() -> Drawing:
    sheet = _page(330, "Payments", "Payment 88142")
    sheet.text(LEFT, 64, "EUR 900.00 by card, paid on 3 May for RE-2046", USUAL, QUIET)
    _button(sheet, "receipt", "Send receipt", LEFT, 104)
    _button(sheet, "refund", "Refund", LEFT + 156, 104)
    sheet.text(LEFT, 172, "What happened", USUAL)
    for place, words in enumerate(("3 May, 10:12  Paid by card", "4 May, 06:00  In payout 7731")):
        sheet.text(LEFT, 204 + place * 32, words, colour=QUIET)
    sheet.part("history", LEFT, 170, 320, 96)
    return sheet.done()


def _amount(said: str) -> Drawing:
    sheet = _page(400, "Payments", "Refund of payment 88142")
    sheet.text(LEFT, 64, "Up to EUR 900.00, until 30 October", USUAL, QUIET)
    _field(sheet, "amount", "Amount in EUR", said, 100, 200)
    sheet.text(LEFT, 176, "Comes off the payout of tomorrow, EUR 4,120.00", USUAL, QUIET)
    sheet.part("payout", LEFT, 172, 400, 28)
    sheet.text(LEFT, 222, "A credit note is drafted: RE-2046-C1", USUAL, QUIET)
    sheet.part("note", LEFT, 218, 320, 28)
    _button(sheet, "cancel", "Cancel", LEFT, 280)
    _button(sheet, "confirm", "Refund EUR 300.00" if said else "Refund", LEFT + 110, 280, strong=True)
    return sheet.done()


def _refunded() -> Drawing:
    sheet = _page(330, "Payments", "Payment 88142")
    sheet.text(LEFT, 64, "EUR 900.00 by card, EUR 300.00 refunded", USUAL, QUIET)
    sheet.box(LEFT, 104, 500, 40)
    sheet.text(LEFT + 16, 124, "Refund 512: comes off the payout of tomorrow", at="lm")
    sheet.part("status", LEFT, 104, 500, 40)
    _button(sheet, "credit-note", "Open the credit note", LEFT, 176)
    return sheet.done()


def _contacts() -> Drawing:
    sheet = _page(330, "Contacts", "Contacts")
    sheet.text(LEFT, 64, "Search: blom.example", USUAL, QUIET)
    rows = [
        ("Name", "Since", "Invoices", "Country"),
        ("Blom AB", "2019", "41", "SE"),
        ("Cafe Blom", "2024", "3", "SE"),
    ]
    _rows(sheet, 100, (LEFT + 8, 360, 460, 580), rows)
    return sheet.done()


def _contact() -> Drawing:
    sheet = _page(330, "Contacts", "Cafe Blom")
    sheet.text(LEFT, 64, "anna@blom.example, SE 5566 11-2233", USUAL, QUIET)
    _button(sheet, "edit", "Edit", LEFT, 104)
    _button(sheet, "merge", "Merge", LEFT + 80, 104)
    _button(sheet, "delete", "Delete", LEFT + 170, 104)
    sheet.text(LEFT, 176, "3 invoices, none of them open", USUAL, QUIET)
    return sheet.done()


def _merge() -> Drawing:
    sheet = _page(390, "Contacts", "Merge Cafe Blom with Blom AB")
    rows = [
        ("", "Stays", "Goes"),
        ("Name", "Blom AB", "Cafe Blom"),
        ("Tax number", "5566 11-2233", "5566 11-2233"),
        ("Country", "SE", "SE"),
    ]
    _rows(sheet, 72, (LEFT + 8, 320, 520), rows)
    sheet.text(LEFT, 240, "3 invoices move. This cannot be undone.", USUAL, QUIET)
    sheet.part("warning", LEFT, 236, 330, 28)
    _button(sheet, "swap", "Swap", LEFT, 300)
    _button(sheet, "confirm", "Merge for good", LEFT + 84, 300, strong=True)
    return sheet.done()


SCREENS: Mapping[str, Callable[[], Drawing]] = {
    "empty-search": _empty_search,
    "found": _found,
    "payment": _payment,
    "amount": lambda: _amount(""),
    "amount-filled": lambda: _amount("300.00"),
    "refunded": _refunded,
    "contacts": _contacts,
    "contact": _contact,
    "merge": _merge,
}


@cache
def screen_of(name: str) -> Drawing:
    """The screen of a name. Raises KeyError for a name of none."""
    return SCREENS[name]()
