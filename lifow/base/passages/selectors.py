"""The index as each process holds it: read once, then only what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection

from lifow.base.passages.compute.segments import Flags, PassageRow, Segment, SourceRow, segment_from
from lifow.base.passages.compute.stems import stem
from lifow.base.passages.compute.words import searched_words
from lifow.base.passages.mapped_vectors import NOTHING, HeldVectors, held_vectors, placed_again
from lifow.base.passages.models import SearchChange, SearchPassage, SearchSource, Synonym

LARGEST_RECENT = 1_000
"""Sources that may have changed before the large segment is read anew."""
MOST_SYNONYMS = 2_000
Synonyms = Mapping[tuple[str, ...], Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Index:
    """A large segment and what changed since it was read, as of a change."""

    database: str
    change: tuple[int, int]
    large: Segment
    large_alive: Flags
    recent: Segment
    changed: frozenset[int]
    vectors: HeldVectors = NOTHING
    synonyms: Synonyms = field(default_factory=dict)
    """What else is looked for, by the stems of what is."""

    @property
    def segments(self) -> list[tuple[Segment, Flags]]:
        """Each segment with the sources of it that are in force."""
        return [
            (self.large, self.large_alive),
            *([(self.recent, np.ones(self.recent.size, dtype=bool))] if self.recent.size else []),
        ]


_lock = Lock()
_held: dict[str, Index] = {}


def current_index() -> Index:
    """The index as of now; one query, and few more where something changed."""
    database = str(connection.settings_dict["NAME"])
    held = _held.get(database)
    known = held.change[0] if held else 0
    # A number that is known by another token, or not at all, is of another history: of a restored database.
    changes = list(
        SearchChange.objects.filter(pk__gte=known)
        .order_by("pk")
        .values_list("pk", "token", "source_pk")[: LARGEST_RECENT + 2]
    )
    if held is not None and _goes_on(held, changes):
        new = changes[1:] if held.change[0] else changes
        if not new:
            return held
        changed = held.changed | {pk for _number, _token, pk in new if pk}
        if len(changed) <= LARGEST_RECENT:
            is_of_no_source = not any(pk for _number, _token, pk in new)
            kept = held.recent if is_of_no_source else _recent(changed)
            return _keep(_with_changes(held, changed, kept, new[-1][:2]))
    with _lock:
        again = _held.get(database)
        if again is not None and again is not held:
            return again
        return _keep(_read(database))


def forget_index() -> None:
    """Have the next search read the database again."""
    _held.clear()


def _goes_on(held: Index, changes: list[tuple[int, int, int]]) -> bool:
    if not held.change[0]:
        return True
    return bool(changes) and changes[0][:2] == held.change


def _keep(index: Index) -> Index:
    _held.clear()
    _held[index.database] = index
    return index


def _read(database: str) -> Index:
    """All of it. What changes meanwhile is read again as a change."""
    last = SearchChange.objects.order_by("-pk").values_list("pk", "token").first() or (0, 0)
    sources = _sources(SearchSource.objects.order_by("pk"))
    large = segment_from(sources, _passages(SearchPassage.objects.order_by("source_id", "number")))
    nothing = segment_from([], [])
    vectors = held_vectors(NOTHING, last)
    large = replace(large, vectors=placed_again(vectors, large.passage_pk))
    alive = np.ones(large.size, dtype=bool)
    return Index(database, last, large, alive, nothing, frozenset(), vectors, _synonyms())


def _recent(changed: frozenset[int]) -> Segment:
    rows = _sources(SearchSource.objects.filter(pk__in=changed).order_by("pk"))
    return segment_from(rows, _passages(SearchPassage.objects.filter(source__in=[row.pk for row in rows])))


def _with_changes(held: Index, changed: frozenset[int], recent: Segment, change: tuple[int, int]) -> Index:
    vectors = held_vectors(held.vectors, change)
    large = held.large
    if vectors is not held.vectors:
        where = placed_again(vectors, large.passage_pk, held.vectors, large.vectors)
        large = replace(large, vectors=where)
    recent = replace(recent, vectors=placed_again(vectors, recent.passage_pk))
    alive = np.ones(held.large.size, dtype=bool)
    alive[[large.place[pk] for pk in changed if pk in large.place]] = False
    return Index(held.database, change, large, alive, recent, changed, vectors, _synonyms())


def _synonyms() -> Synonyms:
    """The words that HR keeps, read again with each change of the index: keeping one is a change of it."""
    found: dict[tuple[str, ...], list[list[str]]] = {}
    rows = Synonym.objects.order_by("pk").values_list("words", "means", "is_both_ways")[:MOST_SYNONYMS]
    for words, means, is_both_ways in rows:
        pairs = [(words, means), (means, words)] if is_both_ways else [(words, means)]
        for one, other in pairs:
            key = tuple(stem(word) for word in searched_words(one))
            found.setdefault(key, []).append(searched_words(other))
    return found


def _sources(rows: Any) -> list[SourceRow]:
    told = rows.values_list(
        "pk", "kind", "source_id", "audience", "filed_under", "identities", "words", "weights", "changed_at"
    )
    return [
        SourceRow(
            *(pk, kind, source, audience, filed, identities, words),
            weights=bytes(weights),
            changed_at=at.timestamp() if at else 0.0,
        )
        for pk, kind, source, audience, filed, identities, words, weights, at in told.iterator(
            chunk_size=5_000
        )
    ]


def _passages(rows: Any) -> Iterable[PassageRow]:
    told = rows.values_list("pk", "source_id", "words", "weights")
    return (
        PassageRow(pk, source, words, bytes(weights))
        for pk, source, words, weights in told.iterator(chunk_size=5_000)
    )
