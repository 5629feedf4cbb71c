"""The expectation step: what answers say of people's levels, and how often each score is to be expected.

Levels are summed up at points that lie equally far apart (Bock & Aitkin, 1981). Sums of smooth bells over
such points err by about 2·exp(−2π²σ²/h²), with σ the spread of the narrowest bell and h the distance: 3·10⁻⁴
of the whole where h is 1.5 times σ.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.items import (
    Floats,
    ItemInputError,
    Items,
    log_probabilities,
    total_information,
)
from assessments.testing.compute.responses import MISSING, Responses

AT_ONCE = 2_048
"""People of whom all that is on its way stays in a few MiB."""
REACH = 6.0
"""Spreads on either side of a mean that points reach."""
STEP = 0.2
"""Distance of points, in spreads of the population."""
WIDEST = 1.3
"""Distance of points, in the narrowest spreads that answers or knowledge leave, at most."""
MOST_POINTS = 401


@dataclass(frozen=True, slots=True)
class Population:
    """How levels of people of whom nothing else is known are spread: normally.

    is_estimated  whether mean and spread are found with the items; priors of these, or what is known of
                  people, then have to say where the levels lie
    people        how many people's worth of trust the given mean and spread keep when they are estimated
    """

    mean: float = 0.0
    sd: float = 1.0
    is_estimated: bool = False
    people: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and 0 < self.sd < math.inf and self.people >= 0):
            raise ItemInputError("population", "The population needs a mean and a spread above 0")


@dataclass(frozen=True, slots=True)
class Expected:
    """What answers let expect.

    log_likelihood  of all answers
    counts          of each item, how many people have each score at each point; shape (n, m + 1, points)
    people, total, squares  how many people of whom nothing else was known, and the sums of their levels and
                  of their squared levels
    """

    log_likelihood: float
    counts: Floats
    people: float
    total: float
    squares: float


def points_for(responses: Responses, items: Items, population: Population) -> Floats:
    """Points that reach all levels that are likely, close enough for what the answers tell."""
    known = responses.is_known
    mean = np.append(responses.mean[known], population.mean)
    sd = np.append(responses.sd[known], population.sd)
    low, high = float((mean - REACH * sd).min()), float((mean + REACH * sd).max())
    coarse = np.linspace(low, high, 61)
    # What the answers of one person can tell at most: their own number of items.
    answered = float((responses.scores != MISSING).sum(axis=1).max(initial=0))
    share = min(answered / max(len(items), 1), 1.0)
    most = float(total_information(items, coarse).max(initial=0)) * share
    narrowest = 1 / math.sqrt(most + float(sd.min()) ** -2)
    step = min(STEP * population.sd, WIDEST * narrowest)
    count = min(math.ceil((high - low) / step) + 1, MOST_POINTS)
    return np.linspace(low, high, count)


def log_prior(responses: Responses, points: Floats, population: Population) -> Floats:
    """The log of each person's weight at each point before any answer; one row where all are alike."""
    known = responses.is_known
    if not known.any():
        return _normal(points, np.array([population.mean]), np.array([population.sd]))
    mean = np.where(known, responses.mean, population.mean)
    return _normal(points, mean, np.where(known, responses.sd, population.sd))


def _normal(points: Floats, mean: Floats, sd: Floats) -> Floats:
    found = -0.5 * ((points - mean[:, None]) / sd[:, None]) ** 2
    total = np.log(np.exp(found - found.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
    weights: Floats = found - found.max(axis=1, keepdims=True) - total
    return weights


def log_likelihoods(responses: Responses, log_p: Floats) -> Floats:
    """Summed log P of each person's answers at each point; shape (people, points).

    log_p  log P(X = k) of each item, as `log_probabilities`
    """
    base, scores = log_p[:, 0], responses.scores
    answered = scores != MISSING
    found: Floats = base.sum(axis=0) if answered.all() else answered.astype(np.float64) @ base
    for score in range(1, log_p.shape[1]):
        found = found + (scores == score).astype(np.float64) @ (log_p[:, score] - base)
    return np.broadcast_to(found, (len(scores), log_p.shape[2]))


def posteriors(
    responses: Responses, items: Items, points: Floats, population: Population, *, at_once: int = AT_ONCE
) -> Iterator[tuple[Responses, Floats, Floats]]:
    """People in parts; the weights of the points for each of them, and the log-likelihood of each one."""
    log_p = log_probabilities(items, points)
    for start in range(0, len(responses), at_once):
        part = responses.take(slice(start, start + at_once))
        joint = log_likelihoods(part, log_p) + log_prior(part, points, population)
        highest = joint.max(axis=1, keepdims=True)
        weights = np.exp(joint - highest)
        total = weights.sum(axis=1, keepdims=True)
        weights /= total
        yield part, weights, (highest + np.log(total)).ravel()


def expect(responses: Responses, items: Items, points: Floats, population: Population) -> Expected:
    """The expectation step over all people."""
    counts = np.zeros((len(items), items.threshold.shape[1] + 1, len(points)))
    log_likelihood = people = total = squares = 0.0
    for part, weights, own in posteriors(responses, items, points, population):
        log_likelihood += float(own @ part.weight)
        weights *= part.weight[:, None]
        _add_counts(counts, part, weights)
        if population.is_estimated:
            of_population = weights[~part.is_known].sum(axis=0)
            people += float(of_population.sum())
            total += float(of_population @ points)
            squares += float(of_population @ points**2)
    return Expected(log_likelihood, counts, people, total, squares)


def _add_counts(counts: Floats, part: Responses, weights: Floats) -> None:
    answered = part.scores != MISSING
    everybody: Floats = weights.sum(axis=0) if answered.all() else answered.T.astype(np.float64) @ weights
    lowest = np.broadcast_to(everybody, counts[:, 0].shape)
    for score in range(1, counts.shape[1]):
        reached = (part.scores == score).T.astype(np.float64) @ weights
        counts[:, score] += reached
        lowest = lowest - reached
    counts[:, 0] += np.maximum(lowest, 0)


def moved(expected: Expected, given: Population) -> Population:
    """The maximisation step of mean and spread, which are drawn to those that were `given`, not to those of
    the step before: else they would go wherever the answers lead, in however many steps."""
    people = expected.people + given.people
    if not given.is_estimated or people <= 0:
        return given
    mean = (expected.total + given.people * given.mean) / people
    about = expected.squares - 2 * mean * expected.total + expected.people * mean**2
    about += given.people * (given.sd**2 + (given.mean - mean) ** 2)
    return Population(mean, math.sqrt(max(about / people, 1e-4)), True, given.people)


def log_prior_of_population(population: Population, given: Population) -> float:
    """The log of the prior of mean and spread: so many people more whose levels are spread as was given."""
    if not given.is_estimated:
        return 0.0
    about = given.sd**2 + (given.mean - population.mean) ** 2
    return -given.people * (math.log(population.sd) + about / (2 * population.sd**2))
