"""Which sources answer a search best, which of their passages, and whether any does.

BM25F (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009): what a word
says
of a source is the sum of its weights in title, other names, summary and text, which saturates; a word counts
by its rarity among what the reader may see. To it come the best passage by itself, how much of the title the
search names, and how much of the search the source has. Not every word has to occur. Where passages have
vectors, what they mean counts beside it (`meaning`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lifow.base.passages.compute.asking import Asked, Concept, Readable
from lifow.base.passages.compute.meaning import FAVOUR, NEAR, NO_VECTOR, blended, cosines, is_certain
from lifow.base.passages.compute.segments import Flags, Floats, Segment

SATURATION = 2.5
LENGTH_SHARE = 0.6
SOURCE_PIVOT, PASSAGE_PIVOT = 350.0, 70.0
TEXT = 1.0
BEST_PASSAGE = 0.45
TITLE = 1.6
COVERAGE_POWER = 0.2
EXACT_TITLE = 0.35
IDENTITY = 1_000.0
DOUBTFUL = 0.6
# Sure enough to be told as an answer: so much of the search, by rarity, is in the best source.
LEAST_COVERAGE = 0.45
LEAST_SPECIFIC = 0.3


@dataclass(frozen=True, slots=True)
class Hit:
    """A source that answers a search: its best passage, None where its head alone does."""

    pk: int
    kind: str
    source_id: int
    passage_pk: int | None
    score: float
    coverage: float
    specific: float
    """The share of the search, by rarity, that is in the title, another name or one passage."""
    cosine: float = NO_VECTOR
    """How near the nearest passage is to what the search means; NO_VECTOR without meaning."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best hits, how many there are by kind and by what they are filed under, and whether the first one
    is sure enough to be an answer."""

    hits: Sequence[Hit]
    total: int
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_filing: Mapping[str, int] = field(default_factory=dict)
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What results are limited to, and which kinds come before others."""

    kinds: frozenset[str] = frozenset()
    filed_under: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    """Facets of which nothing with another value is wanted: what is filed under none of them stays."""
    favour: Mapping[str, float] = field(default_factory=dict)
    unless_titled: Mapping[str, float] = field(default_factory=dict)
    doubtful: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Ids by kind of what may not hold any more: it counts less."""


@dataclass(slots=True)
class _Scores:
    """What one segment says of a search, source by source."""

    total: Floats
    passages: Floats
    title: Floats
    titled: Floats
    covered: Floats
    specific: Floats
    is_hit: Flags
    near: Floats
    """What each passage means: its cosine."""
    nearest: Floats
    """The cosine of the nearest passage of each source."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where one concept occurs in one segment."""

    head: Floats
    in_title: Flags
    passages: Floats
    is_hit: Flags
    text: Floats


def ranked(asked: Asked, readable: Readable, wanted: Wanted, most: int, begin: int = 0) -> Ranked:
    """The hits from place `begin` on, at most `most`, the best first."""
    scores = [_empty(segment, among, asked) for segment, among in readable]
    count = sum(int(among.sum()) for _segment, among in readable)
    everything = 0.0
    for concept in asked.concepts:
        seen = [_seen(concept, segment) for segment, _among in readable]
        hits = sum(
            int((one.is_hit & among).sum()) for one, (_segment, among) in zip(seen, readable, strict=True)
        )
        rarity = concept.share * float(np.log1p((count - hits + 0.5) / (hits + 0.5)))
        everything += 0.0 if concept.is_extra else rarity
        for one, score in zip(seen, scores, strict=True):
            if one.is_hit.any():
                _add(score, one, rarity, is_extra=concept.is_extra)
    return _told(asked, readable, wanted, scores, max(everything, 1e-6), most, begin)


def _empty(segment: Segment, among: Flags, asked: Asked) -> _Scores:
    total, title, titled, covered, specific = np.zeros((5, segment.size), dtype=np.float32)
    passages = np.zeros(len(segment.passage_pk), dtype=np.float32)
    is_hit = np.zeros(segment.size, dtype=bool)
    near = nearest = np.empty(0, dtype=np.float32)
    if asked.vector is not None:
        near = cosines(segment.vectors, among[segment.passage_source], asked.vector)
        nearest = _best_passages(segment, near)
        is_hit = nearest >= NEAR
    return _Scores(total, passages, title, titled, covered, specific, is_hit, near, nearest)


def _seen(concept: Concept, segment: Segment) -> _Seen:
    head = np.zeros(segment.size, dtype=np.float32)
    in_title = np.zeros(segment.size, dtype=bool)
    passages = np.zeros(len(segment.passage_pk), dtype=np.float32)
    touched = []
    for word, weight in concept.variants.items():
        places, weights, titled = segment.head_of(word)
        head[places] = np.maximum(head[places], weights * weight)
        in_title[places[titled]] = True
        within, times = segment.body.of(word)
        passages[within] += times * np.float32(weight)
        if len(within):
            touched.append(within)
    # Long passages say less of each of their words.
    at = touched[0] if len(touched) == 1 else np.flatnonzero(passages)
    text = np.zeros(segment.size, dtype=np.float32)
    if len(at):
        sums = np.bincount(segment.passage_source[at], passages[at], minlength=segment.size)
        found = np.flatnonzero(sums)
        text[found] = sums[found] / _long(segment.length[found], SOURCE_PIVOT)
        passages[at] /= _long(segment.passage_length[at], PASSAGE_PIVOT)
    return _Seen(head, in_title, passages, (head > 0) | (text > 0), text)


def _long(length: Floats, pivot: float) -> Floats:
    return np.float32(1 - LENGTH_SHARE) + np.float32(LENGTH_SHARE) * length / np.float32(pivot)


def _saturated(weight: Floats) -> Floats:
    return weight * np.float32(SATURATION + 1) / (weight + np.float32(SATURATION))


def _add(score: _Scores, seen: _Seen, rarity: float, *, is_extra: bool) -> None:
    rare = np.float32(rarity)
    at = np.flatnonzero(seen.is_hit)
    score.total[at] += rare * _saturated(seen.head[at] + np.float32(TEXT) * seen.text[at])
    within = np.flatnonzero(seen.passages)
    score.passages[within] += rare * _saturated(seen.passages[within])
    score.is_hit[at] = True
    if not is_extra:
        titled, headed = np.flatnonzero(seen.in_title), np.flatnonzero(seen.head)
        score.title[titled] += rare
        score.titled[titled] += 1
        score.covered[at] += rare
        score.specific[headed] += rare


def _told(
    asked: Asked,
    readable: Readable,
    wanted: Wanted,
    scores: Sequence[_Scores],
    everything: float,
    most: int,
    begin: int,
) -> Ranked:
    best: list[tuple[float, int, int, int]] = []
    counts: list[Flags] = []
    finals = [
        _final(asked, segment, wanted, score, everything)
        for (segment, _among), score in zip(readable, scores, strict=True)
    ]
    if asked.vector is not None:
        finals = _with_meaning(readable, wanted, scores, finals)
    for number, ((segment, among), score) in enumerate(zip(readable, scores, strict=True)):
        final = finals[number]
        is_found = (score.is_hit | (final >= IDENTITY)) & among
        counts.append(is_found)
        suited = np.flatnonzero(is_found & _suits(segment, wanted))
        first = suited[_best_of(final[suited], begin + most)]
        best += [(-float(final[at]), int(segment.source_id[at]), number, int(at)) for at in first]
    best.sort()
    hits = [
        _hit(readable[number][0], scores[number], finals[number], at, everything)
        for _score, _id, number, at in best[begin : begin + most]
    ]
    by_kind, by_filing = _counted(readable, counts, wanted)
    total = sum(
        int((found & _suits(segment, wanted)).sum())
        for found, (segment, _among) in zip(counts, readable, strict=True)
    )
    return Ranked(hits, total, by_kind, by_filing, bool(hits) and begin == 0 and _is_sure(hits))


def _best_of(scores: Floats, most: int) -> np.ndarray:
    if len(scores) > 4 * most:
        # With those that score the same as the last one, so that their order is always the same.
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        return np.flatnonzero(scores >= least)[: 50 * most]
    return np.arange(len(scores))


def _final(asked: Asked, segment: Segment, wanted: Wanted, score: _Scores, everything: float) -> Floats:
    """The score of each source; 0 where nothing of the search occurs."""
    final = np.zeros(segment.size, dtype=np.float32)
    at = np.flatnonzero(score.is_hit)
    if len(at):
        best = _best_passages(segment, score.passages)[at]
        title, covered = score.title[at], score.covered[at] / np.float32(everything)
        of_title = np.minimum(1.0, score.titled[at] / np.maximum(segment.title_length[at], 1.0))
        own = score.total[at] + np.float32(BEST_PASSAGE) * best + np.float32(TITLE) * title * of_title
        is_exact = (of_title >= 1.0) & (covered >= 0.99) & (title >= 0.99 * everything)
        own += np.float32(EXACT_TITLE * everything) * is_exact
        own *= np.power(covered, np.float32(COVERAGE_POWER))
        for kind, factor in (*wanted.unless_titled.items(), *wanted.favour.items()):
            if kind in segment.kinds:
                is_kind = segment.kind[at] == segment.kinds.index(kind)
                own[is_kind & (title <= 0) if kind in wanted.unless_titled else is_kind] *= np.float32(factor)
        for kind, ids in wanted.doubtful.items():
            if len(ids) and kind in segment.kinds:
                is_kind = segment.kind[at] == segment.kinds.index(kind)
                own[is_kind & np.isin(segment.source_id[at], ids)] *= np.float32(DOUBTFUL)
        final[at] = own
    for place in segment.identities.get(asked.whole, ()):
        final[place] += np.float32(IDENTITY)
    return final


def _with_meaning(
    readable: Readable, wanted: Wanted, scores: Sequence[_Scores], finals: Sequence[Floats]
) -> list[Floats]:
    """The scores by words of each segment, with what its sources mean; identities stay first."""
    by_words = [np.where(final < IDENTITY, final, 0) for final in finals]
    most = max(
        float((some * among).max(initial=0.0))
        for some, (_segment, among) in zip(by_words, readable, strict=True)
    )
    found = []
    for some, final, score, (segment, _among) in zip(by_words, finals, scores, readable, strict=True):
        own = blended(some, score.nearest, most)
        for kind, factor in wanted.favour.items():
            if kind in segment.kinds:
                own[segment.kind == segment.kinds.index(kind)] *= np.float32(factor**FAVOUR)
        found.append(np.where(score.is_hit, own, 0) + np.where(final >= IDENTITY, final, 0))
    return found


def _best_passages(segment: Segment, passages: Floats) -> Floats:
    if not len(passages):
        return np.zeros(segment.size, dtype=np.float32)
    # Each source has a passage at least: the one that stands for the whole.
    best: Floats = np.maximum.reduceat(passages, np.minimum(segment.first_passage, len(passages) - 1))
    return best


def _suits(segment: Segment, wanted: Wanted, but: str = "") -> Flags:
    """The sources that results are limited to; `but` leaves one limit out, to count what it would leave."""
    suits = np.ones(segment.size, dtype=bool)
    if wanted.kinds and but != "kind":
        suits &= np.isin(
            segment.kind, [segment.kinds.index(one) for one in wanted.kinds if one in segment.kinds]
        )
    for facet, values in wanted.filed_under.items():
        if facet == but:
            continue
        filed = np.zeros(segment.size, dtype=bool)
        for value in values:
            filed[segment.filings.get(f"{facet}={value}", [])] = True
        suits &= filed
    for facet, value in wanted.pinned.items():
        if facet != but:
            suits &= ~_filed_otherwise(segment, facet, value)
    return suits


def _filed_otherwise(segment: Segment, facet: str, value: str) -> Flags:
    """The sources that are filed under other values of a facet, and not under this one."""
    otherwise = np.zeros(segment.size, dtype=bool)
    for name, places in segment.filings.items():
        if name.startswith(f"{facet}="):
            otherwise[places] = True
    otherwise[segment.filings.get(f"{facet}={value}", [])] = False
    return otherwise


def _counted(
    readable: Readable, counts: Sequence[Flags], wanted: Wanted
) -> tuple[dict[str, int], dict[str, int]]:
    by_kind: dict[str, int] = {}
    by_filing: dict[str, int] = {}
    for (segment, _among), hits in zip(readable, counts, strict=True):
        if not hits.any():
            continue
        left = np.bincount(segment.kind[hits & _suits(segment, wanted, "kind")], minlength=len(segment.kinds))
        for kind, number in zip(segment.kinds, left.tolist(), strict=True):
            by_kind[kind] = by_kind.get(kind, 0) + number
        suits: dict[str, Flags] = {}
        for name, places in segment.filings.items():
            facet = name.partition("=")[0]
            if facet not in suits:
                suits[facet] = hits & _suits(segment, wanted, facet)
            if number := int(suits[facet][places].sum()):
                by_filing[name] = by_filing.get(name, 0) + number
    return by_kind, by_filing


def _hit(segment: Segment, score: _Scores, final: Floats, at: int, everything: float) -> Hit:
    first = int(segment.first_passage[at])
    end = int(segment.first_passage[at + 1]) if at + 1 < segment.size else len(segment.passage_pk)
    best = _best_passage(score, first, end)
    return Hit(
        pk=int(segment.pk[at]),
        kind=segment.kinds[segment.kind[at]],
        source_id=int(segment.source_id[at]),
        passage_pk=int(segment.passage_pk[best]) if best is not None else None,
        score=float(final[at]),
        coverage=float(score.covered[at]) / everything,
        specific=float(score.specific[at]) / everything,
        cosine=float(score.nearest[at]) if len(score.nearest) else NO_VECTOR,
    )


def _best_passage(score: _Scores, first: int, end: int) -> int | None:
    """The place of the passage that answers best; None where that is the whole."""
    own = score.passages[first:end]
    most = float(own.max(initial=0.0))
    if len(score.near):
        best = int(blended(own, score.near[first:end], most).argmax())
        # The first one stands for the whole.
        return first + best if best else None
    return first + int(own.argmax()) if most > 0 else None


def _is_sure(hits: Sequence[Hit]) -> bool:
    first = hits[0]
    if first.score >= IDENTITY:
        return True
    if first.cosine > NO_VECTOR:
        return is_certain(first.cosine, first.coverage, first.specific)
    return first.coverage >= LEAST_COVERAGE and (first.specific >= LEAST_SPECIFIC or first.coverage >= 0.9)
