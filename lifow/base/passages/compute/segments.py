"""Sources and passages as arrays, by word: what a search reads instead of the database.

A segment never changes. What changed since the large one was read is in a small one beside it, and the
sources that it replaces are dead in the large one.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lifow.base.passages.compute.meaning import PlacedVectors
from lifow.base.passages.compute.packing import EIGHTHS, IN_TITLE, MOST_IN_HEAD
from lifow.base.passages.compute.stems import root, stem
from lifow.base.passages.compute.words import is_content

FEW = 64
Ints = NDArray[np.integer]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it is kept."""

    pk: int
    kind: str
    source_id: int
    audience: str
    filed_under: Sequence[str]
    identities: Sequence[str]
    words: str
    weights: bytes
    changed_at: float


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as it is kept."""

    pk: int
    source_pk: int
    words: str
    weights: bytes


@dataclass(frozen=True, slots=True)
class Postings:
    """For each word, where it occurs and with which weight: `starts[n]` to `starts[n + 1]` are those of word
    n.
    """

    terms: Mapping[str, int]
    starts: Ints
    places: Ints
    weights: NDArray[np.uint8]

    def of(self, word: str) -> tuple[Ints, NDArray[np.uint8]]:
        number = self.terms.get(word)
        if number is None:
            return self.places[:0], self.weights[:0]
        begin, end = self.starts[number], self.starts[number + 1]
        return self.places[begin:end], self.weights[begin:end]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a segment, and how they are found by others that are near."""

    ordered: Sequence[str]
    by_stem: Mapping[str, Sequence[str]]
    by_root: Mapping[str, Sequence[str]]
    by_shape: Mapping[tuple[str, int], Sequence[str]]
    """By first letter and length: words that a typing error may have been meant for."""

    def beginning_with(self, start: str) -> Iterator[str]:
        """Words that begin so, in order; no pairs of words."""
        first = bisect_left(self.ordered, start)
        end = bisect_left(self.ordered, start + "\U0010ffff", lo=first)
        return (word for at in range(first, end) if "+" not in (word := self.ordered[at]))


@dataclass(frozen=True, slots=True)
class Segment:
    """Sources in columns, their passages in the order of their sources."""

    pk: Ints
    kind: Ints
    kinds: Sequence[str]
    source_id: Ints
    audience: Ints
    audiences: Sequence[tuple[str, str]]
    changed_at: NDArray[np.float64]
    title_length: Floats
    length: Floats
    head: Postings
    body: Postings
    passage_pk: Ints
    passage_source: Ints
    passage_length: Floats
    first_passage: Ints
    filings: Mapping[str, Ints]
    identities: Mapping[str, Sequence[int]]
    place: Mapping[int, int]
    """Where a source is in the columns, by its key."""
    vocabulary: Vocabulary = field(repr=False)
    vectors: Sequence[PlacedVectors] = ()
    """What its passages mean; nothing where searches go by words alone."""

    @property
    def size(self) -> int:
        return len(self.pk)

    def head_of(self, word: str) -> tuple[Ints, Floats, Flags]:
        """Sources with a word in their head, its weight there, and whether it is of the title."""
        places, packed = self.head.of(word)
        weights = (packed & MOST_IN_HEAD).astype(np.float32) / np.float32(EIGHTHS)
        return places, weights, (packed & IN_TITLE) > 0

    def occurs(self, word: str, among: Flags) -> bool:
        """Whether one of some sources has the word."""
        places, _weights = self.head.of(word)
        if among[places[:FEW]].any() or among[places[FEW:]].any():
            return True
        passages, _weights = self.body.of(word)
        # Of a common word the first few say it already.
        first, others = passages[:FEW], passages[FEW:]
        is_there = among[self.passage_source[first]].any() or among[self.passage_source[others]].any()
        return bool(is_there)


def segment_from(sources: Sequence[SourceRow], passages: Iterable[PassageRow]) -> Segment:
    """The columns of sources and of their passages, whose order says nothing."""
    place = {row.pk: number for number, row in enumerate(sources)}
    kept = sorted(
        ((place[row.source_pk], row) for row in passages if row.source_pk in place),
        key=lambda one: (one[0], one[1].pk),
    )
    head = _postings([(row.words, row.weights) for row in sources])
    body = _postings([(row.words, row.weights) for _place, row in kept])
    passage_source = np.fromiter((at for at, _row in kept), dtype=np.int32, count=len(kept))
    passage_length = np.fromiter(
        (sum(row.weights) for _place, row in kept), dtype=np.float32, count=len(kept)
    )
    kinds, kind = _coded([row.kind for row in sources])
    audiences, audience = _coded([(row.kind, row.audience) for row in sources])
    return Segment(
        pk=np.fromiter(place, dtype=np.int64, count=len(sources)),
        kind=kind,
        kinds=kinds,
        source_id=np.fromiter((row.source_id for row in sources), dtype=np.int64, count=len(sources)),
        audience=audience,
        audiences=audiences,
        changed_at=np.fromiter((row.changed_at for row in sources), dtype=np.float64, count=len(sources)),
        title_length=_title_lengths(sources),
        length=np.bincount(passage_source, passage_length, minlength=len(sources)).astype(np.float32),
        head=head,
        body=body,
        passage_pk=np.fromiter((row.pk for _place, row in kept), dtype=np.int64, count=len(kept)),
        passage_source=passage_source,
        passage_length=passage_length,
        first_passage=np.searchsorted(passage_source, np.arange(len(sources))).astype(np.int32),
        filings=_listed(row.filed_under for row in sources),
        identities={name: rows.tolist() for name, rows in _listed(row.identities for row in sources).items()},
        place=place,
        vocabulary=_vocabulary({*head.terms, *body.terms}),
    )


def _postings(rows: Sequence[tuple[str, bytes]]) -> Postings:
    terms: dict[str, int] = {}
    number_of = terms.setdefault
    # As the number of a new word is that of the words before it.
    numbers = [number_of(word, len(terms)) for words, _weights in rows if words for word in words.split(" ")]
    counts = np.fromiter((len(weights) for _words, weights in rows), dtype=np.int64, count=len(rows))
    term = np.array(numbers, dtype=np.int32)
    order = np.argsort(term, kind="stable")
    places = np.repeat(np.arange(len(rows), dtype=np.int32), counts)
    weights = np.frombuffer(b"".join(weights for _words, weights in rows), dtype=np.uint8)
    starts = np.concatenate([[0], np.cumsum(np.bincount(term, minlength=len(terms)))])
    return Postings(terms, starts.astype(np.int64), places[order], weights[order])


def _coded(values: Sequence[Any]) -> tuple[list[Any], Ints]:
    codes: dict[Any, int] = {}
    coded = np.fromiter(
        (codes.setdefault(one, len(codes)) for one in values), dtype=np.int32, count=len(values)
    )
    return list(codes), coded


def _title_lengths(sources: Sequence[SourceRow]) -> Floats:
    lengths = (
        sum(
            1
            for word, weight in zip(row.words.split(" "), row.weights, strict=False)
            if weight & IN_TITLE and is_content(word)
        )
        for row in sources
    )
    return np.fromiter(lengths, dtype=np.float32, count=len(sources))


def _listed(rows: Iterable[Sequence[str]]) -> dict[str, Ints]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, names in enumerate(rows):
        for name in names:
            found[name].append(number)
    return {name: np.array(numbers, dtype=np.int32) for name, numbers in found.items()}


def _vocabulary(words: set[str]) -> Vocabulary:
    by_stem, by_root, by_shape = defaultdict(list), defaultdict(list), defaultdict(list)
    ordered = sorted(words)
    for word in ordered:
        by_stem[stem(word)].append(word)
        if found := root(word):
            by_root[found].append(word)
        if word.isalpha():
            by_shape[word[0], len(word)].append(word)
    return Vocabulary(ordered, dict(by_stem), dict(by_root), dict(by_shape))
