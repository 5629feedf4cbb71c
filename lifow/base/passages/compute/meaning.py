"""How near passages are to a search by what they mean: cosines of vectors of length 1.

Only passages of sources that the reader may see are looked at, all of them. The score of a source is that of
its nearest passage together with what words say of it; thresholds are of the model that comes with the extra
(docs/decisions/0056, measured on the open half of the demo's queries).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

ROWS_AT_ONCE = 256
"""Rows that are copied to be multiplied: they stay within a processor's cache."""


NO_VECTOR = -1.0
MEANING = 0.55
"""What meaning counts against words. Of models of this size each finds what the other misses."""
FAVOUR = 0.3
"""How much of a favour for a kind counts for what its sources mean."""
NEAR = 0.35
"""A source without any word of the search is found from this cosine on."""
LEAST_CERTAIN = 0.38
OF_MEANING, OF_COVERAGE, OF_SPECIFIC = 0.6, 0.2, 0.2


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors as each process holds them, ordered by passage: `matrix` may be mapped from a file."""

    passage_pk: Ints
    matrix: Floats


@dataclass(frozen=True, slots=True)
class PlacedVectors:
    """Vectors of the passages of one segment: row `rows[n]` of the matrix is that of passage `places[n]`."""

    matrix: Floats
    rows: Ints
    places: Ints


def placed(vectors: Vectors, passage_pk: Ints) -> PlacedVectors:
    """Where the passages of a segment are among vectors; those that have none are left out."""
    order = np.argsort(passage_pk, kind="stable")
    ordered = passage_pk[order]
    at = np.searchsorted(ordered, vectors.passage_pk)
    known = np.flatnonzero(at < len(ordered))
    known = known[ordered[at[known]] == vectors.passage_pk[known]]
    return PlacedVectors(vectors.matrix, known.astype(np.int32), order[at[known]].astype(np.int32))


def cosines(held: Sequence[PlacedVectors], allowed: Flags, search: Floats) -> Floats:
    """The cosine of each passage with a search; -1 where it has no vector or is not `allowed`.

    Rows of passages that are not allowed are not read.
    """
    found = np.full(len(allowed), NO_VECTOR, dtype=np.float32)
    for one in held:
        if one.matrix.shape[1:] != search.shape:
            continue
        among = np.flatnonzero(allowed[one.places])
        copied = np.empty((min(len(among), ROWS_AT_ONCE), len(search)), dtype=np.float32)
        for begin in range(0, len(among), ROWS_AT_ONCE):
            some = among[begin : begin + ROWS_AT_ONCE]
            rows = one.rows[some]
            if rows[-1] - rows[0] == len(rows) - 1:
                # Nothing that is not allowed lies between them.
                found[one.places[some]] = one.matrix[rows[0] : rows[-1] + 1] @ search
                continue
            np.take(one.matrix, rows, axis=0, out=copied[: len(rows)], mode="clip")
            found[one.places[some]] = copied[: len(rows)] @ search
    return found


def blended(words: Floats, meaning: Floats, most: float) -> Floats:
    """What words and meaning say of sources together, 0 to 1.

    words    scores by words
    meaning  cosines of the nearest passages; NO_VECTOR for sources without any
    most     the highest score by words of what the reader may see; 0 where no word occurs

    A source without a vector counts as if it meant what its words say.
    """
    by_words = words / np.float32(most) if most > 0 else np.zeros_like(words)
    has_vector = meaning > NO_VECTOR
    nearest = max(float(meaning.max(initial=0.0)), 0.0)
    near = np.where(has_vector, np.maximum(meaning, 0), by_words * np.float32(nearest))
    together: Floats = np.float32(MEANING) * near + np.float32(1 - MEANING) * by_words
    return together


def is_certain(cosine: float, coverage: float, specific: float) -> bool:
    """Whether a result is sure enough to be told as an answer: how near it is, and how much of the search, by
    rarity, is in it and in its head or one passage."""
    sure = OF_MEANING * max(cosine, 0.0) + OF_COVERAGE * coverage + OF_SPECIFIC * specific
    return sure >= LEAST_CERTAIN
