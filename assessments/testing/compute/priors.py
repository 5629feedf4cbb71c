"""What is expected of items before anybody has answered them, from the level where their author puts them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.testing.compute.items import Floats, Ints, Items

HALF_LEVEL = 0.5
SLOPE = 1.0
"""One a level: about 1.25 a spread of people, where people differ by a quarter of a scale to five."""
LOG_SLOPE_SD = 0.5
THRESHOLD_SD = 1.0
"""Levels by which an author's level may be off: what experts say goes with answers by .5."""
GRADED_STEP = 1.0
"""Levels between two thresholds of a graded item."""


@dataclass(frozen=True, slots=True)
class ItemPriors:
    """Independent normal priors of log a and of each threshold, of n items.

    log_slope, log_slope_sd  shape (n,)
    threshold, threshold_sd  shape (n, m); what is beyond an item's highest score is inf, with any spread

    A slope so has a lognormal prior; its mode is that of log a.
    """

    log_slope: Floats
    log_slope_sd: Floats
    threshold: Floats
    threshold_sd: Floats

    def __len__(self) -> int:
        return len(self.log_slope)

    def items(self) -> Items:
        """The items as they are expected to be: their parameters until answers come."""
        return Items(np.exp(self.log_slope), self.threshold)


def priors_of_authors(
    level: Floats,
    top: Ints,
    *,
    threshold_sd: float = THRESHOLD_SD,
    slope: float = SLOPE,
    log_slope_sd: float = LOG_SLOPE_SD,
) -> ItemPriors:
    """Priors from the level at which authors put items, and from the items' highest scores.

    A person just at level L, at L − ½, has an even chance with an item of that level. The thresholds of a
    graded item lie about that, a level apart.
    """
    level, top = np.asarray(level, dtype=np.float64), np.asarray(top, dtype=np.int64)
    step = np.arange(int(top.max(initial=1)))
    at = level[:, None] - HALF_LEVEL + GRADED_STEP * (step - (top[:, None] - 1) / 2)
    return ItemPriors(
        log_slope=np.full(len(level), np.log(slope)),
        log_slope_sd=np.full(len(level), log_slope_sd),
        threshold=np.where(step < top[:, None], at, np.inf),
        threshold_sd=np.full(at.shape, threshold_sd),
    )


LOGISTIC = 1.702
"""The logistic function of 1.702·x is the normal one of x to within .01 (Haley, 1952)."""


def attenuated(items: Items, threshold_sd: Floats) -> Items:
    """Items as they are to be read while their thresholds are known within a spread, of shape (n, m) or (n,).

    The mean of P(X ≥ k | θ) over b_k ~ N(b, s²) is that of an item with the slope a / √(1 + (a·s / 1.702)²):
    nothing that is unsure of an item makes a person more sure. A graded item takes its least sure threshold.
    """
    spread = np.asarray(threshold_sd, dtype=np.float64)
    if spread.ndim == 2:
        spread = np.where(np.isfinite(items.threshold), spread, 0).max(axis=1)
    slope: NDArray[np.float64] = items.slope / np.sqrt(1 + (items.slope * spread / LOGISTIC) ** 2)
    return Items(slope, items.threshold)
