"""Where remarks on a text in Markdown are among the words of its blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from content.kinds.template.interchange.markdown import plain, runs_of
from content.kinds.template.interchange.remarks import Remark

BEGINS_BLOCK = re.compile(r"\A(?:[>\s]|#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s)+")


@dataclass(frozen=True, slots=True)
class Leaf:
    """The words of one block, and its lines in the text, from and up to."""

    words: str
    first: int
    behind: int


@dataclass(frozen=True, slots=True)
class Spot:
    """From a character of one block's words to one of another's, or of the same; `end` None is to its end."""

    first: int
    last: int
    start: int = 0
    end: int | None = None

    def ends_in(self, number: int) -> Iterator[int]:
        """Where in a block's words it begins and ends."""
        if number == self.first:
            yield self.start
        if number == self.last and self.end is not None:
            yield self.end


def spots_of(
    text: str, tokens: Sequence[Token], remarks: Sequence[Remark]
) -> tuple[list[Leaf], list[Spot | None]]:
    """The blocks of words of a text in their order, and the spot of each remark; None for none."""
    leaves = [
        Leaf("".join(run.text for run in runs_of(token)), *(token.map or (0, 0)))
        for token in tokens
        if token.type == "inline"
    ]
    return leaves, [_spot(text, leaves, one) if one.place else None for one in remarks]


def _spot(text: str, leaves: Sequence[Leaf], remark: Remark) -> Spot | None:
    start, end = remark.place or (0, 0)
    line, last_line = text.count("\n", 0, start), text.count("\n", 0, max(start, end - 1))
    inside = [n for n, leaf in enumerate(leaves) if leaf.behind > line and leaf.first <= last_line]
    if not inside:
        return None
    quote = text[start:end].strip()
    for words in dict.fromkeys((plain(quote), plain(BEGINS_BLOCK.sub("", quote)))):
        for number in inside:
            if words and words in leaves[number].words:
                at = _nth(leaves[number].words, words, _earlier(text, leaves[number], quote, start))
                return Spot(number, number, at, at + len(words))
    return Spot(inside[0], inside[-1] if last_line > line else inside[0])


def _earlier(text: str, leaf: Leaf, quote: str, start: int) -> int:
    """How often the passage is in its block before its place."""
    begin = 0
    for _line in range(leaf.first):
        begin = text.find("\n", begin) + 1
    return text.count(quote, begin, start)


def _nth(words: str, quote: str, number: int) -> int:
    at = words.find(quote)
    for _time in range(number):
        further = words.find(quote, at + 1)
        if further < 0:
            break
        at = further
    return at
