"""Searching: what answers some words among what somebody may see, each opened at its passage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Q, Sum

from lifow.base.medians import median_of_counts
from lifow.base.passages.compute.asking import Asked, Manner, Readable, asked
from lifow.base.passages.compute.ranking import Hit, Ranked, Wanted, ranked
from lifow.base.passages.compute.segments import Flags, Segment
from lifow.base.passages.compute.words import ASKING, FUNCTION_WORDS, searched_words
from lifow.base.passages.embedding import embedded
from lifow.base.passages.marking import marked, snippet, sought_words
from lifow.base.passages.models import OpeningTime, SearchPassage, SearchSource
from lifow.base.passages.registry import Opened, findable, findables
from lifow.base.passages.selectors import Index, Synonyms, current_index
from lifow.base.search import Piece

MOST_CHARACTERS = 200
PEOPLE_FIRST = frozenset(
    {"who", "whom", "someone", "somebody", "anyone", "anybody", "expert", "experts", "colleague"}
)
ASKED_FOR_PEOPLE, PERSON_BY_WORK = 4.0, 0.4
SKILL_IN_QUESTION = 0.5
LONG_QUESTION = 6


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: `filed_under` by facet; `pinned` leaves out what is filed under another value of
    a facet; `is_as_typed` corrects nothing; `is_typing` takes the last word for a beginning too."""

    text: str
    kinds: frozenset[str] = frozenset()
    filed_under: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    is_as_typed: bool = False
    is_typing: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found: where it opens, what is marked of its title and of its passage, and where that is."""

    kind: str
    kind_label: str
    url: str
    title: Sequence[Piece]
    note: str
    snippet: Sequence[Piece]
    place: str
    source_id: int
    public_id: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found; `corrections` are words as typed and as looked for, `synonyms` words with what
    else was looked for because HR keeps it."""

    results: Sequence[Result]
    total: int
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_filing: Mapping[str, int] = field(default_factory=dict)
    corrections: Sequence[tuple[str, str]] = ()
    synonyms: Sequence[tuple[str, str]] = ()
    is_sure: bool = False

    @property
    def searched_for(self) -> str:
        return ", ".join(meant for _typed, meant in self.corrections)

    @property
    def typed(self) -> str:
        return ", ".join(typed for typed, _meant in self.corrections)


@dataclass(frozen=True, slots=True)
class ReadableIndex:
    """The index with what of it somebody may see: `doubtful` are ids by kind of what may not hold any
    more."""

    segments: Readable
    doubtful: Mapping[str, Sequence[int]] = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=dict)


def find(search: Search, user: Any, *, most: int, begin: int = 0) -> Findings:
    """The best results from place `begin` on. All that is told is of what the user may see."""
    question, found = rank(search, what_is_readable(user), most=most, begin=begin)
    if not found.hits:
        return Findings((), found.total, found.by_kind, found.by_filing, question.corrections)
    results = _opened(found.hits, question, user)
    return Findings(
        results,
        found.total,
        found.by_kind,
        found.by_filing,
        question.corrections,
        [(one.word, ", ".join(sorted(one.others))) for one in question.concepts if one.others],
        found.is_sure and bool(results),
    )


def sources_of(search: Search, user: Any, *, most: int) -> list[tuple[Result, str]]:
    """The best results with all that their passages say, as what an answer may be written from.

    Only where the best result is sure enough to be one; of people nothing.
    """
    question, found = rank(search, what_is_readable(user), most=most)
    if not found.is_sure:
        return []
    hits = [one for one in found.hits if (known := findable(one.kind)) and known.has_meaning]
    wanted = {one.pk: one.passage_pk for one in hits}
    rows = SearchPassage.objects.filter(source__in=wanted).filter(
        Q(pk__in=[pk for pk in wanted.values() if pk]) | Q(number=0)
    )
    texts: dict[int, list[str]] = {}
    for source, text in rows.order_by("source_id", "-number").values_list("source_id", "text"):
        texts.setdefault(source, []).append(text)
    results = {(one.kind, one.source_id): one for one in _opened(hits, question, user)}
    return [
        (results[one.kind, one.source_id], text)
        for one in hits
        if (one.kind, one.source_id) in results and (text := "\n".join(filter(None, texts.get(one.pk, ()))))
    ]


def rank(search: Search, index: ReadableIndex, *, most: int, begin: int = 0) -> tuple[Asked, Ranked]:
    """What is asked, and the hits, without a look at the rows behind them."""
    text = search.text[:MOST_CHARACTERS]
    manner = Manner(index.synonyms, search.is_as_typed, search.is_typing)
    question = asked(text, index.segments, manner)
    if text.strip() and any(segment.vectors for segment, _among in index.segments):
        question = replace(question, vector=embedded(question.as_meant(text)))
    wanted = Wanted(search.kinds, search.filed_under, search.pinned, *_favour(text), index.doubtful)
    return question, ranked(question, index.segments, wanted, most, begin)


def matching_ids(text: str, user: Any, *, kind: str, most: int, least: float = 0.0) -> list[int]:
    """Objects of one kind that are about a whole text, the best first, of those that the user may see.

    `least` of the text has to be in each, by how rare its words are. A text without a word that says
    something is about nothing.
    """
    return matching_ids_by_kind(text, user, {kind: (most, least)})[kind]


def matching_ids_by_kind(
    text: str, user: Any, wanted: Mapping[str, tuple[int, float]]
) -> dict[str, list[int]]:
    """The same of several kinds, each with how many at most and how much of the text at least. Each is
    looked for by itself: what the others have says nothing of how rare a word is."""
    found: dict[str, list[int]] = {kind: [] for kind in wanted}
    if all(word in FUNCTION_WORDS for word in searched_words(text)):
        return found
    known = current_index()
    manner = Manner(known.synonyms, is_typing=False)
    for kind, (most, least) in wanted.items():
        index = what_is_readable(user, frozenset({kind}), known)
        question = asked(text[:MOST_CHARACTERS], index.segments, manner)
        of_kind = Wanted(frozenset({kind}), doubtful=index.doubtful)
        hits = ranked(question, index.segments, of_kind, most).hits
        found[kind] = [one.source_id for one in hits if one.coverage >= least]
    return found


def what_is_readable(
    user: Any, kinds: frozenset[str] = frozenset(), known: Index | None = None
) -> ReadableIndex:
    """What the user may see of the index, or of one that is `known`, of these kinds or of all: nothing else
    is looked at."""
    index = known or current_index()
    readables = {one.kind: one.readable_by(user) for one in findables() if not kinds or one.kind in kinds}
    segments = [(segment, alive & _may_read(segment, readables)) for segment, alive in index.segments]
    doubtful = {kind: one.doubtful for kind, one in readables.items() if one.doubtful}
    return ReadableIndex(segments, doubtful, index.synonyms)


def recently_changed(user: Any, *, kinds: Sequence[str], most: int) -> list[Opened]:
    """What changed last of some kinds."""
    found: list[tuple[float, str, int]] = []
    for segment, among in what_is_readable(user).segments:
        wanted = among & np.isin(
            segment.kind, [segment.kinds.index(one) for one in kinds if one in segment.kinds]
        )
        at = np.flatnonzero(wanted)
        newest = at[np.argsort(-segment.changed_at[at], kind="stable")[:most]]
        found += [
            (-float(segment.changed_at[one]), segment.kinds[segment.kind[one]], int(segment.source_id[one]))
            for one in newest
        ]
    first = sorted(found)[:most]
    opened = _opened_rows({(kind, source_id) for _at, kind, source_id in first}, user)
    return [opened[kind, source_id] for _at, kind, source_id in first if (kind, source_id) in opened]


def median_opening(days: int, today: date) -> tuple[float, int] | None:
    """The median seconds from typing to opening, and of how many openings; None without any."""
    rows = OpeningTime.objects.filter(day__gt=today - timedelta(days=days)).values("seconds").order_by()
    times = dict(rows.annotate(all=Sum("times")).values_list("seconds", "all"))
    middle = median_of_counts(times)
    return None if middle is None else (middle, sum(times.values()))


def _may_read(segment: Segment, readables: Mapping[str, Any]) -> Flags:
    allowed = np.array(
        [kind in readables and audience in readables[kind].audiences for kind, audience in segment.audiences],
        dtype=bool,
    )
    may = allowed[segment.audience] if len(allowed) else np.zeros(segment.size, dtype=bool)
    for kind, readable in readables.items():
        if readable.ids is not None and kind in segment.kinds:
            own = np.flatnonzero(segment.kind == segment.kinds.index(kind))
            may[own[np.isin(segment.source_id[own], np.fromiter(readable.ids, dtype=np.int64))]] = True
    return may


def _favour(text: str) -> tuple[dict[str, float], dict[str, float]]:
    """What each kind counts, and what where no word is of its title.

    People come first where a search asks for somebody, and elsewhere by their names alone. A question wants
    an answer, which a skill is not.
    """
    words = searched_words(text)
    of_people = [one.kind for one in findables() if one.is_of_people]
    if words and words[0] in PEOPLE_FIRST:
        return dict.fromkeys(of_people, ASKED_FOR_PEOPLE), {}
    is_question = bool(words) and (words[0] in ASKING or len(words) >= LONG_QUESTION)
    return ({"skill": SKILL_IN_QUESTION} if is_question else {}), dict.fromkeys(of_people, PERSON_BY_WORK)


def _opened(hits: Sequence[Hit], question: Asked, user: Any) -> list[Result]:
    sought = sought_words(question)
    passages, summaries = _passages_of(hits)
    opened = _opened_rows({(one.kind, one.source_id) for one in hits}, user)
    results = []
    for hit in hits:
        row = opened.get((hit.kind, hit.source_id))
        if row is not None:
            passage = passages.get(hit.passage_pk or 0)
            results.append(_result(hit, row, passage, summaries.get(hit.pk, ""), sought))
    return results


def _passages_of(hits: Sequence[Hit]) -> tuple[dict[int, SearchPassage], dict[int, str]]:
    """The best passage of each hit, by its key; of those without one the summary, by source; one query."""
    pks = [one.passage_pk for one in hits if one.passage_pk is not None]
    headed = [one.pk for one in hits if one.passage_pk is None]
    rows = list(SearchPassage.objects.filter(Q(pk__in=pks) | Q(source__in=headed, number=0)))
    return {row.pk: row for row in rows}, {row.source_id: row.text for row in rows if row.number == 0}


def _result(
    hit: Hit, row: Opened, passage: SearchPassage | None, summary: str, sought: frozenset[str]
) -> Result:
    query = f"{'&' if '?' in row.url else '?'}{passage.query}" if passage and passage.query else ""
    anchor = f"#{passage.anchor}" if passage and passage.anchor else ""
    return Result(
        kind=hit.kind,
        kind_label=row.kind,
        url=f"{row.url}{query}{anchor}",
        title=marked(row.title, sought),
        note=row.note,
        snippet=snippet(_without_heading(passage) if passage else summary, sought),
        place=passage.place if passage else "",
        source_id=hit.source_id,
        public_id=row.public_id,
    )


def _without_heading(passage: SearchPassage) -> str:
    """What a passage says below its heading, which is told as its place."""
    heading = f"{passage.place}."
    return passage.text.removeprefix(heading).strip() or passage.text


def _opened_rows(wanted: set[tuple[str, int]], user: Any) -> dict[tuple[str, int], Opened]:
    """The rows behind results as they are at this moment; one query a kind, and none for what is gone."""
    by_kind: dict[str, list[int]] = {}
    for kind, source_id in sorted(wanted):
        by_kind.setdefault(kind, []).append(source_id)
    return {
        (kind, source_id): one
        for kind, ids in by_kind.items()
        if (known := findable(kind)) is not None
        for source_id, one in known.opened(ids, user).items()
    }


def source_titles(pks: Sequence[int]) -> dict[int, str]:
    """The titles of sources, for benchmarks and commands."""
    return dict(SearchSource.objects.filter(pk__in=pks).values_list("pk", "title"))
