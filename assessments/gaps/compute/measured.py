"""Tests that say how sure they are: which count of one person's, and what they tell.

A test with a standard error s is a measure of the level that stops at the ends of the scale (Tobin, 1958): it
says k with the density φ((k − θ)/s)/s, the highest level with Φ((θ − highest)/s), the lowest with Φ(−θ/s).

All tests of a person in a skill are one voice, and together say as much as the one of them that says the most
by now. A test taken d years ago has, on the day of the newest one, the precision

    p = share / (s² + repeated_drift²·d)          share: `attributed_weight` where a machine says so, else 1

The newest counts in full, and each earlier one by what it has more than those after it together: its weight
is (p − what is told)·s², if that is above 0. So a test replaces one that was no surer, and a short test after
a long one makes nobody less sure. Where the newest says no standard error it replaces all before it.

Tests that together err by more than the least sure source are no second source beside another, and in
conflict with none; those that err by more than a test or observed work usually does settle no critical skill
by themselves.
"""

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import Bools, Days, Floats, Ints
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.repeats import DAYS_A_YEAR, STEPS

PROOF = (Source.TEST, Source.OBSERVED)
LEAST_ERROR = 0.04
"""Share of the span: no test is surer than a fifth of a level of five, as its items are a sample."""


def codes_of_tests(
    variance: Floats, rank: Ints, first: Ints, day: Days, is_attributed: Bools, policy: GapPolicy
) -> Ints:
    """What each test weighs, as `repeats.weight_codes` says it; arguments likewise, of any words."""
    share = np.where(is_attributed, policy.attributed_weight, 1.0)
    weight = np.where(rank == 0, share, 0.0)
    told = share / variance
    again = np.flatnonzero(rank)
    for rows in _by_rank(again, rank):
        newest = first.take(rows)
        years = (day.take(newest) - day.take(rows)) / DAYS_A_YEAR
        precision = share.take(rows) / (variance.take(rows) + policy.repeated_drift**2 * years)
        more = np.maximum(precision - told.take(newest), 0)
        told[newest] += more
        weight[rows] = more * variance.take(rows)
    codes: Ints = np.rint(weight * STEPS).astype(np.int64)
    return codes


def _by_rank(again: Ints, rank: Ints) -> list[Ints]:
    """The rows of the second words of voices, of the third …"""
    if not len(again):
        return []
    in_order = again[np.argsort(rank.take(again), kind="stable")]
    return np.split(in_order, np.cumsum(np.bincount(rank.take(again)))[1:-1])


def is_weak(error: Floats, policy: GapPolicy) -> Bools:
    """Which words err by more than the least sure source: errors of voices in shares of the span."""
    found: Bools = error > max(trust.sd for trust in policy.sources.values())
    return found


def is_proof(source: NDArray[np.uint8], error: Floats, policy: GapPolicy) -> Bools:
    """Which words settle a critical skill by themselves: tests and observed work, as sure as these are."""
    usual = max(policy.sources[one].sd for one in PROOF)
    found: Bools = np.isin(source, PROOF) & (error <= usual)
    return found
