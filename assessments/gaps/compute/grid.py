"""Levels on a grid: the likelihood of words (graded response), and the posterior by summing up (EAP).

A word k of a source is said where the true level, the source's offset and an error together lie nearest to k;
the lowest answer is open below ("this or less"), the highest above ("this or more"). With normal errors

    P(k | θ) = Φ((k + ½ − o − θ)/s) − Φ((k − ½ − o − θ)/s)

which is Samejima's graded response model (1969) in its normal ogive form. The posterior is summed up at fixed
points (expected a posteriori; Bock & Mislevy, 1982). All is in shares of the scale's span: the points reach
half a scale beyond either end, and a level that is asked for lies halfway between two of them.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import NO_RATER, Bools, Floats, IdIndex, Ints, distinct_of
from assessments.gaps.compute.normal import standard_normal
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.repeats import weights_of
from assessments.gaps.compute.words import Rated, Words

Grids = NDArray[np.float32]

BEYOND = 0.5
WIDEST = 0.05
"""Distance of points, about half the smallest spread of posteriors: P errs by less than 3·10⁻⁴."""
LEAST_LIKELIHOOD = 1e-12
OFFSET_STEPS = 1_000
"""Offsets and severities are read to a thousandth of the span."""
LEVEL_STEPS = 100
"""Levels are stored to a hundredth."""
ERROR_STEPS = 10_000
"""Standard errors of tests are read to a ten-thousandth of the span."""
AT_ONCE = 4_000
"""Posteriors of which all intermediate results stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The points of a scale: their distance, and where they lie, in shares of the span."""

    step: float
    points: Grids

    @classmethod
    def of_scale(cls, top: float) -> "Grid":
        """The grid on which (k − ½)/top lies between two points, for each whole level k of a short scale."""
        half_levels = 2 * top if top == int(top) and 2 * top * WIDEST <= 2 else 2 / WIDEST
        step = 1 / (half_levels * math.ceil(1 / (WIDEST * half_levels)))
        count = round((1 + 2 * BEYOND) / step)
        return cls(step, (-BEYOND + step * (np.arange(count) + 0.5)).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Moments:
    """Of each posterior: mean, variance, and the probability of each of the levels asked for or above it."""

    mean: Floats
    variance: Floats
    above: tuple[Floats, ...]


def posterior(
    grid: Grid, log_likelihood: Grids, mean: Floats, variance: Floats, asked: tuple[Floats, ...] = ()
) -> Moments:
    """Moments of the posteriors of cells (rows) under normal priors, and P(θ ≥ level) of levels asked for."""
    found = Moments(np.empty(len(mean)), np.empty(len(mean)), tuple(np.empty(len(mean)) for _ in asked))
    for start in range(0, len(mean), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        weight = _weights(grid.points, log_likelihood[part], mean[part], variance[part])
        first = (weight * grid.points).sum(axis=1)
        for above, level in zip(found.above, asked, strict=True):
            above[part] = _above(grid, weight, level[part])
        off = grid.points - first[:, None]
        off *= off
        off *= weight
        found.mean[part], found.variance[part] = first, off.sum(axis=1)
    return found


def _weights(points: Grids, log_likelihood: Grids, mean: Floats, variance: Floats) -> Grids:
    """The posterior mass of each point, a row a cell."""
    weight = (mean / variance).astype(np.float32)[:, None] * points
    weight += log_likelihood
    weight -= (0.5 / variance).astype(np.float32)[:, None] * (points * points)
    weight -= weight.max(axis=1, keepdims=True)
    np.exp(weight, out=weight)
    weight /= weight.sum(axis=1, keepdims=True)
    return weight


def _above(grid: Grid, weight: Grids, level: Floats) -> Floats:
    """Mass above a level: whole points, the part of the one it cuts, and what summing at midpoints misses.

    That is by Euler and Maclaurin's formula −h²f′/24 + 17h⁴f‴/5760 at the level, with f′ and f‴ from the
    differences of the four points about it.
    """
    place = np.clip((level + BEYOND) / grid.step, 0, len(grid.points))
    whole = np.rint(place).astype(np.int64)
    rows = np.arange(len(weight))
    padded = np.zeros((len(weight), len(grid.points) + 4), dtype=np.float32)
    padded[:, 2:-2] = weight
    below = np.cumsum(padded, axis=1)[rows, whole + 1].astype(np.float64)
    p0, p1, p2, p3 = (padded[rows, whole + at].astype(np.float64) for at in range(4))
    found = 1 - below - (p2 - p1) / 24 + (p3 - 3 * p2 + 3 * p1 - p0) * (17 / 5760)
    # Where the level does not lie between two points: a straight line through both of them.
    apart = place - whole
    found -= apart * (p1 + p2) / 2 + apart * apart * (p2 - p1) / 2
    clipped: Floats = np.clip(found, 0, 1)
    return clipped


class Likelihoods:
    """Log-likelihoods of words on the grid of their scale.

    Words that are alike (scale, source, level, age, weight among the words of their voice, severity) have one
    row of a table: a hundred thousand words are a few thousand rows.
    """

    __slots__ = ("_policy", "_raters", "_sd", "_severity")

    def __init__(self, policy: GapPolicy) -> None:
        self._policy = policy
        size = max(Source) + 1
        self._sd = np.ones(size)
        for source, trust in policy.sources.items():
            self._sd[source] = trust.sd
        severity = policy.severity if policy.uses_severity else {}
        ids = np.array(sorted(severity), dtype=np.int64)
        self._raters = IdIndex(ids)
        self._severity = np.array([severity[rater] for rater in ids.tolist()] + [0.0])

    def variances(self, words: Words) -> Floats:
        """Variance of the error of each word, in squared spans."""
        own = np.where(words.error > 0, words.error, self._sd.take(words.source))
        found: Floats = own**2 + self._policy.drift**2 * words.months / 12
        return found

    def weights(self, words: Words) -> Floats:
        """What each word weighs among others: its precision, and less where its voice has several."""
        found: Floats = weights_of(words.weight_code, self._policy) / self.variances(words)
        return found

    def rated(self, words: Words, offset: Floats) -> Rated:
        """The words as answers between two ends; those of people about others name their rater."""
        level, top = words.level, words.top
        half = np.where(words.error > 0, 0.0, 0.5)
        is_others = (words.source != Source.SELF) & (words.source != Source.TEST) & ~words.is_attributed
        return Rated(
            cell=np.repeat(np.arange(len(words.start)), np.diff(words.start, append=len(words))),
            low=np.where(level <= 0, -np.inf, (level - half) / top),
            high=np.where(level >= top, np.inf, (level + half) / top),
            variance=1 / self.weights(words),
            offset=offset,
            rater=np.where(is_others, words.rater, NO_RATER),
        )

    def of_cells(self, grid: Grid, words: Words, rows: Ints, offset: Floats, in_conflict: Bools) -> Grids:
        """Summed log-likelihood of each cell (rows) of which the words are given; all of one scale.

        rows         which words, in order; the words of a cell next to each other
        offset       what is taken off each of the words, in shares of the span
        in_conflict  whether the newest words of the cell are in conflict, of each word
        """
        top = float(words.top[rows[0]]) if len(rows) else 1.0
        kinds, word = self._kinds(words, rows, offset, in_conflict)
        table = self._table(grid, top, kinds)
        begins = np.flatnonzero(np.diff(words.cell.take(rows), prepend=-1))
        lengths = np.diff(begins, append=len(rows))
        summed: Grids = table.take(word.take(begins), axis=0)
        # The second words of all cells, the third … : most cells have one or two.
        for more in range(1, int(lengths.max(initial=0))):
            further = np.flatnonzero(lengths > more)
            summed[further] += table.take(word.take(begins.take(further) + more), axis=0)
        return summed

    def _kinds(self, words: Words, rows: Ints, offset: Floats, in_conflict: Bools) -> tuple[list[Ints], Ints]:
        """What the likelihoods of words depend on, by kind of words (columns); and the kind of each word.

        Kinds that differ in their weight alone, the last column, lie next to each other.
        """
        rater = words.rater.take(rows)
        # Whoever rates themselves differs from whoever rates others.
        is_named = (rater != NO_RATER) & (words.source.take(rows) != Source.SELF)
        is_named &= ~words.is_attributed.take(rows)
        severity = self._severity.take(np.where(is_named, self._raters.positions(rater), -1))
        parts = (
            np.rint(words.level.take(rows) * LEVEL_STEPS),
            words.source.take(rows),
            words.months.take(rows),
            np.rint((offset + severity) * OFFSET_STEPS),
            in_conflict,
            np.rint(words.error.take(rows) * ERROR_STEPS),
            words.weight_code.take(rows),
        )
        key, values = np.zeros(len(rows), dtype=np.int64), []
        for part in parts:
            distinct, code = distinct_of(part.astype(np.int64))
            key = key * max(len(distinct), 1) + code
            values.append(distinct)
        keys, word = distinct_of(key)
        columns = []
        for distinct in reversed(values):
            keys, code = np.divmod(keys, max(len(distinct), 1))
            columns.append(distinct.take(code))
        return columns[::-1], word

    def _table(self, grid: Grid, top: float, kinds: list[Ints]) -> Grids:
        """The log-likelihood on the grid of each kind of words (rows)."""
        *said, weight_code = kinds
        begins = np.zeros(len(weight_code), dtype=bool)
        begins[:1] = True
        for column in said:
            begins[1:] |= column[1:] != column[:-1]
        weight = weights_of(weight_code, self._policy)[:, None]
        alike = self._log_of_one([column[begins] for column in said], grid, top)
        found: Grids = (weight * alike.take(np.cumsum(begins) - 1, axis=0)).astype(np.float32)
        return found

    def _log_of_one(self, kinds: list[Ints], grid: Grid, top: float) -> Floats:
        """The log-likelihood of each kind as of the only word of a voice."""
        policy = self._policy
        level, source, months, offset, conflict, error = kinds
        own = np.where(error > 0, error / ERROR_STEPS, self._sd.take(source))
        sd = np.sqrt(own**2 + policy.drift**2 * months / 12)[:, None]
        heard = grid.points.astype(np.float64) + (offset / OFFSET_STEPS)[:, None]
        half = np.where(error > 0, 0.0, 0.5)
        below = np.where(level <= 0, -np.inf, (level / LEVEL_STEPS - half) / top)[:, None]
        above = np.where(level >= top * LEVEL_STEPS, np.inf, (level / LEVEL_STEPS + half) / top)[:, None]
        likelihood = _normal((above - heard) / sd) - _normal((below - heard) / sd)
        # What a test with a standard error says between the ends is a point: the density there, a level.
        point = np.flatnonzero((error > 0) & (level > 0) & (level < top * LEVEL_STEPS))
        likelihood[point] = standard_normal((above - heard)[point] / sd[point])[1] / (sd[point] * top)
        random = np.where(conflict > 0, policy.random_words, 0)[:, None]
        likelihood = random / (top + 1) + (1 - random) * np.maximum(likelihood, LEAST_LIKELIHOOD)
        found: Floats = np.log(likelihood)
        return found


def _normal(x: Floats) -> Floats:
    found: Floats = np.where(np.isinf(x), (x > 0).astype(float), standard_normal(np.clip(x, -30, 30))[0])
    return found
