"""What a search looks for: for each of its words the words of the passages that count as it, and how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from lifow.base.passages.compute.correcting import corrected
from lifow.base.passages.compute.packing import pair
from lifow.base.passages.compute.segments import Flags, Segment
from lifow.base.passages.compute.stems import root, stem
from lifow.base.passages.compute.words import COMMON_WORDS, FUNCTION_WORDS, placed_words, searched_words

STEM, ROOT, PREFIX, PREFIX_OF_KNOWN, JOINED, SYNONYM, MEANT = 0.92, 0.5, 0.6, 0.3, 0.9, 0.75, 0.95
MORE_OF_SYNONYM = 0.5
TOGETHER = 0.5
LEAST_PREFIX = 2
MOST_BEGUN = 40
LEAST_PART = 3
LONGEST_PHRASE = 4
Readable = Sequence[tuple[Segment, Flags]]


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of a search: what counts as it, by weight, and what was looked for instead, if it was misspelt.

    `share` is what it counts against others: less, if it is a word that everybody uses for everything. Words
    that say how something is asked, and not what about, are no concepts, unless there is nothing else.
    """

    word: str
    variants: Mapping[str, float]
    share: float = 1.0
    meant: str = ""
    others: frozenset[str] = field(default_factory=frozenset)
    is_extra: bool = False
    """Whether it only adds to what others say: to miss it is no loss."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as concepts; `whole` is all of it folded, as an identity is compared; `vector` what it means,
    where searches go by meaning too."""

    concepts: Sequence[Concept]
    whole: str
    vector: NDArray[np.float32] | None = None

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """Words that were looked for by another one: as typed, and as meant."""
        return [(one.word, one.meant) for one in self.concepts if one.meant]

    def as_meant(self, text: str) -> str:
        """The text that was asked, with its misspelt words corrected."""
        meant = dict(self.corrections)
        if not meant:
            return text
        pieces, at = [], 0
        for word in placed_words(text):
            if word.text in meant and word.begin >= at:
                pieces += [text[at : word.begin], meant[word.text]]
                at = word.end
        return "".join([*pieces, text[at:]])


@dataclass(frozen=True, slots=True)
class Manner:
    """How a search is to be read: with other words for the same, as typed, with its last word unfinished."""

    synonyms: Mapping[tuple[str, ...], Sequence[Sequence[str]]] = field(default_factory=dict)
    is_as_typed: bool = False
    is_typing: bool = True


COMMON_SHARE = 0.8


def asked(text: str, readable: Readable, manner: Manner) -> Asked:
    """What a search looks for, among the words of what somebody may see and of nothing else."""
    words = searched_words(text)
    is_specific = any(word not in FUNCTION_WORDS and word not in COMMON_WORDS for word in words)
    has_content = any(word not in FUNCTION_WORDS for word in words)
    concepts = []
    for place, word in enumerate(words):
        if has_content and word in FUNCTION_WORDS:
            continue
        is_last = place == len(words) - 1 and manner.is_typing
        concept = _concept(word, readable, manner, is_last=is_last)
        is_common = is_specific and word in COMMON_WORDS
        concepts.append(replace(concept, share=COMMON_SHARE) if is_common else concept)
    together = _together(concepts, readable)
    return Asked([*_with_synonyms(concepts, manner), *together], " ".join(words))


def _concept(word: str, readable: Readable, manner: Manner, *, is_last: bool) -> Concept:
    variants = dict(_family(word, readable))
    is_known = word in variants
    variants |= dict.fromkeys(_joined(word, readable), JOINED)
    if is_last and len(word) >= LEAST_PREFIX and word not in FUNCTION_WORDS:
        weight = PREFIX_OF_KNOWN if is_known else PREFIX
        for begun in _begun(word, readable):
            variants.setdefault(begun, weight)
    if is_known or any(weight >= STEM for weight in variants.values()) or (is_last and variants):
        return Concept(word, variants)
    if parts := _split(word, readable):
        return Concept(word, {**variants, **dict.fromkeys(parts, JOINED)})
    meant = "" if manner.is_as_typed else corrected(word, readable)
    if meant:
        variants |= {one: weight * MEANT for one, weight in _family(meant, readable)}
    return Concept(word, variants, meant=meant)


def _family(word: str, readable: Readable) -> Iterator[tuple[str, float]]:
    """The word itself, its forms, and what is derived from the same; of what is readable."""
    found: dict[str, float] = {}
    for segment, among in readable:
        if word not in found and segment.occurs(word, among):
            found[word] = 1.0
        for others, weight in (
            (segment.vocabulary.by_stem.get(stem(word), ()), STEM),
            (segment.vocabulary.by_root.get(root(word), ()), ROOT),
        ):
            for other in others:
                if other not in found and segment.occurs(other, among):
                    found[other] = weight
    yield from found.items()


def _begun(word: str, readable: Readable) -> Iterator[str]:
    """Words that begin so: the first ones of those that are readable, however many others there are."""
    for segment, among in readable:
        begun = segment.vocabulary.beginning_with(word)
        yield from islice((one for one in begun if one != word and segment.occurs(one, among)), MOST_BEGUN)


def _knows(word: str, readable: Readable) -> bool:
    return any(segment.occurs(word, among) for segment, among in readable)


def _split(word: str, readable: Readable) -> tuple[str, str] | None:
    """Two known words that stand together in one, as in "signin"."""
    for at in range(LEAST_PART, len(word) - LEAST_PART + 1):
        first, second = word[:at], word[at:]
        if _knows(first, readable) and _knows(second, readable):
            return first, second
    return None


def _joined(word: str, readable: Readable) -> Iterator[str]:
    """Neighbours that are this word, as "hand over" is "handover"."""
    for at in range(LEAST_PART, len(word) - LEAST_PART + 1):
        both = pair(word[:at], word[at:])
        if _knows(both, readable):
            yield both


def _together(concepts: Sequence[Concept], readable: Readable) -> list[Concept]:
    """Neighbours that are known as one word or next to each other: these count more than both apart."""
    found = []
    for first, second in pairwise(concepts):
        words = first.meant or first.word, second.meant or second.word
        whole = {word: 1.0 for word in ("".join(words), pair(*words)) if _knows(word, readable)}
        if whole and min(map(len, words)) >= 2:
            found.append(Concept(" ".join(words), whole, TOGETHER, is_extra=True))
    return found


def _with_synonyms(concepts: list[Concept], manner: Manner) -> list[Concept]:
    """Concepts, of which those that HR keeps other words for count as these too.

    Several words that have one other are all it, so that the other word counts once for each.
    """
    if not manner.synonyms:
        return concepts
    found, extra = list(concepts), []
    stems = [stem(one.meant or one.word) for one in concepts]
    for begin in range(len(concepts)):
        for length in range(1, min(LONGEST_PHRASE, len(concepts) - begin) + 1):
            for others in manner.synonyms.get(tuple(stems[begin : begin + length]), ()):
                for at in range(begin, begin + length):
                    found[at] = _with_others(found[at], others, at - begin, length)
                # Of others that are more words than were searched for, the rest are looked for beside them.
                more = [
                    Concept(word, {word: SYNONYM}, MORE_OF_SYNONYM, is_extra=True) for word in others[length:]
                ]
                extra += more
    return [*found, *extra]


def _with_others(concept: Concept, others: Sequence[str], place: int, length: int) -> Concept:
    """A word of several that stand for others: each counts as the one at its place, or as the last."""
    other = others[min(place, len(others) - 1)]
    return replace(
        concept,
        variants={**concept.variants, other: max(SYNONYM, concept.variants.get(other, 0.0))},
        share=1.0,
        others=concept.others | frozenset(others),
    )
