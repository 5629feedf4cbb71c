"""What a round of matching should be, worked out another way: plain tables and a linear program.

It shares no code with `mentoring.matching.compute`. Pairs are a table of learners × mentors; the program is
that of a bipartite assignment with nested capacities, whose corners are whole numbers (a network matrix);
HiGHS solves it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import maximum_flow
from scipy.stats import norm

from mentoring.matching.compute import Barriers, MatchPolicy, Mentees, Mentors

Table = NDArray[np.float64]
LEAST = 0.01  # weighted levels: what any gap is worth at least, and a critical skill that needs assessment


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who could help whom: weighted levels of learners × mentors, 0 where not at all or not allowed, by ids.

    `most` is the most that any learner could win.
    """

    mentees: NDArray[np.int64]
    mentors: NDArray[np.int64]
    levels: Table
    most: float


def pairs_of(mentees: Mentees, mentors: Mentors, barriers: Barriers, policy: MatchPolicy) -> Pairs:
    """The table of all pairs, by the rules and the formula as the guide tells them."""
    levels = np.zeros((len(mentees.ids), len(mentors.ids)))
    most = np.zeros(len(mentees.ids))
    row = {int(one): place for place, one in enumerate(mentees.ids)}
    chance = _chances(mentors)
    known, unknown = mentees.needs, mentees.to_assess
    wanted = [
        *zip(known.person, known.skill, known.required, np.maximum(known.weighted_gap, LEAST), strict=True),
        *((*one, LEAST) for one in zip(unknown.person, unknown.skill, unknown.required, strict=True)),
    ]
    for person, skill, required, worth in wanted:
        most[row[int(person)]] += worth
        levels[row[int(person)]] += worth * (chance(int(skill), float(required)) >= policy.min_proof)
    levels *= _allowed(mentees, mentors, barriers, policy)
    return Pairs(mentees.ids, mentors.ids, levels, float(most.max(initial=0)))


def fewest_rounds(pairs: Pairs, seats: NDArray[np.int64]) -> int:
    """R: the fewest rounds in which so many times the seats serve everybody who can be served."""
    can = pairs.levels[(pairs.levels[:, seats > 0] > 0).any(axis=1)]
    low, high = -1, len(can)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _served(can, seats * middle) == len(can) else (middle, high)
    return high


def has_timetable(pairs: Pairs, seats: NDArray[np.int64], waited: NDArray[np.int64], rounds: int) -> bool:
    """Whether everybody can be served before having waited so many rounds."""
    return rounds > 0 and _solved(np.zeros_like(pairs.levels), pairs, seats, waited, rounds) is not None


def best_worth(pairs: Pairs, seats: NDArray[np.int64], waited: NDArray[np.int64], rounds: int) -> float:
    """The most worth of a round that leaves everybody else a place before having waited so many rounds."""
    worth = np.where(pairs.levels > 0, pairs.levels + pairs.most * waited[:, None], 0)
    found = _solved(worth, pairs, seats, waited, rounds)
    return float("nan") if found is None else found


@dataclass(frozen=True, slots=True)
class MostLevels:
    """The round that closes the most levels, whoever waits: the levels, and how many learners it serves."""

    levels: float
    served: int


def most_levels(pairs: Pairs, seats: NDArray[np.int64]) -> MostLevels:
    """The most levels that one round can close."""
    learner, mentor = np.nonzero((pairs.levels > 0) & (seats > 0))
    column, one = np.arange(len(learner)), np.ones(len(learner))
    limits = [
        _rows(learner, column, one, (len(pairs.mentees), len(learner))),
        _rows(mentor, column, one, (len(seats), len(learner))),
    ]
    found: Any = linprog(
        -pairs.levels[learner, mentor],
        A_ub=cast("Any", vstack(limits, format="csr")),
        b_ub=np.concatenate([np.ones(len(pairs.mentees)), seats]),
        bounds=(0, 1),
    )
    return MostLevels(-float(found.fun), int(np.rint(found.x).sum()))


def _solved(
    worth: Table, pairs: Pairs, seats: NDArray[np.int64], waited: NDArray[np.int64], rounds: int
) -> float | None:
    """The optimum, None where nothing is feasible.

    x is a pair now, y one in a later round. Each learner: Σ x + Σ y = 1. Each mentor: Σ x ≤ seats, and of
    those due by each deadline d: Σ y ≤ (d − 1) · seats, which is Hall's condition for places by a deadline.
    """
    learner, mentor = np.nonzero((pairs.levels > 0) & (seats > 0))
    if not len(learner):
        return 0.0
    due = np.maximum(1, rounds - waited)
    later = np.flatnonzero(due[learner] > 1)
    pairs_now, columns = len(learner), len(learner) + len(later)
    everyone = np.concatenate([learner, learner[later]])
    served = _rows(np.unique(everyone, return_inverse=True)[1], np.arange(columns), np.ones(columns))
    capacity = [_rows(mentor, np.arange(pairs_now), np.ones(pairs_now), (len(seats), columns))]
    most = [seats]
    for deadline in np.unique(due[learner[later]]):
        by = later[due[learner[later]] <= deadline]
        place = pairs_now + np.searchsorted(later, by)
        capacity.append(_rows(mentor[by], place, np.ones(len(by)), (len(seats), columns)))
        most.append((deadline - 1) * seats)
    cost = np.concatenate([-worth[learner, mentor], np.zeros(len(later))])
    found: Any = linprog(
        cost,
        A_ub=cast("Any", vstack(capacity, format="csr")),
        b_ub=np.concatenate(most),
        A_eq=cast("Any", served),
        b_eq=np.ones(served.shape[0]),
        bounds=(0, 1),
    )
    return -float(found.fun) if found.status == 0 else None


def _rows(
    row: NDArray[np.int64], column: NDArray[np.int64], value: Table, shape: tuple[int, int] | None = None
) -> csr_array:
    return coo_array((value, (row, column)), shape=shape).tocsr()


def _served(levels: Table, seats: NDArray[np.int64]) -> int:
    learners, mentors = levels.shape
    learner, mentor = np.nonzero(levels)
    source, sink = learners + mentors, learners + mentors + 1
    start = np.concatenate([np.full(learners, source), learner, learners + np.arange(mentors)])
    end = np.concatenate([np.arange(learners), learners + mentor, np.full(mentors, sink)])
    room = np.concatenate([np.ones(learners + len(learner)), seats]).astype(np.int32)
    graph = csr_array((room, (start, end)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(graph, source, sink).flow_value)


def _chances(mentors: Mentors) -> Callable[[int, float], Table]:
    """The chance of each mentor to have a level of a skill, 0 where nobody else has seen it."""
    rows = mentors.strengths
    column = {int(one): place for place, one in enumerate(mentors.ids)}

    def chance(skill: int, required: float) -> Table:
        found = np.zeros(len(mentors.ids))
        for place in np.flatnonzero((rows.skill == skill) & rows.corroborated):
            level = norm(rows.mu[place], max(float(rows.sigma[place]), 1e-12))
            found[column[int(rows.person[place])]] = level.sf(required - 0.5)
        return found

    kept: dict[tuple[int, float], Table] = {}

    def remembered(skill: int, required: float) -> Table:
        if (skill, required) not in kept:
            kept[skill, required] = chance(skill, required)
        return kept[skill, required]

    return remembered


def _allowed(
    mentees: Mentees, mentors: Mentors, barriers: Barriers, policy: MatchPolicy
) -> NDArray[np.bool_]:
    shared = mentees.hours.astype(int) @ mentors.hours.astype(int).T
    allowed: NDArray[np.bool_] = (shared >= policy.min_shared_hours) & mentors.eligible
    allowed &= (mentees.languages[:, None] & mentors.languages) != 0
    allowed &= mentees.ids[:, None] != mentors.ids
    row = {int(one): place for place, one in enumerate(mentees.ids)}
    column = {int(one): place for place, one in enumerate(mentors.ids)}
    apart = [*barriers.line, *barriers.line[:, ::-1], *barriers.excluded, *barriers.paired]
    for one, other in apart:
        if int(one) in row and int(other) in column:
            allowed[row[int(one)], column[int(other)]] = False
    return allowed
