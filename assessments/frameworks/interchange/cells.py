"""Numbers and words as people type them in lifow's own files."""

import re
from collections.abc import Mapping
from decimal import Decimal

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
