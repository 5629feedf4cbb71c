"""The parts of a checklist: its lines, and whose word it needs. Read as they are stored, whatever that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.kinds.checklist.choices import SignOff
from content.kinds.checklist.models import LONGEST_LINE_TEXT
from content.kinds.stored import choice_of, rows_of

LINES, SIGN_OFF = "lines", "sign_off"
MOST_LINES = 60
HEADING = "is_heading"


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line as its author wrote it: one to tick, or a heading above some."""

    key: str
    text: str
    hint: str = ""
    is_heading: bool = False


def tidy(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Lines that have a text or a hint, each with a key for life, and one of the ways of signing off."""
    stored = parts.get(LINES)
    told = [_told(one) for one in stored if isinstance(one, Mapping)] if isinstance(stored, list) else []
    rows = rows_of(
        {LINES: told}, LINES, ("text", "hint", HEADING), most=MOST_LINES, longest=LONGEST_LINE_TEXT
    )
    lines = [{**one, HEADING: bool(one[HEADING])} for one in rows]
    sign_off = choice_of(parts, SIGN_OFF, SignOff.values)
    return {LINES: lines, SIGN_OFF: sign_off} if lines or sign_off != SignOff.NOBODY else {}


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row in which a heading is marked by a text; one that is nothing but marked is no row."""
    said = [row.get(name) for name in ("text", "hint")]
    is_said = any(isinstance(one, str) and one.replace("\0", "").strip() for one in said)
    return {**row, HEADING: "1" if is_said and row.get(HEADING) is True else ""}


def lines_of(parts: Mapping[str, Any]) -> Sequence[WrittenLine]:
    """The lines of parts, headings among them."""
    return [WrittenLine(**one) for one in tidy(parts).get(LINES, [])]


def sign_off_of(parts: Mapping[str, Any]) -> str:
    """Whose word a checklist needs."""
    return str(tidy(parts).get(SIGN_OFF, SignOff.NOBODY))
