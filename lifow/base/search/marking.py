"""Where in a text the words of a search stand, for people who read it: near to how a database finds them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lifow.base.search.words import LEAST_PREFIX, words_of

TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
ENDINGS = ("ings", "ing", "edly", "ies", "ed", "es", "ly", "s")
LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is a word that was looked for."""

    text: str
    is_marked: bool


def pieces(text: str, searched: str) -> list[Piece]:
    """A text in parts, those that a search has words for marked. Together they are the text."""
    found, at = [], 0
    for begin, end, _number in _hits(text, searched):
        if begin > at:
            found.append(Piece(text[at:begin], False))
        found.append(Piece(text[begin:end], True))
        at = end
    if at < len(text) or not found:
        found.append(Piece(text[at:], False))
    return found


def words_in(text: str, searched: str) -> int:
    """How many different words of a search a text has."""
    return len({number for _begin, _end, number in _hits(text, searched)})


def _hits(text: str, searched: str) -> Iterator[tuple[int, int, int]]:
    """Where each word begins and ends, and which word of the search it is."""
    words = [part for word in words_of(searched) for part in TOKEN.findall(_folded(word))]
    stems = {_stem(word): number for number, word in reversed(list(enumerate(words)))}
    start = words[-1] if words and len(words[-1]) >= LEAST_PREFIX else None
    for token in TOKEN.finditer(text):
        folded = _folded(token.group())
        number = stems.get(_stem(folded))
        if number is None and start is not None and folded.startswith(start):
            number = len(words) - 1
        if number is not None:
            yield token.start(), token.end(), number


def _folded(word: str) -> str:
    """A word without case and accents."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def _stem(word: str) -> str:
    """A word without its English ending."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > LEAST_STEM and stem[-1] == stem[-2] else stem
    return word
