"""Anchors: where a passage of a text is, and where it is again after the text has changed.

Places are half-open spans of characters. A passage is found exactly; where it is there several times, by what
stands around it, and then by the nearest; where it is not there any more, between what stood around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
CONTEXT = 40
"""Characters before and after a passage by which it is known."""
SHORTEST_CONTEXT = 6
"""Fewer characters than these are no context: they are everywhere."""
MOST_PLACES = 1_000
"""Of a passage that is there more often, so many are looked at from the beginning."""
MOST_GROWN = 4_000
"""How much longer a passage may have become between the same words."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage, what stood around it, and where it began."""

    quote: str
    before: str
    after: str
    start: int


def plain_lines(text: str) -> str:
    """The text with one character a line end, as places count them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def places(text: str, quote: str) -> list[int]:
    """Where a passage begins, each time that it is there; nowhere for an empty one."""
    found: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(found) < MOST_PLACES:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def nth_place(text: str, quote: str, number: int) -> Span | None:
    """The span of a passage the `number`th time that it is there, or the last time; None for nowhere."""
    found = places(text, quote)
    if not found:
        return None
    start = found[min(max(number, 1), len(found)) - 1]
    return start, start + len(quote)


def number_of_place(text: str, span: Span) -> int:
    """The how many-eth of its like the passage at a span is, from 1."""
    start, end = span
    return max(1, sum(1 for at in places(text, text[start:end]) if at <= start))


def anchor_at(text: str, span: Span) -> Anchor:
    """The anchor of a span, by which it is found again."""
    start, end = span
    return Anchor(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start)


def find(text: str, anchor: Anchor) -> Span | None:
    """Where the passage of an anchor is in a text that may be another by now; None where nothing tells."""
    exact = places(text, anchor.quote)
    if exact:
        start = max(exact, key=lambda at: (_likeness(text, at, anchor), -abs(at - anchor.start)))
        return start, start + len(anchor.quote)
    return _between(text, anchor)


def moved(before: str, after: str, span: Span) -> Span | None:
    """Where the passage at a span of one text is in the text that it has become."""
    return span if before == after else find(after, anchor_at(before, span))


def _likeness(text: str, at: int, anchor: Anchor) -> int:
    """How many characters around a place are those around the passage."""
    end = at + len(anchor.quote)
    around = zip(reversed(text[max(0, at - CONTEXT) : at]), reversed(anchor.before), strict=False)
    behind = zip(text[end : end + CONTEXT], anchor.after, strict=False)
    return _alike(around) + _alike(behind)


def _alike(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _between(text: str, anchor: Anchor) -> Span | None:
    """Between what stood before and behind the passage; where only one of them is there, next to it."""
    starts, ends = _ends_of(text, anchor.before), _starts_of(text, anchor.after)
    pairs = [
        (start, end)
        for start in starts
        for end in ends
        if start <= end <= start + len(anchor.quote) + MOST_GROWN
    ]
    if pairs:
        return min(pairs, key=lambda one: (abs(one[0] - anchor.start), one[1]))
    nearest = min((*starts, *ends), key=lambda at: abs(at - anchor.start), default=None)
    return None if nearest is None else (nearest, nearest)


def _ends_of(text: str, before: str) -> list[int]:
    """Where the longest end of what stood before is there, and the passage would begin."""
    for length in range(len(before), SHORTEST_CONTEXT - 1, -1):
        found = places(text, before[-length:])
        if found:
            return [at + length for at in found[:20]]
    return []


def _starts_of(text: str, after: str) -> list[int]:
    """Where the longest beginning of what stood behind is there, and the passage would end."""
    for length in range(len(after), SHORTEST_CONTEXT - 1, -1):
        found = places(text, after[:length])
        if found:
            return found[:20]
    return []
