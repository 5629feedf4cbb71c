"""Parameters of items from answers: marginal maximum likelihood by expectation and maximisation (MML-EM).

Levels are summed over, items found (Bock & Aitkin, 1981); with priors the result is the posterior mode
(Mislevy, 1986). Where neither priors nor what is known of people say where levels lie, the population is
N(0, 1) and fixed: that is the usual metric of published calibrations. With priors in levels the population's
mean and spread can be estimated along.

Steps are made longer by squared extrapolation (Varadhan & Roland, 2008), and taken back where the likelihood
would fall.
"""

from dataclasses import dataclass, replace

import numpy as np

from assessments.testing.compute.expectation import (
    Expected,
    Population,
    expect,
    log_prior_of_population,
    moved,
    points_for,
)
from assessments.testing.compute.items import Floats, Ints, ItemInputError, Items
from assessments.testing.compute.maximisation import (
    in_order,
    items_of,
    log_prior_of,
    maximise,
    vector_of,
)
from assessments.testing.compute.parameter_errors import parameter_errors
from assessments.testing.compute.priors import ItemPriors
from assessments.testing.compute.responses import MISSING, Responses, observed_tops

STANDARD = Population()
TOLERANCE = 1e-4
"""Largest change of a parameter in one step at which it ends; in logs of slopes and in levels."""
MOST_STEPS = 500
SLACK = 1e-7


@dataclass(frozen=True, slots=True)
class Fit:
    """What was found.

    items            parameters
    population       mean and spread of levels; as given where they were not to be estimated
    slope_error, threshold_error  standard errors; inf beyond an item's highest score
    log_likelihood   of all answers, without priors
    parameters       how many were estimated
    people, answers  of how many this is
    steps            of expectation and maximisation
    has_converged    whether it ended because nothing changed any more
    """

    items: Items
    population: Population
    slope_error: Floats
    threshold_error: Floats
    log_likelihood: float
    parameters: int
    people: float
    answers: float
    steps: int
    has_converged: bool

    @property
    def aic(self) -> float:
        """Akaike's criterion: of two models of the same answers the one with less tells more."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion, which minds parameters more the more people there are."""
        return float(np.log(max(self.people, 1))) * self.parameters - 2 * self.log_likelihood


@dataclass(frozen=True, slots=True)
class _State:
    vector: Floats
    population: Population


def fit(
    responses: Responses,
    *,
    priors: ItemPriors | None = None,
    population: Population = STANDARD,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
    with_errors: bool = True,
) -> Fit:
    """Slopes and thresholds of all items, with their standard errors.

    Without priors each item needs answers of every score, and the highest that somebody had is taken to be
    its highest. Raises ItemInputError naming the first item that nothing can be found for.
    """
    own = responses.distinct()
    _check(own, priors, population)
    start = priors.items() if priors is not None else _start(own, population)
    state, expected, steps, has_converged = _climb(own, start, population, priors, tolerance, most_steps)
    items = items_of(state.vector)
    points = points_for(own, items, state.population)
    shape = items.threshold.shape
    errors = np.full(len(items), np.inf), np.full(shape, np.inf)
    if with_errors:
        errors = parameter_errors(own, items, points, state.population, priors)
    return Fit(
        items=items,
        population=state.population,
        slope_error=errors[0],
        threshold_error=errors[1],
        log_likelihood=expected.log_likelihood,
        parameters=int(len(items) + items.top.sum()) + 2 * state.population.is_estimated,
        people=float(own.weight.sum()),
        answers=float(own.weight @ (own.scores != MISSING).sum(axis=1)),
        steps=steps,
        has_converged=has_converged,
    )


def _climb(
    responses: Responses,
    start: Items,
    population: Population,
    priors: ItemPriors | None,
    tolerance: float,
    most_steps: int,
) -> tuple[_State, Expected, int, bool]:
    """From a start to where nothing changes any more, by pairs of steps and leaps along them."""

    def step(state: _State) -> tuple[_State, Expected, float]:
        items = items_of(state.vector)
        points = points_for(responses, items, state.population)
        expected = expect(responses, items, points, state.population)
        value = expected.log_likelihood + float(log_prior_of(state.vector, priors).sum())
        value += log_prior_of_population(state.population, population)
        better = maximise(items, expected.counts, points, priors)
        return _State(vector_of(better), moved(expected, population)), expected, value

    now, leapt_from, best = _State(vector_of(start), population), None, -np.inf
    steps, expected = 0, Expected(0.0, np.empty(0), 0.0, 0.0, 0.0)
    while steps < most_steps:
        one, expected, value = step(now)
        steps += 1
        if leapt_from is not None and value < best - SLACK * abs(best):
            # The leap went too far: on from where it began.
            now, leapt_from = leapt_from, None
            continue
        best = max(best, value)
        if _distance(now, one) < tolerance:
            return now, expected, steps, True
        two, expected, value = step(one)
        steps, best = steps + 1, max(best, value)
        if _distance(one, two) < tolerance:
            return one, expected, steps, True
        now, leapt_from = _leap(now, one, two), two
    now = leapt_from or now
    return now, step(now)[1], steps, False


def _leap(zero: _State, one: _State, two: _State) -> _State:
    """Along three states in a row, as far as their differences say; the last of them where that cannot be."""
    flat = [_flat(state) for state in (zero, one, two)]
    first, second = flat[1] - flat[0], flat[2] - 2 * flat[1] + flat[0]
    bend = float(np.sqrt(second @ second))
    if bend == 0:
        return two
    length = max(1.0, float(np.sqrt(first @ first)) / bend)
    reached = flat[0] + 2 * length * first + length**2 * second
    there = np.isfinite(zero.vector)
    vector = two.vector.copy()
    vector[there] = reached[:-2]
    if not in_order(vector).all():
        return two
    mean, sd = float(reached[-2]), float(np.exp(reached[-1]))
    return _State(vector, replace(two.population, mean=mean, sd=sd))


def _flat(state: _State) -> Floats:
    own = state.vector[np.isfinite(state.vector)]
    return np.append(own, [state.population.mean, np.log(state.population.sd)])


def _distance(before: _State, after: _State) -> float:
    return float(np.abs(_flat(after) - _flat(before)).max())


def _start(responses: Responses, population: Population) -> Items:
    """Slopes of one a spread, and thresholds where the shares of people who reach each score put them."""
    from scipy.special import logit

    tops = observed_tops(responses)
    most = max(int(tops.max(initial=1)), 1)
    answered = (responses.scores != MISSING).astype(np.float64)
    people = np.maximum(responses.weight @ answered, 1e-9)
    threshold = np.full((responses.items, most), np.inf)
    for k in range(1, most + 1):
        share = responses.weight @ (responses.scores >= k).astype(np.float64) / people
        # A logistic of slope 1 over N(0, 1) is one of slope 1 / √(1 + 1 / 1.702²) at the mean.
        at = -logit(np.clip(share, 0.005, 0.995)) * 1.16
        threshold[:, k - 1] = np.where(k <= tops, at, np.inf)
    apart = np.maximum.accumulate(threshold + 1e-3 * np.arange(most), axis=1)
    return Items(np.full(responses.items, 1 / population.sd), population.mean + population.sd * apart)


def _check(responses: Responses, priors: ItemPriors | None, population: Population) -> None:
    """Raise ItemInputError for what cannot be estimated."""
    if not responses.items or not len(responses):
        raise ItemInputError("no-answers", "There are no answers to find parameters from")
    tops = observed_tops(responses)
    if priors is None:
        if population.is_estimated and not responses.is_known.any():
            raise ItemInputError("metric", "Without priors nothing says where levels lie: fix the population")
        _check_scores(responses, tops)
        return
    if len(priors) != responses.items:
        raise ItemInputError(
            "priors", "There are {found} priors for {items} items", found=len(priors), items=responses.items
        )
    highest = np.isfinite(priors.threshold).sum(axis=1)
    if (tops > highest).any():
        item = int(np.argmax(tops > highest))
        raise ItemInputError(
            "score",
            "Item {item} has a score of {score}, above its highest, {top}",
            item=item,
            score=int(tops[item]),
            top=int(highest[item]),
        )


def _check_scores(responses: Responses, tops: Ints) -> None:
    """Without priors a score that nobody has puts thresholds nowhere."""
    for item, top in enumerate(tops.tolist()):
        had = set(np.unique(responses.scores[:, item]).tolist()) - {MISSING}
        if len(had) < 2 or had != set(range(top + 1)):
            raise ItemInputError(
                "scores-missing",
                "Item {item} was answered with {had} only: give priors, or leave it out",
                item=item,
                had=", ".join(map(str, sorted(had))) or "nothing",
            )
