"""What the words of one voice about a skill weigh together, where it has spoken several times.

Who rates the same again errs the same to a part, the share e of the error variance s², and anew to the rest.
Between two words the level moves as a random walk with the variance `repeated_drift`² a year: faster than
levels do that nobody rates again, since who does mostly has a reason. With the words newest first, and dᵢ
years between word i and the one after it, what the earlier ones tell of the level passes from one to the
next (a local level model: Kalman, 1960), in words free of the part that comes again:

    Gₙ = 1        Gᵢ₋₁ = 1 + Gᵢ·Dᵢ        Dᵢ = 1 / (1 + Gᵢ·repeated_drift²·dᵢ / ((1 − e)·s²))

Word i so has the share D₁·…·Dᵢ of the newest one's, and all together weigh, as the part that comes again is
known no better by more of them,

    G₀ / (1 − e + e·G₀)

words: 1 where there is one, below 1/e however many there are. All this depends on days alone, never on what
was said: a higher word never counts as a lower one.

What a machine says in a rater's name, and nothing bears out, has the share `attributed_weight` of that.
"""

import numpy as np

from assessments.gaps.compute.columns import Bools, Days, Floats, Ints
from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.compute.policy import GapPolicy

DAYS_A_YEAR = 365.25
STEPS = 100
"""Weights are read to a hundredth, so that words that are alike have one likelihood."""
MOST_EARLIER = 15
"""By the second formula: words before that many weigh as the first of these."""


def weight_codes(
    variance: Floats, rank: Ints, newest: Ints, day: Days, is_attributed: Bools, policy: GapPolicy
) -> Ints:
    """A number that says what each word weighs beside a voice's only one, which `weights_of` reads.

    variance       of the error of the word's source
    rank           0 for the newest word of a voice, which come newest first, 1 for the one before it …
    newest         row of the newest word of its voice
    day            on which it was said
    is_attributed  whether a machine says so in the rater's name
    """
    if isinstance(policy, SecondPolicy):
        return np.minimum(rank, MOST_EARLIER)
    weight = _repeated(variance, rank, newest, day, policy)
    if is_attributed.any():
        weight = np.where(is_attributed, weight * policy.attributed_weight, weight)
    return np.rint(weight * STEPS).astype(np.int64)


def _repeated(variance: Floats, rank: Ints, newest: Ints, day: Days, policy: GapPolicy) -> Floats:
    """What each word weighs, of the words of its voice."""
    common = policy.repeated_error
    again = np.flatnonzero(rank)
    if not len(again):
        return np.ones(len(rank))
    in_order = again[np.argsort(rank.take(again).astype(np.int16), kind="stable")]
    steps = np.split(in_order, np.cumsum(np.bincount(rank.take(again)))[1:-1])
    total, passed, weight = np.ones(len(rank)), np.ones(len(rank)), np.ones(len(rank))
    for rows in reversed(steps):
        years = (day.take(rows - 1) - day.take(rows)) / DAYS_A_YEAR
        moved = policy.repeated_drift**2 * years / ((1 - common) * variance.take(rows))
        passed[rows] = 1 / (1 + total[rows] * moved)
        total[rows - 1] += total[rows] * passed[rows]
    for rows in steps:
        weight[rows] = weight[rows - 1] * passed[rows]
    weight /= 1 - common + common * total.take(newest)
    return weight


def weights_of(codes: Ints, policy: GapPolicy) -> Floats:
    """What words weigh, by the codes that `weight_codes` gave."""
    if isinstance(policy, SecondPolicy):
        return np.power(policy.earlier_words, codes, dtype=np.float64)
    return np.divide(codes, STEPS, dtype=np.float64)
