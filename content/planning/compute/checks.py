"""What it is worth to ask first: the value of checking a skill that nobody knows enough about."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Number = TypeVar("Number", float, Floats)


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


def value_of_knowing(worth: Number, gap: Number, minutes: int, minutes_a_level: Number) -> Number:
    """Weighted levels that a check of `minutes` is worth in a plan, at most `worth` × `gap`.

    Nobody is sent to material for a skill that nobody knows about, so without the check nothing of that
    skill's expected gap g can be closed, and with it all of g can, for t minutes a level. At a price of λ
    a minute the check is worth max(0, w·g − λ·t·g), the expected value of information (Howard, 1966), and
    is worth its own c minutes as long as w·g − λ·t·g ≥ λ·c. That is λ ≤ w·g / (c + t·g): the gain a minute
    of asking and closing taken together. The value c·w·g / (c + t·g) has this gain a minute, so a plan
    takes the check exactly when its minutes have no better use.

    Where the material is done and only unproven, t is 0: asking is all that is left of asking and closing.
    Any equal shapes.
    """
    return minutes * worth * gap / (minutes + minutes_a_level * gap)
