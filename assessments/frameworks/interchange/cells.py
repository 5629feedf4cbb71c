"""Cells of lifow's own files: what a value looks like in a spreadsheet, and the way back.

A spreadsheet may run a cell that begins with = + - @ as a formula, also one behind spaces. Such a cell is
written with an apostrophe before it, and so is one that begins with an apostrophe; reading takes exactly
that apostrophe off again, so nothing is lost and nobody has to know. A cell that a person typed with an
apostrophe before an ordinary letter is left as it is.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

GUARD = "'"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)
_INTEGER = re.compile(r"\d{1,9}", re.ASCII)
YES_NO: Mapping[str, bool] = {
    "": False,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
    "yes": True,
    "y": True,
    "true": True,
    "x": True,
    "1": True,
}


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula."""
    return GUARD + text if _needs_guard(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made the cell of; a cell that it never makes is returned as it is."""
    return cell[1:] if cell.startswith(GUARD) and _needs_guard(cell[1:]) else cell


def integer(cell: str) -> int | None:
    """The whole number in the cell, None where there is none."""
    text = cell.strip()
    return int(text) if _INTEGER.fullmatch(text) else None


def number(cell: str) -> Decimal | None:
    """The number of at most two decimals, behind a point or a comma; None where there is none."""
    text = cell.strip()
    found = _NUMBER.fullmatch(text)
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None


def yes_no(cell: str) -> bool | None:
    """Whether the cell says yes; None where it says neither yes nor no."""
    return YES_NO.get(cell.strip().casefold())


def _needs_guard(text: str) -> bool:
    return text.startswith((GUARD, "\t", "\r", "\n")) or _FORMULA.match(text) is not None
