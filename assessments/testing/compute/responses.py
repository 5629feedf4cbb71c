"""Answers of many people to many items, as scores, and what is known of the people without these answers."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assessments.testing.compute.items import Bools, Floats, Ints, ItemInputError

MISSING = -1
"""An item that somebody was not given, or did not answer."""
Scores = NDArray[np.int8]


def _none() -> Floats:
    return np.empty(0)


@dataclass(frozen=True, slots=True)
class Responses:
    """One row a person, one column an item.

    scores  0 … the item's highest score, MISSING where there is none; shape (people, items)
    weight  how many people a row stands for; 1 each where it is left out
    mean, sd  what is known of each person's level without these answers, in levels; NaN, or left out, where
            nothing is: the level is then taken to be one of the population's

    Raises ItemInputError naming the first row that cannot be.
    """

    scores: Scores
    weight: Floats = field(default_factory=_none)
    mean: Floats = field(default_factory=_none)
    sd: Floats = field(default_factory=_none)

    def __post_init__(self) -> None:
        scores = np.ascontiguousarray(self.scores, dtype=np.int8)
        object.__setattr__(self, "scores", scores)
        if scores.ndim != 2 or (scores < MISSING).any():
            raise ItemInputError("scores", "Scores are a table of whole numbers from 0 on, −1 for none")
        for name, default in (("weight", 1.0), ("mean", np.nan), ("sd", np.nan)):
            given = np.ascontiguousarray(getattr(self, name), dtype=np.float64)
            column = given if len(given) else np.full(len(scores), default)
            object.__setattr__(self, name, column)
            if column.shape != (len(scores),):
                raise ItemInputError(
                    "people", "{column} has {found} values for {people} people", column=name,
                    found=len(column), people=len(scores),
                )  # fmt: skip
        if not (self.weight > 0).all() or (self.is_known & ~(self.sd > 0)).any():
            raise ItemInputError("people", "Weights and spreads of people must be above 0")

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def items(self) -> int:
        """How many items there are."""
        return int(self.scores.shape[1])

    @property
    def is_known(self) -> Bools:
        """Of whom something is known without these answers."""
        known: Bools = ~np.isnan(self.mean)
        return known

    def take(self, rows: Ints | Bools | slice) -> "Responses":
        """The same of these people only."""
        return Responses(self.scores[rows], self.weight[rows], self.mean[rows], self.sd[rows])

    def of_items(self, columns: Ints | Bools) -> "Responses":
        """The same with these items only."""
        return Responses(self.scores[:, columns], self.weight, self.mean, self.sd)

    def distinct(self) -> "Responses":
        """People who are alike, in answers and in what is known of them, as one row with their weight.

        Rows in which nobody answered anything are left out: they tell nothing of items.
        """
        kept = (self.scores != MISSING).any(axis=1)
        one = self if kept.all() else self.take(kept)
        parts = [one.scores.view(np.uint8)]
        if one.is_known.any():
            parts += [np.ascontiguousarray(part)[:, None].view(np.uint8) for part in (one.mean, one.sd)]
        rows = np.ascontiguousarray(np.concatenate(parts, axis=1))
        key = rows.view(np.dtype((np.void, rows.shape[1]))).ravel()
        _, first, place = np.unique(key, return_index=True, return_inverse=True)
        if len(first) == len(one):
            return one
        weight = sums_of(place, one.weight, len(first))
        return Responses(one.scores[first], weight, one.mean[first], one.sd[first])


def observed_tops(responses: Responses) -> Ints:
    """The highest score that anybody had in each item; 0 where nobody answered."""
    highest: Ints = responses.scores.max(axis=0, initial=0).astype(np.int64)
    return highest


def sums_of(group: Ints, values: Floats, groups: int) -> Floats:
    """Sum of the values of each group 0 … groups − 1."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64, copy=False)
