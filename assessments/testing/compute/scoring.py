"""Levels of many people from their answers: by EAP, by MAP, and by sum scores."""

from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.expectation import Population, points_for, posteriors
from assessments.testing.compute.items import (
    Bools,
    Floats,
    Ints,
    ItemInputError,
    Items,
    information,
    of_reached,
    probabilities,
    reached,
)
from assessments.testing.compute.responses import MISSING, Responses

STANDARD = Population()
STEPS = 50
TOLERANCE = 1e-8
FARTHEST_STEP = 1.0


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each person, and its standard error."""

    level: Floats
    standard_error: Floats


def eap(items: Items, responses: Responses, population: Population = STANDARD) -> Levels:
    """Means and spreads of what the answers leave likely (expected a posteriori; Bock & Mislevy, 1982).

    Who answered nothing has what was known of them, or of the population.
    """
    _check(items, responses)
    points = points_for(responses, items, population)
    mean, sd = [np.empty(0)], [np.empty(0)]
    for _part, weights, _own in posteriors(responses, items, points, population):
        first = weights @ points
        mean.append(first)
        sd.append(np.sqrt(np.maximum(weights @ points**2 - first**2, 0)))
    return Levels(np.concatenate(mean), np.concatenate(sd))


def map_levels(items: Items, responses: Responses, population: Population = STANDARD) -> Levels:
    """The likeliest levels (maximum a posteriori; Samejima, 1969), by scoring steps.

    The standard error is one over the root of the information of the items answered and of the prior.
    """
    _check(items, responses)
    known = responses.is_known
    mean = np.where(known, responses.mean, population.mean)
    precision = np.where(known, responses.sd, population.sd) ** -2.0
    answered, level = responses.scores != MISSING, mean.copy()
    for _step in range(STEPS):
        gradient, curvature = _slopes(items, responses, answered, level)
        change = (gradient - precision * (level - mean)) / (curvature + precision)
        level = level + np.clip(change, -FARTHEST_STEP, FARTHEST_STEP)
        if np.abs(change).max(initial=0) < TOLERANCE:
            break
    _gradient, curvature = _slopes(items, responses, answered, level)
    return Levels(level, 1 / np.sqrt(curvature + precision))


def _slopes(items: Items, responses: Responses, answered: Bools, level: Floats) -> tuple[Floats, Floats]:
    """Derivative of each one's log-likelihood at their level, and the information of what they answered."""
    above = reached(items, level)
    edges = np.zeros((len(items), above.shape[1] + 2, len(level)))
    edges[:, 1:-1] = above * (1 - above)
    rise = items.slope[:, None, None] * (edges[:, :-1] - edges[:, 1:])
    scores = np.where(answered, responses.scores, 0).T.astype(np.int64)
    item, person = np.arange(len(items))[:, None], np.arange(len(level))
    of_scores = (rise / of_reached(above))[item, scores, person]
    gradient = np.where(answered.T, of_scores, 0).sum(axis=0)
    curvature = np.where(answered.T, information(items, level), 0).sum(axis=0)
    return gradient, curvature


@dataclass(frozen=True, slots=True)
class SumScores:
    """What each sum of scores says, from 0 to the highest: one entry each.

    level, standard_error  of a person with that sum
    share                  of people expected to have it
    """

    level: Floats
    standard_error: Floats
    share: Floats

    @property
    def reliability(self) -> float:
        """Share of the variance of levels that sums tell: var(level) / (var(level) + mean error²)."""
        mean = float(self.share @ self.level)
        told = float(self.share @ (self.level - mean) ** 2)
        return told / (told + float(self.share @ self.standard_error**2))


def eap_by_sum(items: Items, population: Population = STANDARD) -> SumScores:
    """EAP by sum score, for forms that everybody answers whole (Thissen et al., 1995)."""
    points = population.mean + population.sd * np.linspace(-6, 6, 121)
    likelihood = sum_likelihoods(items, points)
    prior = np.exp(-0.5 * ((points - population.mean) / population.sd) ** 2)
    weight = likelihood * (prior / prior.sum())
    share = weight.sum(axis=1)
    mean = weight @ points / share
    variance = weight @ points**2 / share - mean**2
    return SumScores(mean, np.sqrt(np.maximum(variance, 0)), share)


def sum_likelihoods(items: Items, points: Floats) -> Floats:
    """P(sum of scores | θ) at the points, item after item (Lord & Wingersky, 1984); shape (sums, points)."""
    p = probabilities(items, points)
    found = np.ones((1, len(points)))
    for item, top in enumerate(items.top.tolist()):
        longer = np.zeros((len(found) + top, len(points)))
        for score in range(top + 1):
            longer[score : score + len(found)] += found * p[item, score]
        found = longer
    return found


def _check(items: Items, responses: Responses) -> None:
    if responses.items != len(items):
        raise ItemInputError(
            "items", "There are answers to {found} items, and parameters of {items}",
            found=responses.items, items=len(items),
        )  # fmt: skip
    highest: Ints = responses.scores.max(axis=0, initial=0).astype(np.int64)
    if (highest > items.top).any():
        item = int(np.argmax(highest > items.top))
        raise ItemInputError(
            "score", "Item {item} has a score of {score}, above its highest, {top}",
            item=item, score=int(highest[item]), top=int(items.top[item]),
        )  # fmt: skip
