"""What differs between two texts: lines that stay, and words that were removed and added."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS = re.compile(r"\s+|[^\s]+")
LINES_AROUND = 2
"""Lines that stay as they are, shown before and after what changed."""
MOST_LINES = 400
"""Where so many lines in a row changed, each is shown as removed or added as a whole."""


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and what became of it; `LEFT_OUT` stands for lines that stay as they are."""

    mark: Mark
    text: str


def text_changes(before: str, after: str) -> list[Piece]:
    """Two texts in pieces: word by word where lines were changed, with some lines around that were not."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (what, start, end, from_line, to_line) in enumerate(blocks):
        if what == "equal":
            pieces += _around(old[start:end], is_first=place == 0, is_last=place == len(blocks) - 1)
        else:
            pieces += _changed(old[start:end], new[from_line:to_line])
    return pieces


def _around(lines: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """Lines that stay: those next to a change, and that there are others."""
    after = 0 if is_first else LINES_AROUND
    before = 0 if is_last else LINES_AROUND
    if len(lines) <= after + before:
        yield Piece(Mark.SAME, "".join(lines))
        return
    if after:
        yield Piece(Mark.SAME, "".join(lines[:after]))
    yield Piece(Mark.LEFT_OUT, "")
    if before:
        yield Piece(Mark.SAME, "".join(lines[-before:]))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """What was removed and added of some lines, by words where there are both and they are few."""
    if not old or not new or len(old) + len(new) > MOST_LINES:
        yield from _pieces(Mark.REMOVED, old)
        yield from _pieces(Mark.ADDED, new)
        return
    before, after = WORDS.findall("".join(old)), WORDS.findall("".join(new))
    for what, start, end, from_word, to_word in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if what == "equal":
            yield from _pieces(Mark.SAME, before[start:end])
        else:
            yield from _pieces(Mark.REMOVED, before[start:end])
            yield from _pieces(Mark.ADDED, after[from_word:to_word])


def _pieces(mark: Mark, texts: Sequence[str]) -> Iterator[Piece]:
    if texts:
        yield Piece(mark, "".join(texts))
