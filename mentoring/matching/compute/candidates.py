"""The pairs worth a second look: of millions, the best few for each mentee and for each mentor."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.problem import Problem

_HOURS_RADIX = 256
_LOT_BITS, _WHOLE_LOT_BITS = 6, 32
_LATER_BITS = np.uint32(_WHOLE_LOT_BITS - _LOT_BITS)
_CELLS_A_BLOCK = 1 << 19
_GROUP = 16
_PLACES = 32  # positions and ranks are below 2^31, so that two of them make one whole number to sort by


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of positions, each once; standing order is by mentee, then mentor.

    `rank` is units × 256 + shared hours, so that hours only ever break a tie of coverage.
    """

    mentee: NDArray[np.int64]
    mentor: NDArray[np.int64]
    rank: NDArray[np.int64]

    @property
    def units(self) -> NDArray[np.int64]:
        """Return the covered units of each pair."""
        return self.rank // _HOURS_RADIX

    @property
    def shared_hours(self) -> NDArray[np.int64]:
        """Return the shared hours of each pair."""
        return self.rank % _HOURS_RADIX

    def only(self, kept: NDArray[np.bool_]) -> "Candidates":
        """Return the pairs that are kept."""
        return Candidates(self.mentee[kept], self.mentor[kept], self.rank[kept])

    def best_of(self, group: NDArray[np.int64], most: int) -> "Candidates":
        """Return at most this many pairs a group, group by group, best rank first; equals stay in order."""
        order = np.lexsort((-self.rank, group))
        grouped = group[order]
        place = np.arange(len(grouped)) - np.searchsorted(grouped, grouped)
        chosen = order[place < most]
        return Candidates(self.mentee[chosen], self.mentor[chosen], self.rank[chosen])

    def joined(self, *others: "Candidates") -> "Candidates":
        """Return the union, each pair once, in standing order."""
        mentee = np.concatenate([part.mentee for part in (self, *others)])
        mentor = np.concatenate([part.mentor for part in (self, *others)])
        rank = np.concatenate([part.rank for part in (self, *others)])
        code = (mentee << _PLACES) + mentor
        order = np.argsort(code, kind="stable")
        kept = order[np.diff(code[order], prepend=-1) != 0]
        return Candidates(mentee[kept], mentor[kept], rank[kept])


NOBODY = Candidates(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Survey:
    """All pairs seen once: the best of them, and for each mentee how many mentors there are at each sieve.

    `covering` mentors cover something; `allowed` of them break no rule; `worthwhile` of those cover enough.
    Seats are not asked for in these counts, but `for_mentees` and `for_mentors` hold only mentors with a seat
    that no pairing holds, and `for_mentors` only mentees who want one more mentor. `later` holds each
    mentee's best mentors whose seats are all held now, and `proposed` the open proposals that still keep to
    the rules.
    """

    for_mentees: Candidates
    for_mentors: Candidates
    later: Candidates
    proposed: Candidates
    covering: NDArray[np.int64]
    allowed: NDArray[np.int64]
    worthwhile: NDArray[np.int64]


def survey(problem: Problem) -> Survey:
    """Look at every pair once, in blocks, and keep the best `best_of` of each mentee and each mentor."""
    counts: list[NDArray[np.int64]] = []
    parts = [(NOBODY, NOBODY, NOBODY)]
    by_mentor = _BestOfMentors(problem)
    is_full = ~problem.is_open & (problem.load > 0)
    for mentees in blocks(np.arange(len(problem.mentee_ids)), len(problem.mentor_ids)):
        covering, rank = _ranks(problem, mentees)
        is_worthwhile = rank >= _least_rank(problem, mentees)
        counts.append(np.stack([covering, (rank > 0).sum(axis=1), is_worthwhile.sum(axis=1)]))
        proposed = problem.proposed[mentees].toarray() & is_worthwhile & (problem.seats > 0)
        at_full = _best_in_rows(problem, mentees, rank * is_full) if is_full.any() else NOBODY
        rank *= problem.is_open
        still_open = _without_lots(_pairs_at(problem, mentees, rank, proposed))
        parts.append((_best_in_rows(problem, mentees, rank), at_full, still_open))
        asking = problem.wanted[mentees] > 0
        by_mentor.add(mentees[asking], rank[asking])
    count = np.concatenate([np.zeros((3, 0), dtype=np.int64), *counts], axis=1)
    for_mentees, later, held = (NOBODY.joined(*part) for part in zip(*parts, strict=True))
    return Survey(for_mentees, by_mentor.best(), later, held, *count)


def best_among(problem: Problem, mentees: NDArray[np.int64], open_mentors: NDArray[np.bool_]) -> Candidates:
    """Return the best `best_of` worthwhile pairs of each of these mentees with mentors that are open."""
    found = []
    for block in blocks(mentees, len(problem.mentor_ids)):
        _, rank = _ranks(problem, block)
        rank *= open_mentors & (rank >= _least_rank(problem, block))
        found.append(_best_in_rows(problem, block, rank))
    return NOBODY.joined(*found)


def blocks(mentees: NDArray[np.int64], width: int) -> Iterator[NDArray[np.int64]]:
    """Yield the mentees in runs that fit a fixed number of cells against all mentors: memory is bounded."""
    height = max(1, _CELLS_A_BLOCK // max(1, width))
    for first in range(0, len(mentees), height):
        yield mentees[first : first + height]


def _ranks(problem: Problem, mentees: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return how many mentors cover something for each mentee, and each pair's rank and lot, 0 if barred.

    A rank is followed by the first bits of the pair's lot, which decides between equals who comes into the
    closer choice. By load or id, equal mentees would all get the same few of many equal mentors, and most go
    unserved.
    """
    units = problem.coverage.units(mentees)
    hours = problem.eligibility.shared_hours(mentees)
    covers = units > 0
    rank = units * np.int32(_HOURS_RADIX)
    rank += hours
    rank <<= _LOT_BITS
    rank += (problem.lots(mentees[:, None], np.arange(len(problem.mentor_ids))) >> _LATER_BITS).view(np.int32)
    rank *= covers & problem.eligibility.allowed(mentees, hours)
    return covers.sum(axis=1), rank


def _least_rank(problem: Problem, mentees: NDArray[np.int64]) -> NDArray[np.int64]:
    return (problem.floor[mentees] * _HOURS_RADIX << _LOT_BITS)[:, None]


def _pairs_at(
    problem: Problem, mentees: NDArray[np.int64], rank: NDArray[np.int32], cells: NDArray[np.bool_]
) -> Candidates:
    """Return these cells of a block as pairs, each rank followed by the whole lot."""
    row, mentor = np.nonzero(cells)
    mentee = mentees[row]
    merit = rank[row, mentor].astype(np.int64) >> _LOT_BITS
    return Candidates(mentee, mentor, (merit << _WHOLE_LOT_BITS) + problem.lots(mentee, mentor))


def _without_lots(pairs: Candidates) -> Candidates:
    return Candidates(pairs.mentee, pairs.mentor, pairs.rank >> _WHOLE_LOT_BITS)


def _best_in_rows(problem: Problem, mentees: NDArray[np.int64], rank: NDArray[np.int32]) -> Candidates:
    most = problem.best_of
    found = _pairs_at(problem, mentees, rank, rank >= _floor_of_rows(rank, most)[:, None])
    return _without_lots(found.best_of(found.mentee, most))


def _floor_of_rows(rank: NDArray[np.int32], most: int) -> NDArray[np.int32]:
    """Return for each row a rank above 0 that all of its best `most` reach, and few others.

    The best of each of many groups are a part of the row: their `most`-th is no higher than the row's own.
    Maxima of groups take one pass; selecting among whole rows took two thirds of a matching.
    """
    groups = rank.shape[1] // _GROUP
    if groups < most:
        return np.ones(len(rank), dtype=np.int32)
    maxima = rank[:, : groups * _GROUP].reshape(len(rank), _GROUP, groups).max(axis=1)
    return np.maximum(np.partition(maxima, groups - most, axis=1)[:, groups - most], 1)


class _BestOfMentors:
    """The best pairs of each mentor so far; only what reaches the last of them is looked at again."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._floor = np.ones(len(problem.mentor_ids), dtype=np.int32)
        self._kept = NOBODY
        self._new: list[Candidates] = []
        self._waiting = 0

    def add(self, mentees: NDArray[np.int64], rank: NDArray[np.int32]) -> None:
        """Take in a block of mentees."""
        new = _pairs_at(self._problem, mentees, rank, rank >= self._floor)
        self._new.append(new)
        self._waiting += len(new.mentor)
        if self._waiting > len(self._kept.mentor):
            self._sift()

    def best(self) -> Candidates:
        """Return the best pairs of each mentor, in standing order."""
        self._sift()
        return _without_lots(self._kept.joined())

    def _sift(self) -> None:
        most = self._problem.best_of
        pool = self._kept.joined(*self._new)
        self._kept = pool.best_of(pool.mentor, most)
        mentor = self._kept.mentor
        full = np.flatnonzero(np.arange(len(mentor)) - np.searchsorted(mentor, mentor) == most - 1)
        self._floor[mentor[full]] = self._kept.rank[full] >> int(_LATER_BITS)
        self._new, self._waiting = [], 0
