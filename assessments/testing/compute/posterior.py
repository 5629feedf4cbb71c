"""What one person's answers say of their level, in the light of what was known beforehand.

Levels are summed up at points (EAP; Bock & Mislevy, 1982). A level that is asked for, the cut, lies halfway
between two of them, so that what lies above it is a sum of whole points.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.items import Floats, ItemInputError, Items, log_probabilities

REACH = 5.5
STEPS_A_SPREAD = 8
MOST_POINTS = 801


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a person's level without the answers: mean and spread, in levels."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and 0 < self.sd < math.inf):
            raise ItemInputError(
                "prior", "A level is expected at {mean} ± {sd}: the spread must be above 0",
                mean=self.mean, sd=self.sd,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posterior:
    """Weights of levels: `points` rise by equal steps, `weight` adds up to 1, `prior` is what it began with.

    likelihood  log-likelihood of the answers at each point
    """

    points: Floats
    weight: Floats
    prior: Prior
    likelihood: Floats

    @property
    def mean(self) -> float:
        return float(self.weight @ self.points)

    @property
    def sd(self) -> float:
        """Standard error of the level, what was known beforehand included."""
        off = self.points - self.mean
        return math.sqrt(float(self.weight @ (off * off)))

    def above(self, cut: float) -> float:
        """P(θ ≥ cut): of the step that the cut lies in, the part above it."""
        step = self.points[1] - self.points[0]
        share = np.clip((self.points - cut) / step + 0.5, 0, 1)
        return float(self.weight @ share)


def points_about(prior: Prior, cut: float | None = None) -> Floats:
    """Points that reach all likely levels; the cut lies halfway between two of them."""
    step = prior.sd / STEPS_A_SPREAD
    centre = prior.mean if cut is None else cut + step * (round((prior.mean - cut) / step) + 0.5)
    half = math.ceil(REACH * STEPS_A_SPREAD)
    points: Floats = centre + step * np.arange(-half, half + 1, dtype=np.float64)
    return points


def posterior_of(items: Items, scores: Sequence[int], prior: Prior, *, cut: float | None = None) -> Posterior:
    """The posterior of a person who had these scores with these items, one of each.

    Raises ItemInputError where a score is none of its item's.
    """
    points = points_about(prior, cut)
    likelihood = log_likelihood(items, scores, points)
    log_weight = likelihood - 0.5 * ((points - prior.mean) / prior.sd) ** 2
    weight = np.exp(log_weight - log_weight.max())
    return Posterior(points, weight / weight.sum(), prior, likelihood)


def log_likelihood(items: Items, scores: Sequence[int], points: Floats) -> Floats:
    """Summed log-likelihood of the scores at the points."""
    given = np.asarray(scores, dtype=np.int64)
    if len(given) != len(items):
        raise ItemInputError(
            "scores", "There are {found} scores for {items} items", found=len(given), items=len(items)
        )
    if not len(items):
        return np.zeros(len(points))
    wrong = (given < 0) | (given > items.top)
    if wrong.any():
        item = int(np.argmax(wrong))
        raise ItemInputError(
            "score",
            "Item {item} has a score of {score}: use 0 to {top}",
            item=item,
            score=int(given[item]),
            top=int(items.top[item]),
        )
    found: Floats = log_probabilities(items, points)[np.arange(len(items)), given].sum(axis=0)
    return found
