"""Linking: what one calibration says, on the scale of another, over the items of both; and what moved.

A link is θ′ = A·θ + B; slopes become a / A and thresholds A·b + B. Mean/sigma (Marco, 1977) takes A and B
from the means and spreads of thresholds. Stocking & Lord (1983) take those with which the expected total
scores of the two calibrations differ least, over the levels of a population: better where slopes are
uncertain.

`linked` leaves items that have moved against the others out of the link, and links again.
"""

from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.expectation import Population
from assessments.testing.compute.items import Bools, Floats, ItemInputError, Items, expected_scores, reached

STANDARD = Population()
POINTS = np.linspace(-4, 4, 81)
STEPS = 100
TOLERANCE = 1e-10
LEAST_SLOPE = 0.1
MOVED_SURELY = 3.0
"""Standard errors by which a threshold has to have moved."""
MOVED_FAR = 0.1
"""Share of an item's highest score by which people's expected scores have to differ."""


@dataclass(frozen=True, slots=True)
class Link:
    """θ′ = slope·θ + shift."""

    slope: float
    shift: float

    def of(self, items: Items) -> Items:
        """The items on the other scale."""
        return Items(items.slope / self.slope, self.slope * items.threshold + self.shift)

    def of_levels(self, level: Floats) -> Floats:
        """Levels on the other scale."""
        return self.slope * level + self.shift


@dataclass(frozen=True, slots=True)
class Moved:
    """What a calibration moved; one entry an item.

    threshold   by how much its thresholds rose, in the mean, in levels
    slope       its new slope over the old one
    distance    root mean square difference of expected scores over the population, as a share of the highest
    errors      by how many standard errors the threshold that moved the most did
    has_drifted  whether that is surely and far: people's answers to it are others than before
    """

    threshold: Floats
    slope: Floats
    distance: Floats
    errors: Floats
    has_drifted: Bools


def mean_sigma(new: Items, old: Items) -> Link:
    """The link from new to old by means and spreads of the thresholds of the same items."""
    _check(new, old)
    there = np.isfinite(old.threshold)
    ours, theirs = new.threshold[there], old.threshold[there]
    spread = float(ours.std())
    slope = float(theirs.std()) / spread if spread > 0 and theirs.std() > 0 else 1.0
    return Link(slope, float(theirs.mean()) - slope * float(ours.mean()))


def stocking_lord(new: Items, old: Items, population: Population = STANDARD) -> Link:
    """The link from new to old with which expected total scores differ least, by Gauss–Newton steps.

    population  whose levels count, on the old scale
    """
    _check(new, old)
    points = population.mean + population.sd * POINTS
    weight = np.exp(-0.5 * POINTS**2)
    weight = np.sqrt(weight / weight.sum())
    target = expected_scores(old, points).sum(axis=0)
    link = mean_sigma(new, old)
    value = _loss(new, link, points, weight, target)
    for _step in range(STEPS):
        theta = (points - link.shift) / link.slope
        left = weight * (target - expected_scores(new, theta).sum(axis=0))
        rise = weight * _rise(new, theta) / link.slope
        by = np.stack([-rise * theta, -rise], axis=1)
        change, *_ = np.linalg.lstsq(by, left, rcond=None)
        better = _halved(new, link, change, value, points, weight, target)
        if better is None:
            break
        moved = max(abs(better[0].slope - link.slope), abs(better[0].shift - link.shift))
        link, value = better
        if moved < TOLERANCE:
            break
    return link


def _halved(
    new: Items, link: Link, change: Floats, value: float, points: Floats, weight: Floats, target: Floats
) -> tuple[Link, float] | None:
    """The link after the step, or half of it, a quarter …, as soon as that is better."""
    for halving in range(20):
        slope, shift = link.slope + change[0] * 0.5**halving, link.shift + change[1] * 0.5**halving
        if slope > LEAST_SLOPE:
            tried = Link(float(slope), float(shift))
            reached_value = _loss(new, tried, points, weight, target)
            if reached_value < value:
                return tried, reached_value
    return None


def _loss(new: Items, link: Link, points: Floats, weight: Floats, target: Floats) -> float:
    off = weight * (target - expected_scores(new, (points - link.shift) / link.slope).sum(axis=0))
    return float(off @ off)


def _rise(items: Items, theta: Floats) -> Floats:
    """Derivative of the expected total score."""
    above = reached(items, theta)
    found: Floats = (items.slope[:, None] * (above * (1 - above)).sum(axis=1)).sum(axis=0)
    return found


def moved(
    new: Items, old: Items, new_error: Floats, old_error: Floats, population: Population = STANDARD
) -> Moved:
    """What moved between two calibrations on one scale.

    new_error, old_error  standard errors of thresholds; shape (n, m)
    """
    _check(new, old)
    there = np.isfinite(old.threshold)
    rise = np.where(there, np.where(there, new.threshold, 0) - np.where(there, old.threshold, 0), 0)
    joint = np.sqrt(np.where(there, new_error, 1) ** 2 + np.where(there, old_error, 1) ** 2)
    errors = np.where(there, np.abs(rise) / joint, 0).max(axis=1)
    points = population.mean + population.sd * POINTS
    weight = np.exp(-0.5 * POINTS**2)
    off = (expected_scores(new, points) - expected_scores(old, points)) / old.top[:, None]
    distance = np.sqrt(off**2 @ (weight / weight.sum()))
    return Moved(
        threshold=rise.sum(axis=1) / there.sum(axis=1),
        slope=new.slope / old.slope,
        distance=distance,
        errors=errors,
        has_drifted=(errors >= MOVED_SURELY) & (distance >= MOVED_FAR),
    )


def linked(
    new: Items, old: Items, new_error: Floats, old_error: Floats, population: Population = STANDARD
) -> tuple[Link, Moved]:
    """The link from new to old over the items that have not drifted, and what moved once it is applied."""
    kept = np.ones(len(new), dtype=bool)
    for _round in range(3):
        link = stocking_lord(new.take(kept), old.take(kept), population)
        found = moved(link.of(new), old, link.slope * new_error, old_error, population)
        steady = ~found.has_drifted
        if (steady == kept).all() or steady.sum() < 2:
            break
        kept = steady
    return link, found


def _check(new: Items, old: Items) -> None:
    if not len(new) or len(new) != len(old) or (new.top != old.top).any():
        raise ItemInputError("link", "A link needs the same items, of the same highest scores, on both sides")
