"""What answers by themselves say of a level: a level and its standard error, as evidence records them.

What was known beforehand is taken out of the posterior again, so that it does not count twice where the
result meets it: with normals, precisions and precision-weighted means are subtracted (a message of
expectation propagation; Minka, 2001).

A scale has ends. A result at the highest level says "this or more", one at the lowest "this or less": gap
reports read a result as a measure that stops at the ends (Tobin, 1958),

    L(θ) = φ((level − θ) / s)          L(θ) = Φ((θ − highest) / s)          L(θ) = Φ(−θ / s)

Where the message lies beyond an end, the standard error is the one with which the end says the same mean as
the answers, or the level is just inside, as it is nearer to what they say.

Where a level is asked for, what the answers decide is decided for whoever reads the message, too: near the
confidence at which it is, the message says the same chance in place of the same mean.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

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


def message_of(
    posterior: Posterior, top: float, *, cut: float | None = None, confidence: float = 1.0
) -> Message:
    """What the answers of a posterior say, on a scale from 0 to `top`; finite whatever was answered.

    cut         the level that is asked about, θ ≥ cut
    confidence  P beyond which, to either side, it is decided: where what was known and the message together
                would leave open what is decided, or decide what is open, the message says the posterior's
                chance in place of its mean, as closely as two decimals and the ends of the scale allow
    """
    said = _by_moments(posterior, top)
    if cut is None:
        return said
    chances = posterior.above(cut), _read(posterior, said, top).above(cut)
    decided, as_read = ((one >= confidence) - (one <= 1 - confidence) for one in chances)
    return said if decided == as_read else _with_chance(posterior, said, cut, top, is_decided=bool(decided))


def _by_moments(posterior: Posterior, top: float) -> Message:
    """The message that says the posterior's mean."""
    prior, most = posterior.prior, _most_error(posterior)
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
    open_ended = Message(end, round(_open_error(posterior, end, top, lambda one: one.mean), DECIMALS))
    return min([_inside(level, error, top), open_ended], key=lambda one: _distance(posterior, one, top))


def _with_chance(posterior: Posterior, said: Message, cut: float, top: float, *, is_decided: bool) -> Message:
    """The message that says the chance of a cut: by another error at an end, or by another level inside.

    Rounded away from the confidence: at least as sure where the chance decides, at most where it does not.
    """
    chance = posterior.above(cut)
    up, down = (math.ceil, math.floor) if is_decided == (chance > 0.5) else (math.floor, math.ceil)
    end = top if said.level > top / 2 else 0.0
    error = _open_error(posterior, end, top, lambda one: one.above(cut))
    # At the highest level a smaller error says more of the chance, at the lowest a larger one.
    open_ended = Message(end, max(_rounded(error, down if end else up), LEAST_ERROR))
    if not 0 < said.level < top:
        return open_ended
    level = _rounded(_level_inside(posterior, said, cut, top), up)
    inside = replace(said, level=min(max(level, INSIDE), top - INSIDE))
    return min([inside, open_ended], key=lambda one: abs(_read(posterior, one, top).above(cut) - chance))


def _level_inside(posterior: Posterior, said: Message, cut: float, top: float) -> float:
    """The level with which a message with its error says the chance of a cut."""
    low, high, chance = INSIDE, top - INSIDE, posterior.above(cut)
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        if _read(posterior, replace(said, level=middle), top).above(cut) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _rounded(number: float, to: Callable[[float], int]) -> float:
    return to(number * 10.0**DECIMALS) / 10.0**DECIMALS


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


def _most_error(posterior: Posterior) -> float:
    return max(MOST_ERROR * posterior.prior.sd, LEAST_ERROR)


def _open_error(posterior: Posterior, end: float, top: float, of: Callable[[Posterior], float]) -> float:
    """The error with which an end of the scale says what the posterior says `of` the level.

    What it says moves inwards as the error grows, so halving finds it.
    """
    low, high = LEAST_ERROR, _most_error(posterior)
    sign, said = 1.0 if end > 0 else -1.0, of(posterior)
    for _halving in range(HALVINGS):
        middle = math.sqrt(low * high)
        if sign * (of(_read(posterior, Message(end, middle), top)) - said) > 0:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def _distance(posterior: Posterior, message: Message, top: float) -> float:
    """How far what was known and a message together are from the posterior (total variation)."""
    return float(np.abs(_read(posterior, message, top).weight - posterior.weight).sum()) / 2


def _read(posterior: Posterior, message: Message, top: float) -> Posterior:
    """What was known and a message together, as gap reports read them."""
    prior, points = posterior.prior, posterior.points
    weight = np.exp(-0.5 * ((points - prior.mean) / prior.sd) ** 2)
    weight = weight * likelihood_of(message, points, top)
    return replace(posterior, weight=weight / weight.sum())
