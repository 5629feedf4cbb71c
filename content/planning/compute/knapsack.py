"""The multiple-choice knapsack of many learners at once, exact, by dynamic programming over minutes.

Dudzinski & Walukiewicz (1987): best(g, b) = max over the options o of group g, or none, of
best(g − 1, b − minutes(o)) + gain(o). The recursion runs for all learners of a block in one array
operation an option, so that Python is paid a block and not a learner.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

CELLS = 4_000_000
TIE = 1e-12


class Knapsack(NamedTuple):
    """One learner's question: of each group at most one option (minutes, gain, …), within the minutes."""

    minutes: int
    groups: Sequence[Sequence[tuple[Any, ...]]]


class Packed(NamedTuple):
    """The most that can be gained, and the option taken of each group, −1 for none."""

    gain: float
    taken: tuple[int, ...]


def pack(knapsacks: Sequence[Knapsack]) -> list[Packed]:
    """Solve every knapsack; of equal gains the one of fewer minutes. The answers are in the same order.

    Option minutes are whole and ≥ 0. An answer depends on its own knapsack alone, not on its neighbours.
    """
    widths = [
        min(k.minutes, sum(max((o[0] for o in group), default=0) for group in k.groups)) for k in knapsacks
    ]
    order = sorted(range(len(knapsacks)), key=lambda i: (widths[i], len(knapsacks[i].groups), i))
    answers: list[Packed] = [Packed(0.0, ())] * len(knapsacks)
    block: list[int] = []
    for index in order:
        depth = max(1, len(knapsacks[index].groups))
        if block and (len(block) + 1) * (widths[index] + 1) * depth > CELLS:
            _solve(block, knapsacks, widths, answers)
            block = []
        block.append(index)
    if block:
        _solve(block, knapsacks, widths, answers)
    return answers


def _solve(block: list[int], knapsacks: Sequence[Knapsack], widths: list[int], answers: list[Packed]) -> None:
    budgets = np.array([widths[index] for index in block])
    depth = max(len(knapsacks[index].groups) for index in block)
    best = np.zeros((len(block), int(budgets.max()) + 1))
    taken = np.full((depth, *best.shape), -1, dtype=np.int16)
    options = [_by_rank([knapsacks[index].groups for index in block], group) for group in range(depth)]
    for group in range(depth):
        before = best.copy()
        for rank, (rows, minutes, gains) in enumerate(options[group]):
            _offer(best, taken[group], before, rank, rows, minutes, gains)
    rows = np.arange(len(block))
    most = best[rows, budgets]
    place = np.argmax(best >= (most - TIE)[:, None], axis=1)
    answer = np.full((len(block), depth), -1)
    for group in reversed(range(depth)):
        answer[:, group] = taken[group, rows, place]
        for rank, (offered, minutes, _) in enumerate(options[group]):
            spends = answer[offered, group] == rank
            place[offered[spends]] -= minutes[spends]
    for row, index in enumerate(block):
        groups = len(knapsacks[index].groups)
        answers[index] = Packed(float(most[row]), tuple(answer[row, :groups].tolist()))


RankedOptions = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


def _by_rank(groups: list[Sequence[Sequence[tuple[Any, ...]]]], group: int) -> list[RankedOptions]:
    """The options of one group of every learner, first options together, then second ones, and so on."""
    ranks: list[tuple[list[int], list[int], list[float]]] = []
    for row, learner in enumerate(groups):
        if group < len(learner):
            for rank, option in enumerate(learner[group]):
                if rank == len(ranks):
                    ranks.append(([], [], []))
                ranks[rank][0].append(row)
                ranks[rank][1].append(option[0])
                ranks[rank][2].append(option[1])
    return [(np.array(rows), np.array(minutes), np.array(gains)) for rows, minutes, gains in ranks]


def _offer(
    best: NDArray[np.float64],
    taken: NDArray[np.int16],
    before: NDArray[np.float64],
    rank: int,
    rows: NDArray[np.int64],
    minutes: NDArray[np.int64],
    gains: NDArray[np.float64],
) -> None:
    left = np.arange(best.shape[1]) - minutes[:, None]
    reached = before[rows[:, None], np.maximum(left, 0)] + gains[:, None]
    better = (left >= 0) & (reached > best[rows] + TIE)
    learner, minute = np.nonzero(better)
    best[rows[learner], minute] = reached[learner, minute]
    taken[rows[learner], minute] = rank
