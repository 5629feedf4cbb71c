"""Linking a calibration with the one before, over the items that both have.

All items are moved along the levels by the same amount, so that on average those that both have stay where
they were: levels measured before and after mean the same. An item that has itself become easier or harder
takes no part (Huynh & Meyer, 2010, who leave out items whose difference is far from the others').
"""

import math
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.items import Bools, Floats

LEAST_ITEMS = 3
FAR, FAR_IN_LEVELS = 2.7, 0.3
"""Robust deviates, and levels, from which on an item has moved by itself."""
TO_SPREAD = 1.4826
"""The spread of normal values from the median of what they are off."""


@dataclass(frozen=True, slots=True)
class Link:
    """By how many levels the items of a calibration lie above the one before, and over which it is known.

    error  standard error of the shift; None where too few items are in both
    """

    shift: float
    error: float | None
    is_linking: Bools


def link(before: Floats, after: Floats, variance: Floats) -> Link:
    """The shift from the middles of thresholds in two calibrations; NaN where an item is not in both.

    `variance` is that of each difference. Too few common items give no shift.
    """
    off = after - before
    both = np.isfinite(off)
    nothing = Link(0.0, None, np.zeros(len(off), dtype=bool))
    if both.sum() < LEAST_ITEMS:
        return nothing
    middle = float(np.median(off[both]))
    spread = TO_SPREAD * float(np.median(np.abs(off[both] - middle)))
    is_near = both & (np.abs(np.nan_to_num(off) - middle) <= max(FAR * spread, FAR_IN_LEVELS))
    if is_near.sum() < LEAST_ITEMS:
        return nothing
    weight = np.where(is_near, 1 / np.where(np.isfinite(variance) & (variance > 0), variance, np.inf), 0)
    if weight.sum() == 0:
        weight = is_near.astype(np.float64)
    shift = float(weight[is_near] @ off[is_near] / weight.sum())
    return Link(shift, math.sqrt(1 / float(weight.sum())), is_near)
