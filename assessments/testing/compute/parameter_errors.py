"""Standard errors of parameters, from the observed information.

By Louis (1982), with S the derivative of the log-likelihood of one person's answers if the level were known,
and all means taken over what the answers leave likely of it,

    I = Σ_people mean(S)·mean(S)ᵀ  −  Σ_people mean(∂²P/P of each item, and S_i·S_jᵀ of each two)

(the squares of one item's own derivatives cancel), plus the curvature of the priors. So what levels are
unsure of, and what one item's parameters owe to another's, is in the errors.

The derivative by log a is −Σ_k (θ − b_k) times those by the thresholds, so that sums over people are needed
of the latter only.
"""

import numpy as np
from numpy.typing import NDArray

from assessments.testing.compute.expectation import Population, posteriors
from assessments.testing.compute.items import Floats, Ints, Items, reached
from assessments.testing.compute.maximisation import derivatives, prior_scores, vector_of
from assessments.testing.compute.priors import ItemPriors
from assessments.testing.compute.responses import Responses

MOST_TOGETHER = 1_200
"""Thresholds above which each item is taken by itself, with the others' parameters as given."""
LEAST_WEIGHT = 1e-6
"""Points that are less likely than that for a person are passed over between two items."""
AT_ONCE = 16_384
Singles = NDArray[np.float32]


def parameter_errors(
    responses: Responses, items: Items, points: Floats, population: Population, priors: ItemPriors | None
) -> tuple[Floats, Floats]:
    """Standard errors of slopes, shape (n,), and of thresholds, shape (n, m); inf where nothing is known."""
    found = _information(responses, items, points, population)
    vector = vector_of(items)
    width = vector.shape[1]
    if priors is not None:
        _gradient, curvature = prior_scores(vector, priors)
        for item in range(len(items)):
            own = slice(item * width, (item + 1) * width)
            found[own, own] += curvature[item]
    kept = np.flatnonzero(np.append(np.isfinite(vector).ravel(), [population.is_estimated] * 2))
    variance = np.full(len(found), np.inf)
    variance[kept] = _variances(found[np.ix_(kept, kept)])
    errors = np.sqrt(variance[: vector.size].reshape(vector.shape))
    return items.slope * errors[:, 0], errors[:, 1:]


def _variances(information: Floats) -> Floats:
    """The diagonal of the inverse; inf where it is not that of a spread."""
    try:
        found = np.diag(np.linalg.inv(information)).copy()
    except np.linalg.LinAlgError:
        return np.full(len(information), np.inf)
    return np.where(found > 0, found, np.inf)


def _information(responses: Responses, items: Items, points: Floats, population: Population) -> Floats:
    """Observed information of all parameters, item by item, then of the population's mean and log spread."""
    scores = _scores(items, points)
    n, width = len(items), items.threshold.shape[1] + 1
    bends = _bends(items, points)
    total = np.zeros((n * width + 2, n * width + 2))
    counts = np.zeros((n, width, len(points)))
    is_whole = items.threshold.size <= MOST_TOGETHER
    for part, weights, _own in posteriors(responses, items, points, population, at_once=AT_ONCE):
        for k in range(width):
            counts[:, k] += (part.scores == k).T @ (weights * part.weight[:, None])
        mean = _means(scores, part, weights, points, population)
        _add_outer(total, mean, part.weight, width, is_whole)
        if is_whole:
            for q, theta in enumerate(points.tolist()):
                between = _between_items(scores[:, :, q, 1:], part, weights[:, q], theta, population)
                total -= _with_slopes(between, theta, items)
        _add_population(total, weights, part, points, population)
    own = np.einsum("nuvkq,nkq->nuv", bends, counts)
    for item in range(n):
        block = slice(item * width, (item + 1) * width)
        total[block, block] -= own[item]
    return total


def _scores(items: Items, points: Floats) -> Floats:
    """Derivatives of log P(X = k), by item, k, point and parameter; a further k, of 0s, is no answer."""
    found = derivatives(items, points)
    scores = (found.by / found.p[:, None]).transpose(0, 2, 3, 1)
    return np.concatenate([scores, np.zeros_like(scores[:, :1])], axis=1)


def _means(
    scores: Floats, part: Responses, weights: Floats, points: Floats, population: Population
) -> Floats:
    """Mean S of each person; shape (people, parameters)."""
    n, categories, _points, width = scores.shape
    found = np.zeros((len(part), n, width))
    for k in range(categories - 1):
        is_score = part.scores == k
        for u in range(width):
            found[:, :, u] += is_score * (weights @ scores[:, k, :, u].T)
    off = (points - population.mean) / population.sd
    of_population = np.stack([weights @ off / population.sd, weights @ (off * off) - 1], axis=1)
    of_population[part.is_known | (not population.is_estimated)] = 0
    return np.concatenate([found.reshape(len(part), -1), of_population], axis=1)


def _add_outer(total: Floats, mean: Floats, weight: Floats, width: int, is_whole: bool) -> None:
    """Add Σ mean(S)·mean(S)ᵀ; only the blocks of items where these are taken by themselves."""
    if is_whole:
        total += (mean * weight[:, None]).T @ mean
        return
    for start in range(0, mean.shape[1], width):
        own = slice(start, start + width)
        total[own, own] += (mean[:, own] * weight[:, None]).T @ mean[:, own]


def _between_items(
    scores: Floats, part: Responses, weights: Floats, theta: float, population: Population
) -> Floats:
    """Σ weight·S·Sᵀ at one point by thresholds and population, without any item's (the population's) own.

    scores  at the point: by item, k and threshold
    """
    rows = np.flatnonzero(weights > LEAST_WEIGHT)
    n, _categories, most = scores.shape
    one = _of_people(scores.astype(np.float32), part, rows, theta, population)
    people = (weights[rows] * part.weight[rows]).astype(np.float32)
    # Single precision: sums over people are right to a hundred-thousandth.
    found = ((one * people[:, None]).T @ one).astype(np.float64)
    for item in range(n):
        own = slice(item * most, (item + 1) * most)
        found[own, own] = 0
    found[-2:, -2:] = 0
    return found


def _of_people(scores: Singles, part: Responses, rows: Ints, theta: float, population: Population) -> Singles:
    """S of people at one point, by thresholds and population."""
    own = scores[np.arange(len(scores)), part.scores[rows]].reshape(
        len(rows), scores.shape[0] * scores.shape[2]
    )
    of_population = np.zeros((len(rows), 2), dtype=np.float32)
    if population.is_estimated:
        off = (theta - population.mean) / population.sd
        of_population[~part.is_known[rows]] = off / population.sd, off * off - 1
    return np.concatenate([own, of_population], axis=1)


def _with_slopes(between: Floats, theta: float, items: Items) -> Floats:
    """The same by all parameters: each item's log slope before its thresholds."""
    away = np.where(np.isfinite(items.threshold), items.threshold, theta) - theta
    n, most = items.threshold.shape

    def rows(found: Floats) -> Floats:
        of_items = found[: n * most].reshape(n, most, -1)
        slope = (away[:, :, None] * of_items).sum(axis=1, keepdims=True)
        both = np.concatenate([slope, of_items], axis=1).reshape(n * (most + 1), -1)
        return np.concatenate([both, found[n * most :]])

    return rows(rows(between).T)


def _add_population(
    total: Floats, weights: Floats, part: Responses, points: Floats, population: Population
) -> None:
    """Take the second derivatives of the population's own density, over the density, off; none if given."""
    if not population.is_estimated:
        return
    people = (weights * part.weight[:, None])[~part.is_known].sum(axis=0)
    x, sd = (points - population.mean) / population.sd, population.sd
    total[-2, -2] -= float(people @ (x * x - 1)) / sd**2
    total[-1, -1] -= float(people @ (x**4 - 4 * x * x + 1))
    cross = float(people @ (x**3 - 3 * x)) / sd
    total[-1, -2] -= cross
    total[-2, -1] -= cross


def _bends(items: Items, points: Floats) -> Floats:
    """Second derivatives of P(X = k) over P(X = k), by log a and thresholds.

    Shape (n, 1 + m, 1 + m, m + 1, points).
    """
    above = reached(items, points)
    n, most, count = above.shape
    finite = np.isfinite(items.threshold)[:, :, None]
    slope = items.slope[:, None, None]
    z = np.where(finite, slope * (points - np.where(finite, items.threshold[:, :, None], 0)), 0)
    first = above * (1 - above)
    second = first * (1 - 2 * above)
    by_slope = second * z * z + first * z
    crossed = -slope * (second * z + first)
    by_threshold = second * slope**2
    found = np.zeros((n, 1 + most, 1 + most, most + 1, count))
    for k in range(most):
        for at, sign in ((k, -1), (k + 1, 1)):
            found[:, 0, 0, at] += sign * by_slope[:, k]
            found[:, 0, 1 + k, at] += sign * crossed[:, k]
            found[:, 1 + k, 0, at] += sign * crossed[:, k]
            found[:, 1 + k, 1 + k, at] += sign * by_threshold[:, k]
    p: Floats = derivatives(items, points).p
    return found / p[:, None, None]
