"""What answers by themselves say of a level: a level and its standard error, as evidence records them.

What was known beforehand is taken out of the posterior again, so that it does not count twice where the
result meets it: with normals, precisions and precision-weighted means are subtracted (a message of
expectation propagation; Minka, 2001).

A scale has ends. A result at the highest level says "this or more", one at the lowest "this or less": gap
reports read a result as a measure that stops at the ends (Tobin, 1958),

    L(θ) = φ((level − θ) / s)          L(θ) = Φ((θ − highest) / s)          L(θ) = Φ(−θ / s)

Where the message lies beyond an end, the standard error is the one with which the end says the same mean as
the answers, or the level is just inside, as it is nearer to what they say.
"""

import math
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.items import Floats
from assessments.testing.compute.posterior import Posterior

DECIMALS = 2
INSIDE = 0.01
"""Levels by which a level just inside lies off an end."""
LEAST_ERROR = 0.1
"""Levels: no test is surer than a tenth of a level, however many answers it has."""
MOST_ERROR = 5.0
"""In spreads of what was known: an error as large says next to nothing."""
HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Message:
    """What answers say: a level on the scale and its standard error, in levels."""

    level: float
    standard_error: float


def message_of(posterior: Posterior, top: float) -> Message:
    """What the answers of a posterior say, on a scale from 0 to `top`; finite whatever was answered."""
    prior = posterior.prior
    most = max(MOST_ERROR * prior.sd, LEAST_ERROR)
    mean, variance = posterior.mean, posterior.sd**2
    precision = 1 / variance - 1 / prior.sd**2
    if precision <= most**-2:
        # The answers have made nobody surer: the posterior's mean says where they point.
        return _inside(mean, most, top)
    level = (mean / variance - prior.mean / prior.sd**2) / precision
    error = min(max(1 / math.sqrt(precision), LEAST_ERROR), most)
    if 0 < level < top:
        return _inside(level, error, top)
    end = top if level >= top else 0.0
    said = [_inside(level, error, top), Message(end, round(_open_error(posterior, end, most, top), DECIMALS))]
    return min(said, key=lambda one: _distance(posterior, one, top))


def likelihood_of(message: Message, points: Floats, top: float) -> Floats:
    """How likely the message is at each level, up to a factor, as gap reports read it."""
    from scipy.special import ndtr

    level, error = message.level, message.standard_error
    if 0 < level < top:
        found: Floats = np.exp(-0.5 * ((points - level) / error) ** 2)
        return found
    sign = 1.0 if level >= top else -1.0
    open_ended: Floats = ndtr(sign * (points - level) / error)
    return open_ended


def _inside(level: float, error: float, top: float) -> Message:
    level = min(max(level, INSIDE), top - INSIDE)
    return Message(round(level, DECIMALS), round(error, DECIMALS))


def _open_error(posterior: Posterior, end: float, most: float, top: float) -> float:
    """The error with which an end of the scale says the posterior's mean.

    The mean that it says moves inwards as the error grows, so halving finds it.
    """
    low, high = LEAST_ERROR, most
    sign = 1.0 if end > 0 else -1.0
    for _halving in range(HALVINGS):
        middle = math.sqrt(low * high)
        weight = _weight(posterior, Message(end, middle), top)
        if sign * (float(weight @ posterior.points) - posterior.mean) > 0:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def _distance(posterior: Posterior, message: Message, top: float) -> float:
    """How far what was known and a message together are from the posterior (total variation)."""
    return float(np.abs(_weight(posterior, message, top) - posterior.weight).sum()) / 2


def _weight(posterior: Posterior, message: Message, top: float) -> Floats:
    prior, points = posterior.prior, posterior.points
    weight = np.exp(-0.5 * ((points - prior.mean) / prior.sd) ** 2)
    weight = weight * likelihood_of(message, points, top)
    found: Floats = weight / weight.sum()
    return found
