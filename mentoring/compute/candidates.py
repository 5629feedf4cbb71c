"""The pairs worth a second look: of millions, the best few for each mentee and for each mentor."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.compute.problem import Problem

HOURS_RADIX = 256  # a pair's rank is units × 256 + shared hours: hours only ever break a tie of coverage
_CELLS_A_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of positions, each once, by mentee and then mentor; `rank` is units × 256 + shared hours."""

    mentee: NDArray[np.int64]
    mentor: NDArray[np.int64]
    rank: NDArray[np.int64]

    @property
    def units(self) -> NDArray[np.int64]:
        """Return the covered units of each pair."""
        return self.rank // HOURS_RADIX

    @property
    def shared_hours(self) -> NDArray[np.int64]:
        """Return the shared hours of each pair."""
        return self.rank % HOURS_RADIX

    def only(self, kept: NDArray[np.bool_]) -> "Candidates":
        """Return the pairs that are kept."""
        return Candidates(self.mentee[kept], self.mentor[kept], self.rank[kept])

    def best_of(self, group: NDArray[np.int64], most: int) -> "Candidates":
        """Return at most this many pairs a group, best rank first; equal ranks by mentee, then mentor."""
        order = np.lexsort((self.mentor, self.mentee, -self.rank, group))
        grouped = group[order]
        place = np.arange(len(grouped)) - np.searchsorted(grouped, grouped)
        chosen = order[place < most]
        return Candidates(self.mentee[chosen], self.mentor[chosen], self.rank[chosen])

    def joined(self, *others: "Candidates") -> "Candidates":
        """Return the union, each pair once, in the standing order."""
        mentee = np.concatenate([part.mentee for part in (self, *others)])
        mentor = np.concatenate([part.mentor for part in (self, *others)])
        rank = np.concatenate([part.rank for part in (self, *others)])
        order = np.lexsort((mentor, mentee))
        mentee, mentor, rank = mentee[order], mentor[order], rank[order]
        new = np.ones(len(mentee), dtype=np.bool_)
        new[1:] = (np.diff(mentee) != 0) | (np.diff(mentor) != 0)
        return Candidates(mentee[new], mentor[new], rank[new])


NOBODY = Candidates(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Survey:
    """All pairs seen once: the best of them, and for each mentee how many mentors there are at each sieve.

    `covering` mentors cover something; `allowed` of them break no rule; `worthwhile` of those beat being
    unmatched. Seats are not asked for in these counts, but `for_mentees` and `for_mentors` hold only mentors
    with a free seat.
    """

    for_mentees: Candidates
    for_mentors: Candidates
    covering: NDArray[np.int64]
    allowed: NDArray[np.int64]
    worthwhile: NDArray[np.int64]


def survey(problem: Problem) -> Survey:
    """Look at every pair once, in blocks of mentees, and keep the best `best_of` a mentee and a mentor."""
    counts: list[NDArray[np.int64]] = []
    by_mentee: list[Candidates] = []
    by_mentor = _BestOfMentors(len(problem.mentor_ids), problem.policy.best_of)
    open_mentors = problem.seats > 0
    for mentees in blocks(np.arange(len(problem.mentee_ids)), len(problem.mentor_ids)):
        covering, rank = _ranks(problem, mentees)
        counts.append(
            np.stack(
                [covering, (rank > 0).sum(axis=1), (rank >= max(problem.floor, 1) * HOURS_RADIX).sum(axis=1)]
            )
        )
        rank *= open_mentors
        by_mentee.append(_best_in_rows(mentees, rank, problem.policy.best_of))
        by_mentor.add(mentees, rank)
    count = np.concatenate([np.zeros((3, 0), dtype=np.int64), *counts], axis=1)
    return Survey(NOBODY.joined(*by_mentee), by_mentor.best(), *count)


def best_among(problem: Problem, mentees: NDArray[np.int64], open_mentors: NDArray[np.bool_]) -> Candidates:
    """Return the best `best_of` worthwhile pairs of each of these mentees with mentors that are open."""
    found = []
    for block in blocks(mentees, len(problem.mentor_ids)):
        _, rank = _ranks(problem, block)
        rank *= open_mentors & (rank >= problem.floor * HOURS_RADIX)
        found.append(_best_in_rows(block, rank, problem.policy.best_of))
    return NOBODY.joined(*found)


def blocks(mentees: NDArray[np.int64], width: int) -> Iterator[NDArray[np.int64]]:
    """Yield the mentees in runs that fit a fixed number of cells against all mentors: memory is bounded."""
    height = max(1, _CELLS_A_BLOCK // max(1, width))
    for first in range(0, len(mentees), height):
        yield mentees[first : first + height]


def _ranks(problem: Problem, mentees: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return how many mentors cover something for each mentee, and each pair's rank, 0 if not allowed."""
    units = problem.coverage.units(mentees)
    hours = problem.eligibility.shared_hours(mentees)
    covers = units > 0
    rank = units * np.int32(HOURS_RADIX)
    rank += hours
    rank *= covers & problem.eligibility.allowed(mentees, hours)
    return covers.sum(axis=1), rank


def _best_in_rows(mentees: NDArray[np.int64], rank: NDArray[np.int32], most: int) -> Candidates:
    width = rank.shape[1]
    if width > most:
        least = np.partition(rank, width - most, axis=1)[:, width - most]
        row, mentor = np.nonzero(rank >= np.maximum(least, 1)[:, None])
    else:
        row, mentor = np.nonzero(rank)
    found = Candidates(mentees[row], mentor, rank[row, mentor].astype(np.int64))
    return found.best_of(found.mentee, most)


class _BestOfMentors:
    """The best pairs of each mentor so far; only what beats the last of them is looked at again."""

    def __init__(self, mentors: int, most: int) -> None:
        self._most = most
        self._floor = np.zeros(mentors, dtype=np.int32)
        self._kept = NOBODY
        self._new: list[Candidates] = []
        self._waiting = 0

    def add(self, mentees: NDArray[np.int64], rank: NDArray[np.int32]) -> None:
        """Take in a block; they come in order of mentees: an equal rank never displaces an earlier one."""
        row, mentor = np.nonzero(rank > self._floor)
        self._new.append(Candidates(mentees[row], mentor, rank[row, mentor].astype(np.int64)))
        self._waiting += len(row)
        if self._waiting > len(self._kept.mentor):
            self._sift()

    def best(self) -> Candidates:
        """Return the best pairs of each mentor, in the standing order."""
        self._sift()
        return self._kept.joined()

    def _sift(self) -> None:
        pool = self._kept.joined(*self._new)
        self._kept = pool.best_of(pool.mentor, self._most)
        mentor = self._kept.mentor
        full = np.flatnonzero(np.arange(len(mentor)) - np.searchsorted(mentor, mentor) == self._most - 1)
        self._floor[mentor[full]] = self._kept.rank[full]
        self._new, self._waiting = [], 0
