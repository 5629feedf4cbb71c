"""A text as what is kept of it to be searched: its words, each once, and how much each weighs.

A weight is a byte. Of the head of a source (title, other names, summary) a byte counts eighths, and its
highest bit says that the word is of the title; of a passage it counts how often the word occurs.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lifow.base.passages.compute.stems import stem
from lifow.base.passages.compute.words import tokens_in, words_in

IN_TITLE = 0x80
MOST_IN_HEAD = 0x7F
EIGHTHS = 8
MOST_TIMES = 0xFF
MOST_OF_PAIR = 80
TITLE, NAMES, SUMMARY = 5.0, 3.0, 1.5
"""What a word in the title, in another name of it and in the summary weighs against one in the text."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Words parted by spaces, and the weight of each."""

    words: str
    weights: bytes


def packed_head(title: str, names: Sequence[str], summary: str) -> Packed:
    """The head of a source. Of a title only its words count, not how often they occur in it."""
    in_title = set(words_in(title))
    weights: dict[str, float] = dict.fromkeys(in_title, TITLE)
    for word in {word for name in names for word in words_in(name)}:
        weights[word] = weights.get(word, 0.0) + NAMES
    for word in set(words_in(summary)):
        weights[word] = weights.get(word, 0.0) + SUMMARY
    for text, weight in ((title, TITLE), *((name, NAMES) for name in names)):
        for pair in pairs_in(text):
            weights[pair] = max(weights.get(pair, 0.0), weight)
    packed = (
        min(MOST_IN_HEAD, round(weight * EIGHTHS)) | (IN_TITLE if word in in_title else 0)
        for word, weight in weights.items()
    )
    return Packed(" ".join(weights), bytes(packed))


def pairs_in(text: str) -> Iterator[str]:
    """Neighbours in a text, as `pair` has them: so "hand over" is found by "handover", and before "over …
    hand".
    """
    words = tokens_in(text)
    return (pair(first, second) for first, second in pairwise(words))


def pair(first: str, second: str) -> str:
    """Two neighbours as one word, which no other word can be."""
    return f"{stem(first)}+{stem(second)}"[:MOST_OF_PAIR]


def packed_text(text: str) -> Packed:
    """A passage."""
    counts = Counter(words_in(text))
    return Packed(" ".join(counts), bytes(min(MOST_TIMES, count) for count in counts.values()))
