"""Item models: how likely each score of an item is at each level of a skill.

An item is scored from 0 to its highest score m. A score of k or more is reached with

    P(X ≥ k | θ) = 1 / (1 + exp(−a·(θ − b_k)))          b_1 < b_2 < … < b_m

which is Samejima's graded response model (1969); with m = 1 it is the two-parameter logistic model (2PL;
Birnbaum, 1968). θ is a level, b_k, the thresholds, are levels too, and a, the slope, is one over levels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LEAST_PROBABILITY = 1e-12
"""No score is taken to be less likely: so that no answer, however surprising, is impossible."""


class ItemInputError(ValueError):
    """Answers or parameters that cannot be computed with: `code` and `parameters` for translation."""

    def __init__(self, code: str, message: str, **parameters: object) -> None:
        super().__init__(message.format(**parameters))
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Items:
    """Parameters of n items, which may have different highest scores.

    slope      a, above 0; shape (n,)
    threshold  b_1 … b_m, ascending, and inf beyond the item's own; shape (n, highest of all highest scores)

    Raises ItemInputError naming the first item whose parameters cannot be.
    """

    slope: Floats
    threshold: Floats

    def __post_init__(self) -> None:
        slope = np.ascontiguousarray(self.slope, dtype=np.float64)
        threshold = np.ascontiguousarray(self.threshold, dtype=np.float64)
        object.__setattr__(self, "slope", slope)
        object.__setattr__(self, "threshold", threshold)
        if slope.ndim != 1 or threshold.ndim != 2 or len(slope) != len(threshold):
            shapes = f"{slope.shape} and {threshold.shape}"
            raise ItemInputError(
                "item-shape",
                "Slopes and thresholds have the shapes {shapes}: give (n,), (n, m)",
                shapes=shapes,
            )
        with np.errstate(invalid="ignore"):
            rises = (threshold[:, 1:] > threshold[:, :-1]) | np.isposinf(threshold[:, 1:])
        first = np.isfinite(threshold[:, :1])
        right = np.isfinite(slope) & (slope > 0) & (rises & ~np.isnan(threshold[:, 1:])).all(axis=1)
        right &= first.all(axis=1)
        if not right.all():
            row = int(np.argmin(right))
            raise ItemInputError(
                "item-parameters",
                "Item {item} has the slope {slope} and the thresholds {threshold}: "
                "the slope must be above 0, and thresholds must rise",
                item=row,
                slope=float(slope[row]),
                threshold=threshold[row].tolist(),
            )

    def __len__(self) -> int:
        return len(self.slope)

    @classmethod
    def of(cls, rows: Iterable[tuple[float, float | Sequence[float]]]) -> "Items":
        """Items from (slope, threshold or thresholds) of each."""
        said = [(slope, [at] if isinstance(at, int | float) else list(at)) for slope, at in rows]
        most = max((len(at) for _slope, at in said), default=1)
        padded = [[*at, *[np.inf] * (most - len(at))] for _slope, at in said]
        slopes = np.array([slope for slope, _at in said], dtype=np.float64)
        return cls(slopes, np.array(padded, dtype=np.float64).reshape(len(said), most))

    @property
    def top(self) -> Ints:
        """The highest score of each."""
        top: Ints = np.isfinite(self.threshold).sum(axis=1)
        return top

    def take(self, rows: Ints | Bools | slice) -> "Items":
        """These items, in this order."""
        return Items(self.slope[rows], self.threshold[rows])

    def at(self, row: int) -> "Items":
        """One item alone, without the padding of others."""
        own = self.threshold[row]
        return Items(self.slope[row : row + 1], own[None, np.isfinite(own)])


def reached(items: Items, theta: Floats) -> Floats:
    """P(X ≥ k) for k = 1 … m at each θ; shape (n, m, len(theta)), 0 beyond an item's highest score."""
    distance = items.threshold[:, :, None] - theta
    with np.errstate(over="ignore", under="ignore"):
        found: Floats = 1 / (1 + np.exp(items.slope[:, None, None] * distance))
    return found


def probabilities(items: Items, theta: Floats) -> Floats:
    """P(X = k) for k = 0 … m at each θ; shape (n, m + 1, len(theta))."""
    return of_reached(reached(items, theta))


def of_reached(above: Floats) -> Floats:
    """P(X = k) from P(X ≥ k)."""
    found = np.empty((above.shape[0], above.shape[1] + 1, above.shape[2]))
    found[:, 0] = 1 - above[:, 0]
    found[:, 1:-1] = above[:, :-1] - above[:, 1:]
    found[:, -1] = above[:, -1]
    return np.maximum(found, LEAST_PROBABILITY, out=found)


def log_probabilities(items: Items, theta: Floats) -> Floats:
    """log P(X = k), as `probabilities`."""
    found: Floats = np.log(probabilities(items, theta))
    return found


def expected_scores(items: Items, theta: Floats) -> Floats:
    """The mean score of each item at each θ; shape (n, len(theta))."""
    found: Floats = reached(items, theta).sum(axis=1)
    return found


def information(items: Items, theta: Floats) -> Floats:
    """Fisher's information of each item at each θ, in one over squared levels; shape (n, len(theta)).

    The sum over scores of P′(X = k)² / P(X = k) (Samejima, 1969); a²·P·(1 − P) with two scores.
    """
    above = reached(items, theta)
    bell = above * (1 - above)
    edges = np.zeros((len(items), above.shape[1] + 2, len(theta)))
    edges[:, 1:-1] = bell
    rise = edges[:, :-1] - edges[:, 1:]
    found: Floats = items.slope[:, None] ** 2 * (rise * rise / of_reached(above)).sum(axis=1)
    return found


def total_information(items: Items, theta: Floats) -> Floats:
    """Information of all items together at each θ: 1 / √ of it is the standard error of a long test."""
    found: Floats = information(items, theta).sum(axis=0)
    return found
