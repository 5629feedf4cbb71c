"""Standard errors of parameters, from the observed information.

By Louis (1982), with S the derivative of the log-likelihood of one person's answers if the level were known,
and all means taken over what the answers leave likely of it,

    I = Σ_people mean(S)·mean(S)ᵀ  −  Σ_people mean(∂²P/P of each item + S_i·S_jᵀ of each two)

(the squares of one item's own derivatives cancel), plus the curvature of the priors. So what levels are unsure
of, and what one item's parameters owe to another's, is in the errors.
"""

from collections.abc import Iterator

import numpy as np

from assessments.testing.compute.expectation import AT_ONCE, Population, posteriors
from assessments.testing.compute.items import Floats, Items, reached
from assessments.testing.compute.maximisation import derivatives, prior_scores, vector_of
from assessments.testing.compute.priors import ItemPriors
from assessments.testing.compute.responses import Responses

MOST_TOGETHER = 1_200
"""Parameters above which each item's are taken by themselves, with those of the others as given."""
LEAST_WEIGHT = 1e-7
"""Points that are less likely than that for a person are passed over."""


def parameter_errors(
    responses: Responses, items: Items, points: Floats, population: Population, priors: ItemPriors | None
) -> tuple[Floats, Floats]:
    """Standard errors of slopes, shape (n,), and of thresholds, shape (n, m); inf where nothing is known."""
    found = _information(responses, items, points, population)
    vector = vector_of(items)
    there = np.isfinite(vector).ravel()
    width = vector.shape[1]
    if priors is not None:
        _gradient, curvature = prior_scores(vector, priors)
        for item in range(len(items)):
            own = slice(item * width, (item + 1) * width)
            found[own, own] += curvature[item]
    kept = np.flatnonzero(np.append(there, [population.is_estimated] * 2))
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
    found = derivatives(items, points)
    # By item, score and point; a further score of 0s stands for no answer.
    scores = (found.by / found.p[:, None]).transpose(0, 2, 3, 1)
    scores = np.concatenate([scores, np.zeros_like(scores[:, :1])], axis=1)
    bends = _bends(items, points) / found.p[:, None, None]
    n, width = len(items), scores.shape[3]
    total = np.zeros((n * width + 2, n * width + 2))
    is_whole = len(total) <= MOST_TOGETHER
    for part, weights, _own in posteriors(responses, items, points, population):
        mean = np.zeros((len(part), len(total)))
        counts = np.zeros((n, scores.shape[1] - 1, len(points)))
        for q, rows, people in _by_point(part, weights):
            one = _of_people(scores[:, :, q], part, rows, points[q], population)
            weighted = one * weights[rows, q][:, None]
            mean[rows] += weighted
            if is_whole:
                total -= (weighted * part.weight[rows][:, None]).T @ one
            for k in range(counts.shape[1]):
                counts[:, k, q] = (part.scores[rows] == k).T @ people
        total += _outer(mean, part.weight, width, is_whole)
        _add_own(total, counts, found.by / found.p[:, None], bends, is_whole)
        _add_population(total, weights, part, points, population)
    return total


def _by_point(part: Responses, weights: Floats) -> Iterator[tuple[int, np.ndarray, Floats]]:  # type: ignore[type-arg]
    """Each point, for whom it is likely, and how many people's worth it is of each of them."""
    for q in range(weights.shape[1]):
        rows = np.flatnonzero(weights[:, q] > LEAST_WEIGHT)
        if len(rows):
            yield q, rows, weights[rows, q] * part.weight[rows]


def _of_people(
    scores: Floats,
    part: Responses,
    rows: np.ndarray,
    theta: float,
    population: Population,  # type: ignore[type-arg]
) -> Floats:
    """S of people at one point; shape (people, parameters)."""
    answers = part.scores[rows]
    own = scores[np.arange(scores.shape[0]), answers].reshape(len(rows), -1)
    off = (theta - population.mean) / population.sd
    of_population = np.zeros((len(rows), 2))
    if population.is_estimated:
        of_population[~part.is_known[rows]] = off / population.sd, off * off - 1
    return np.concatenate([own, of_population], axis=1)


def _outer(mean: Floats, weight: Floats, width: int, is_whole: bool) -> Floats:
    """Σ mean(S)·mean(S)ᵀ; only the blocks of items where these are taken by themselves."""
    if is_whole:
        found: Floats = (mean * weight[:, None]).T @ mean
        return found
    total = np.zeros((mean.shape[1], mean.shape[1]))
    for start in range(0, mean.shape[1], width):
        own = slice(start, start + width)
        total[own, own] = (mean[:, own] * weight[:, None]).T @ mean[:, own]
    return total


def _add_own(total: Floats, counts: Floats, scores: Floats, bends: Floats, is_whole: bool) -> None:
    """Give the blocks of single items their own squares back, and take their second derivatives off."""
    n, width = scores.shape[:2]
    squares = np.einsum("nukq,nvkq,nkq->nuv", scores, scores, counts, optimize=True) if is_whole else 0
    own = squares - np.einsum("nuvkq,nkq->nuv", bends, counts)
    for item in range(n):
        block = slice(item * width, (item + 1) * width)
        total[block, block] += own[item]


def _add_population(
    total: Floats, weights: Floats, part: Responses, points: Floats, population: Population
) -> None:
    """Curvature of the population's own part, and its squares back; none where it is given."""
    if not population.is_estimated:
        return
    people = (weights * part.weight[:, None])[~part.is_known].sum(axis=0)
    off = (points - population.mean) / population.sd
    total[-2, -2] += float(people.sum()) / population.sd**2
    total[-1, -1] += float(people @ (2 * off * off))
    cross = float(people @ (2 * off)) / population.sd
    total[-1, -2] += cross
    total[-2, -1] += cross


def _bends(items: Items, points: Floats) -> Floats:
    """Second derivatives of P(X = k) by log a and the thresholds; shape (n, 1 + m, 1 + m, m + 1, points)."""
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
    return found


__all__ = ["AT_ONCE", "parameter_errors"]
