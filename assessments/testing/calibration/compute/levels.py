"""Levels of people from their answers, and from all of them but those to one item.

An item is held against what is known of people without it: an answer that counts towards the level would
make every item look as if it went with the level.
"""

from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.expectation import Population, log_prior, points_for
from assessments.testing.compute.items import Floats, Ints, Items, log_probabilities
from assessments.testing.compute.responses import MISSING, Responses


@dataclass(frozen=True, slots=True)
class WithoutItem:
    """People who answered one item, as their other answers and what was known of them tell.

    rows    of whom, places in the table
    score   what each had in the item
    weight  of each person's level at each point; adds up to 1 a person
    mean    of each person's level
    """

    rows: Ints
    score: Ints
    weight: Floats
    mean: Floats


class Levels:
    """Levels of the people of a table, by parameters of its items."""

    def __init__(self, responses: Responses, items: Items, population: Population) -> None:
        self.responses, self.items = responses, items
        self.points = points_for(responses, items, population)
        self._log = log_probabilities(items, self.points)
        shape = len(responses), len(self.points)
        self._total = np.broadcast_to(log_prior(responses, self.points, population), shape).copy()
        for item in range(len(items)):
            rows, score = self._of(item)
            self._total[rows] += self._log[item, score]

    def without(self, item: int) -> WithoutItem:
        """The people who answered an item, without it."""
        rows, score = self._of(item)
        log_weight = self._total[rows] - self._log[item, score]
        weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        return WithoutItem(rows, score, weight, weight @ self.points)

    def _of(self, item: int) -> tuple[Ints, Ints]:
        score = self.responses.scores[:, item]
        rows = np.flatnonzero(score != MISSING)
        return rows, score[rows].astype(np.int64)
