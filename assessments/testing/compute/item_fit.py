"""Whether answers to an item go with the answers to all others, as its model says.

Of each person who answered it, the other answers (and what was known) leave a posterior of the level. Under
the model the item's score then has exactly the mean E = ∫ E(X | θ) and the variance V of that posterior's
prediction, whichever items the others were: nobody needs to have answered all of them, as sum scores would
want (S-X²; Orlando & Thissen, 2000). People are put in groups by the level that the others show, and

    χ² = Σ_groups (Σ(x − E))² / ΣV

is compared with a χ² distribution. The correlation of the score with that level is the corrected
point-biserial: the item's own part is in neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.expectation import Population, log_likelihoods, log_prior, points_for
from assessments.testing.compute.items import Floats, Ints, Items, expected_scores, log_probabilities
from assessments.testing.compute.responses import MISSING, Responses

STANDARD = Population()
MOST_GROUPS = 10
LEAST_A_GROUP = 20
AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Others:
    """Of the people who answered one item, what their other answers say.

    rows      of the people
    score     theirs in the item
    level     mean of the level by the other answers
    expected, variance  of the score, by the other answers
    """

    rows: Ints
    score: Ints
    level: Floats
    expected: Floats
    variance: Floats


@dataclass(frozen=True, slots=True)
class ItemFit:
    """How an item goes with the others.

    people       who answered it
    correlation  corrected point-biserial; NaN where scores or levels do not differ
    square, freedom, p  χ², its degrees of freedom, and how likely one as large is if the model holds
    misfit       root mean square over groups of (observed − expected) ÷ highest score, less what chance makes
    """

    people: int
    correlation: float
    square: float
    freedom: int
    p: float
    misfit: float


def others_of_each(items: Items, responses: Responses, population: Population = STANDARD) -> Iterator[Others]:
    """For each item in turn, what the other answers say of those who answered it."""
    points = points_for(responses, items, population)
    log_p = log_probabilities(items, points)
    joint = log_likelihoods(responses, log_p) + log_prior(responses, points, population)
    means = expected_scores(items, points)
    squares = _second_moments(items, points)
    for item in range(len(items)):
        rows = np.flatnonzero(responses.scores[:, item] != MISSING)
        score = responses.scores[rows, item].astype(np.int64)
        found = np.empty((3, len(rows)))
        for start in range(0, len(rows), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            weight = joint[rows[part]] - log_p[item, score[part]]
            weight = np.exp(weight - weight.max(axis=1, keepdims=True))
            weight /= weight.sum(axis=1, keepdims=True)
            found[0, part] = weight @ points
            found[1, part] = weight @ means[item]
            found[2, part] = weight @ squares[item]
        yield Others(rows, score, found[0], found[1], found[2] - found[1] ** 2)


def _second_moments(items: Items, points: Floats) -> Floats:
    """The mean squared score at the points."""
    p = np.exp(log_probabilities(items, points))
    found: Floats = (p * (np.arange(p.shape[1]) ** 2)[None, :, None]).sum(axis=1)
    return found


def item_fit(others: Others, top: int, *, estimated: int) -> ItemFit:
    """How one item fits; `estimated` says how many of its parameters these answers have found."""
    from scipy.special import chdtrc

    people = len(others.rows)
    groups = int(np.clip(people // LEAST_A_GROUP, 1, MOST_GROUPS))
    group = _quantiles(others.level, groups)
    number = np.bincount(group, minlength=groups)
    off = np.bincount(group, others.score - others.expected, groups)
    variance = np.maximum(np.bincount(group, others.variance, groups), 1e-9)
    square = float((off**2 / variance).sum())
    freedom = max(groups - estimated, 1)
    mean_off, by_chance = off / np.maximum(number, 1), variance / np.maximum(number, 1) ** 2
    excess = float((mean_off**2 - by_chance).mean()) / top**2
    return ItemFit(
        people=people,
        correlation=correlation(others.score.astype(np.float64), others.level),
        square=square,
        freedom=freedom,
        p=float(chdtrc(freedom, square)) if people else 1.0,
        misfit=float(np.sqrt(max(excess, 0))),
    )


def correlation(one: Floats, other: Floats) -> float:
    """Pearson's correlation; NaN where either does not differ."""
    if len(one) < 3 or one.std() < 1e-12 or other.std() < 1e-12:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


def _quantiles(level: Floats, groups: int) -> Ints:
    """The group of each, by level, of about equal size."""
    place = np.argsort(np.argsort(np.round(level, 6), kind="stable"), kind="stable")
    return place * groups // max(len(level), 1)
