"""Guards against formulas: what a spreadsheet would run is written as text, and read back as it was.

A spreadsheet may run a cell that begins with = + - @ (also in their wide forms), also behind spaces. Such a
cell is written with an apostrophe in front, and so is one that begins with an apostrophe; reading takes
exactly that apostrophe off again, so nothing is lost and nobody has to know. A cell that a person typed with
an apostrophe before an ordinary letter is left as it is.
Source: OWASP, “CSV Injection”.
"""

import re

GUARD = "'"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula."""
    return GUARD + text if _needs_guard(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made the cell of; a cell that it never makes is returned as it is."""
    return cell[1:] if cell.startswith(GUARD) and _needs_guard(cell[1:]) else cell


def _needs_guard(text: str) -> bool:
    return text.startswith((GUARD, "\t", "\r", "\n")) or _FORMULA.match(text) is not None
