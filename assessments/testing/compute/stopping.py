"""When further items are not worth their minutes: how much they can still be expected to settle.

With what is known now, P = P(θ ≥ cut) and the spread σ, and items whose information at the cut adds up to J,
the mean after them is expected to spread by τ² = σ² − 1/(1/σ² + J) about today's (preposterior analysis;
Raiffa & Schlaifer, 1961). A decision is wrong with min(P, 1 − P) now, and with the mean of Φ(−|d + τz| / σ′)
then, with d = σ·Φ⁻¹(P), σ′ the spread after them and z standard normal.
"""

import numpy as np

from assessments.testing.compute.items import Bools, Floats
from assessments.testing.compute.posterior import Posterior

AHEAD = (1, 2, 3, 5, 8, 12, 18, 25)
"""Numbers of items that are looked ahead."""
_Z, _W = np.polynomial.hermite_e.hermegauss(21)
_W = _W / _W.sum()
LEAST = 1e-9


def saved_errors(chance: float, sd: float, information: Floats) -> Floats:
    """By how much wrong decisions become rarer with more information; one entry for each total of it.

    chance  P now
    sd      spread of the level now
    information  totals at the cut
    """
    from scipy.special import ndtr, ndtri

    chance = min(max(chance, LEAST), 1 - LEAST)
    later = 1 / np.sqrt(sd**-2 + np.asarray(information, dtype=np.float64))
    moved = np.sqrt(np.maximum(sd**2 - later**2, 0))
    reached = (sd * abs(float(ndtri(chance))) + moved[:, None] * _Z) / later[:, None]
    wrong: Floats = ndtr(-np.abs(reached)) @ _W
    return np.maximum(min(chance, 1 - chance) - wrong, 0)


def worth_of_more(chance: float, sd: float, information: Floats, most: int) -> float:
    """The most that further items lower the chance of a wrong decision, per item.

    information  of the items that are left, at the cut, the largest first
    most         how many may still be asked
    """
    numbers = np.array([k for k in AHEAD if k <= min(most, len(information))])
    if not len(numbers):
        return 0.0
    totals = np.cumsum(information)[numbers - 1]
    return float((saved_errors(chance, sd, totals) / numbers).max())


def extremes(
    wrong: Floats, right: Floats, posterior: Posterior, cut: float, most: int
) -> tuple[float, float]:
    """P(θ ≥ cut) if the next answers were all wrong, and if they were all right.

    The items are the `most` that move it the farthest, each by itself.

    wrong, right  P of the lowest and of the highest score, of each item at the points of the posterior
    """
    above = posterior.points >= cut
    return _farthest(wrong, posterior.weight, above, most, -1), _farthest(
        right, posterior.weight, above, most, 1
    )


def _farthest(p: Floats, weight: Floats, above: Bools, most: int, sign: int) -> float:
    """P(θ ≥ cut) after the answers, of p likelihoods by item and point, that raise (lower) it the most."""
    alone = (p[:, above] @ weight[above]) / (p @ weight)
    farthest = np.argsort(-sign * alone, kind="stable")[:most]
    together = np.log(p[farthest]).sum(axis=0)
    likely = weight * np.exp(together - together.max())
    return float(likely[above].sum() / likely.sum())
