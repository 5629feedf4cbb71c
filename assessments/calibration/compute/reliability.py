"""Statements held against what was seen later: a reliability table and the Brier score.

A statement is a chance P that a level is reached. Later, evidence W says that it is (1) or is not (0). Of
statements with about the same P, the share with W = 1 should be P, if W never erred (reliability table;
Murphy & Winkler, 1977); and the mean of (P − W)² is small where statements are right and tell people apart
(Brier, 1950).

But W errs too. A level that is normal about the needed one, at a distance of z = Φ⁻¹(P) spreads σ, is seen
through an error s and an offset o, in levels, so that an exactly right statement is confirmed with

    Q = Φ((z·σ + o) / √(σ² + s²))

and not with P: nearer to one half. So each share stands beside the mean of Q, and each Brier score beside the
one to be expected, the mean of Q(1 − P)² + (1 − Q)P².
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lifow.base.intervals import reach_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS = 10
"""Bins of the table, each a tenth wide."""
LEAST = 30
"""Statements below which a share says too little: its interval would reach 12 points to either side."""
LEAST_CHANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Judged:
    """Statements with what came of them; one entry each.

    chance     P
    expected   Q; P itself where what came is known for certain
    came_true  W
    """

    chance: Floats
    expected: Floats
    came_true: NDArray[np.bool_]

    def take(self, which: NDArray[np.bool_]) -> "Judged":
        """Those of them that are chosen."""
        return Judged(self.chance[which], self.expected[which], self.came_true[which])


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over statements, so that tables add up.

    squares, expected_squares   of (P − W)², and what is to be expected of it
    """

    statements: int = 0
    chance: float = 0.0
    expected: float = 0.0
    came_true: int = 0
    squares: float = 0.0
    expected_squares: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.statements + other.statements,
            self.chance + other.chance,
            self.expected + other.expected,
            self.came_true + other.came_true,
            self.squares + other.squares,
            self.expected_squares + other.expected_squares,
        )

    @property
    def is_enough(self) -> bool:
        return self.statements >= LEAST


def expected_share(chance: Floats, spread: Floats, error: Floats, offset: Floats) -> Floats:
    """Q of each statement: how often an exactly right one is confirmed by evidence that errs.

    spread, error, offset   in levels; error 0 and offset 0 give the chance itself
    """
    # Imported where it is needed: pages import this module and compute nothing.
    from scipy.special import ndtr, ndtri

    z = ndtri(np.clip(chance, LEAST_CHANCE, 1 - LEAST_CHANCE))
    seen = np.sqrt(spread * spread + error * error)
    found: Floats = ndtr((z * spread + offset) / np.where(seen > 0, seen, 1))
    return np.where(seen > 0, found, chance)


def bin_of(chance: Floats) -> Ints:
    """The bin of each chance, 0 … BINS − 1; 1 belongs to the last."""
    # A chance is stored with seven digits: 0.8 is in the bin that begins with it.
    return np.minimum(np.floor(chance * BINS + 1e-6).astype(np.int64), BINS - 1)


def sums_by_bin(judged: Judged) -> list[Sums]:
    """The sums of each bin."""
    chance, expected, came = judged.chance, judged.expected, judged.came_true.astype(np.float64)
    place = bin_of(chance)

    def total(values: Floats) -> list[float]:
        return [float(one) for one in np.bincount(place, weights=values, minlength=BINS)]

    columns = (
        total(np.ones(len(chance))),
        total(chance),
        total(expected),
        total(came),
        total((chance - came) ** 2),
        total(expected * (1 - chance) ** 2 + (1 - expected) * chance**2),
    )
    return [
        Sums(round(count), said, right, round(true), squares, expected_squares)
        for count, said, right, true, squares, expected_squares in zip(*columns, strict=True)
    ]


def interval(came_true: int, statements: int) -> tuple[float, float]:
    """The interval of a share that holds the true one in 80% of all cases (Wilson, 1927)."""
    z = reach_of()
    share, n = came_true / statements, statements
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    return max(centre - half, 0.0), min(centre + half, 1.0)
