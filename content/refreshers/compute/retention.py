"""How well what was learned is remembered: the forgetting curve of many questions together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from content.refreshers.compute.memory import Floats, recall_after

Ints = NDArray[np.int64]
DAYS_BETWEEN = ((1, 3), (4, 7), (8, 30), (31, 365))
"""Days since the answer before, by which answers to refreshers are told."""


def curve_of(stability: Floats, days_since: Floats, ahead: Sequence[int]) -> list[float]:
    """The chance of remembering, on average over questions, so many days from now, if none of them is asked.

    `stability` and `days_since` the last answer are one a question; nothing where there is none.
    """
    if not len(stability):
        return []
    days = days_since[:, None] + np.asarray(ahead, dtype=np.float64)[None, :]
    curve: list[float] = recall_after(stability[:, None], days).mean(axis=0).tolist()
    return curve


def answers_by_days(days: Ints, is_right: NDArray[np.bool_], person: Ints) -> list[tuple[int, int, int, int]]:
    """(answers, right ones, people) of each of `DAYS_BETWEEN`, behind the place of it."""
    rows = []
    for place, (first, last) in enumerate(DAYS_BETWEEN):
        among = (days >= first) & (days <= last)
        people = len(np.unique(person[among]))
        rows.append((place, int(among.sum()), int(is_right[among].sum()), people))
    return rows
