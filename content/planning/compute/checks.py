"""What it is worth to ask first: the value of checking a skill that nobody knows enough about."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Number = TypeVar("Number", float, Floats)
HALF_STEP = 0.5
PARTS = 8
TINY = 1e-12


def expected_gap(mu: Floats, sigma: Floats, required: Floats, unknown_gap: float) -> Floats:
    """Levels that a learner is expected to lack, E[max(0, required − θ)] for θ ~ N(μ, σ²).

    The unit normal loss, σ·(φ(z) + z·Φ(z)) with z = (required − μ) / σ (Raiffa & Schlaifer, 1961). Where
    μ is not known it is `unknown_gap`; where σ is 0 or not known, max(0, required − μ). Any equal shapes.
    """
    from scipy.special import ndtr  # slow to import, and needed only where plans are computed

    spread = np.where(np.isfinite(sigma) & (sigma > 0), sigma, 1.0)
    z = (required - np.where(np.isfinite(mu), mu, 0.0)) / spread
    density = np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
    loss = spread * (density + z * ndtr(z))
    certain = ~(np.isfinite(sigma) & (sigma > 0))
    gap = np.where(certain, np.maximum(0.0, z), loss)
    lacking = np.where(np.isfinite(mu), gap, unknown_gap)
    return np.round(lacking, 9).astype(np.float64)


def gap_found(mu: Floats, sigma: Floats, required: Floats, error: Floats, unknown_gap: float) -> Floats:
    """Levels that are expected to turn out missing once a source has been asked, and to be learned then.

    A source of error s tells of θ ~ N(μ, σ²) so much that the mean will then lie at μ′ ~ N(μ, τ²) with
    τ² = σ⁴/(σ² + s²), and the spread at σ′² = σ²s²/(σ² + s²). Material follows where a gap is then more
    likely than not, μ′ < required − ½, and closes what is expected to be missing there: this is

        E[ E[max(0, required − θ) | μ′] · 1(μ′ < required − ½) ]

    the value of sample information (Raiffa & Schlaifer, 1961) where nothing would be learned without asking.
    It is summed up over the middles of `PARTS` parts, of equal probability, of the μ′ below. With no error it
    is that of perfect information. 0 where nobody is to be asked (s is NaN), `unknown_gap` where μ is not
    known.
    """
    from scipy.special import ndtr, ndtri  # slow to import, and needed only where plans are computed

    known = np.isfinite(mu) & np.isfinite(sigma) & (sigma > 0) & np.isfinite(error)
    mean, spread = np.where(known, mu, 0.0), np.where(known, sigma, 1.0)
    error_squared = np.where(known, error, 1.0) ** 2
    total = spread**2 + error_squared
    moves, left = spread**2 / np.sqrt(total), np.sqrt(spread**2 * error_squared / total)
    below = ndtr((required - HALF_STEP - mean) / moves)
    found = np.zeros(np.shape(mean))
    for part in range(PARTS):
        at = mean + moves * ndtri(np.maximum(below * (part + 0.5) / PARTS, TINY))
        found += below / PARTS * expected_gap(at, left, required, unknown_gap)
    certain = np.where(mu < required - HALF_STEP, np.maximum(0.0, required - mu), 0.0)
    lacking = np.where(known, found, np.where(np.isfinite(mu), certain, unknown_gap))
    return np.round(np.where(np.isfinite(error), lacking, 0.0), 9).astype(np.float64)


def value_of_knowing(worth: Number, gap: Number, minutes: int, minutes_a_level: Number) -> Number:
    """Weighted levels that a check of `minutes` is worth in a plan, at most `worth` × `gap`.

    Nobody is sent to material for a skill that nobody knows about, so without the check nothing of that
    skill's gap can be closed, and with it g is (`gap_found`), for t minutes a level. At a price of λ
    a minute the check is worth max(0, w·g − λ·t·g), the expected value of information (Howard, 1966), and
    is worth its own c minutes as long as w·g − λ·t·g ≥ λ·c. That is λ ≤ w·g / (c + t·g): the gain a minute
    of asking and closing taken together. The value c·w·g / (c + t·g) has this gain a minute, so a plan
    takes the check exactly when its minutes have no better use.

    Where the material is done and only unproven, t is 0: asking is all that is left of asking and closing.
    Any equal shapes.
    """
    return minutes * worth * gap / (minutes + minutes_a_level * gap)
