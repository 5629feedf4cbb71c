"""What answers by themselves say of a level: a level and its standard error, as evidence records them.

What was known beforehand is taken out of the posterior again, so that it does not count twice where the
result meets it: with normals, precisions and precision-weighted means are subtracted (a message of
expectation propagation; Minka, 2001).

A scale has ends, and answers that are all right say "this or more". Where the message lies at an end of the
scale or beyond it, the level is that end, read as gap reports read it: likely at θ to Φ((θ − top + ½) / s),
and the standard error is the one with which that says the same mean as the answers.
"""

import math
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.items import Floats
from assessments.testing.compute.posterior import Posterior

HALF_LEVEL = 0.5
DECIMALS = 2
LEAST_ERROR = 0.1
"""Levels: no test is surer than a tenth of a level, however many answers it has."""
MOST_ERROR = 5.0
"""In spreads of what was known: an error as large says next to nothing."""
HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Message:
    """What answers say: a level on the scale and its standard error, in levels.

    At 0 it means "this or less", at the highest level "this or more".
    """

    level: float
    standard_error: float


def message_of(posterior: Posterior, top: float) -> Message:
    """What the answers of a posterior say, on a scale from 0 to `top`; finite whatever was answered."""
    prior = posterior.prior
    most = MOST_ERROR * prior.sd
    mean, variance = posterior.mean, posterior.sd**2
    precision = 1 / variance - 1 / prior.sd**2
    if precision <= most**-2:
        # The answers have made nobody surer: the posterior's mean says where they point.
        level = min(max(mean, 0.0), top)
        return _rounded(level, most)
    level = (mean / variance - prior.mean / prior.sd**2) / precision
    if 0 < level < top:
        return _rounded(level, max(1 / math.sqrt(precision), LEAST_ERROR))
    end = top if level >= top else 0.0
    return _rounded(end, _open_error(posterior, end, most))


def _rounded(level: float, error: float) -> Message:
    return Message(round(level, DECIMALS), round(error, DECIMALS))


def _open_error(posterior: Posterior, end: float, most: float) -> float:
    """The error with which an open end of the scale says the posterior's mean.

    The mean that it says falls as the error grows, so halving finds it.
    """
    low, high = LEAST_ERROR, most
    sign = 1.0 if end > 0 else -1.0
    for _halving in range(HALVINGS):
        middle = math.sqrt(low * high)
        if sign * (_open_mean(posterior, end, middle) - posterior.mean) > 0:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def _open_mean(posterior: Posterior, end: float, error: float) -> float:
    from scipy.special import ndtr

    prior, points = posterior.prior, posterior.points
    sign = 1.0 if end > 0 else -1.0
    edge = end - sign * HALF_LEVEL
    weight: Floats = np.exp(-0.5 * ((points - prior.mean) / prior.sd) ** 2)
    weight = weight * ndtr(sign * (points - edge) / error)
    return float(weight @ points / weight.sum())
