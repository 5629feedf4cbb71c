"""The maximisation step: parameters of all items at once by Fisher scoring, from expected counts.

Of each item apart, with r_kq people of score k expected at point θ_q, it raises

    Σ_kq r_kq·log P(X = k | θ_q)  +  log prior  +  APART·Σ_k log(b_{k+1} − b_k)

in u = (log a, b_1, …, b_m). With P*_k = P(X ≥ k) and w_k = P*_k·(1 − P*_k),

    ∂P*_k / ∂log a = w_k·a·(θ − b_k)          ∂P*_k / ∂b_k = −a·w_k

and what is expected of the second derivatives is −Σ_q n_q·Σ_k ∂P_k·∂P_kᵀ / P_k. So each step goes upwards, is
halved where it goes too far, and keeps slopes above 0 and thresholds in order.
"""

from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.items import Bools, Floats, Ints, Items, of_reached, reached
from assessments.testing.compute.priors import ItemPriors

APART = 0.01
"""Weight of what keeps thresholds apart where priors are given: a hundredth of an answer."""
STEPS = 3
"""Scoring steps in one maximisation: more would be for nothing, as the counts change after it."""
HALVINGS = 6
LEAST_LOG_SLOPE, MOST_LOG_SLOPE = -3.0, 3.0
"""Slopes stay between .05 and 20 over levels."""
FARTHEST_STEP = 1.0
RIDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Of P(X = k) of each item at each point: its own value, and by each parameter.

    p   shape (n, m + 1, points)
    by  shape (n, 1 + m, m + 1, points): by log a, then by each threshold; 0 beyond an item's own
    """

    p: Floats
    by: Floats


def derivatives(items: Items, points: Floats) -> Derivatives:
    """P(X = k) and its derivatives at the points."""
    above = reached(items, points)
    n, most, _points = above.shape
    bell = above * (1 - above)
    finite = np.isfinite(items.threshold)[:, :, None]
    at = np.where(finite, items.threshold[:, :, None], 0)
    by_slope = np.where(finite, bell * items.slope[:, None, None] * (points - at), 0)
    found = np.zeros((n, 1 + most, most + 1, len(points)))
    found[:, 0, :-1] -= by_slope
    found[:, 0, 1:] += by_slope
    by_threshold = items.slope[:, None, None] * bell
    for k in range(most):
        found[:, 1 + k, k] = by_threshold[:, k]
        found[:, 1 + k, k + 1] = -by_threshold[:, k]
    return Derivatives(of_reached(above), found)


def maximise(items: Items, counts: Floats, points: Floats, priors: ItemPriors | None) -> Items:
    """Better parameters of each item; those that cannot be bettered stay."""
    vector = vector_of(items)
    value = objective(vector, counts, points, priors)
    for _step in range(STEPS):
        gradient, curvature = _scores(vector, counts, points, priors)
        change = _solved(curvature, gradient)
        longest = np.abs(change).max(axis=1, keepdims=True)
        change *= np.minimum(1, FARTHEST_STEP / np.maximum(longest, 1e-300))
        vector, value = _climbed(vector, value, change, counts, points, priors)
    return items_of(vector)


def vector_of(items: Items) -> Floats:
    """Log slopes and thresholds, a row an item; inf beyond an item's own."""
    return np.concatenate([np.log(items.slope)[:, None], items.threshold], axis=1)


def items_of(vector: Floats) -> Items:
    """Items from their log slopes and thresholds."""
    return Items(np.exp(vector[:, 0]), vector[:, 1:])


def in_order(vector: Floats) -> Bools:
    """Of each item: whether its slope is within bounds and its thresholds rise."""
    slope, threshold = vector[:, 0], vector[:, 1:]
    with np.errstate(invalid="ignore"):
        rises = (threshold[:, 1:] > threshold[:, :-1]) | ~np.isfinite(threshold[:, 1:])
    found: Bools = (slope >= LEAST_LOG_SLOPE) & (slope <= MOST_LOG_SLOPE) & rises.all(axis=1)
    return found


def objective(vector: Floats, counts: Floats, points: Floats, priors: ItemPriors | None) -> Floats:
    """What is raised, of each item; −inf where the parameters cannot be."""
    allowed = in_order(vector)
    kept = np.where(allowed[:, None], vector, _first_allowed(vector))
    log_p = np.log(of_reached(reached(items_of(kept), points)))
    value = (counts * log_p).sum(axis=(1, 2)) + log_prior_of(kept, priors)
    return np.where(allowed, value, -np.inf)


def log_prior_of(vector: Floats, priors: ItemPriors | None) -> Floats:
    """The log of each item's prior, and of what keeps its thresholds apart."""
    if priors is None:
        return np.zeros(len(vector))
    off, precision = _off(vector, priors)
    gap = _gaps(vector)
    apart = np.where(np.isfinite(gap), np.log(np.where(np.isfinite(gap), gap, 1)), 0).sum(axis=1)
    found: Floats = -0.5 * (precision * off * off).sum(axis=1) + APART * apart
    return found


def _scores(
    vector: Floats, counts: Floats, points: Floats, priors: ItemPriors | None
) -> tuple[Floats, Floats]:
    """Gradient and (negative) expected curvature of each item; shapes (n, 1 + m), (n, 1 + m, 1 + m)."""
    found = derivatives(items_of(vector), points)
    gradient = np.einsum("nukq,nkq->nu", found.by, counts / found.p)
    people = counts.sum(axis=1)
    weighted = found.by * np.sqrt(people[:, None, :] / found.p)[:, None]
    flat = weighted.reshape(*weighted.shape[:2], -1)
    curvature = flat @ flat.transpose(0, 2, 1)
    if priors is not None:
        prior_gradient, prior_curvature = prior_scores(vector, priors)
        gradient += prior_gradient
        curvature += prior_curvature
    return gradient, curvature


def prior_scores(vector: Floats, priors: ItemPriors) -> tuple[Floats, Floats]:
    """Gradient and (negative) curvature of the log prior of each item."""
    off, precision = _off(vector, priors)
    gradient = -precision * off
    n, width = vector.shape
    curvature = np.zeros((n, width, width))
    diagonal = np.arange(width)
    curvature[:, diagonal, diagonal] = precision
    gap = _gaps(vector)
    push = np.where(np.isfinite(gap), APART / np.where(np.isfinite(gap), gap, 1), 0)
    gradient[:, 1:-1] -= push
    gradient[:, 2:] += push
    pull = push * push / APART
    low, high = diagonal[1:-1], diagonal[2:]
    curvature[:, low, low] += pull
    curvature[:, high, high] += pull
    curvature[:, low, high] -= pull
    curvature[:, high, low] -= pull
    return gradient, curvature


def _off(vector: Floats, priors: ItemPriors) -> tuple[Floats, Floats]:
    """How far parameters are off what was expected, and how much that weighs; 0 beyond an item's own."""
    expected = np.concatenate([priors.log_slope[:, None], priors.threshold], axis=1)
    spread = np.concatenate([priors.log_slope_sd[:, None], priors.threshold_sd], axis=1)
    there = np.isfinite(vector)
    off = np.where(there, vector, 0) - np.where(there, expected, 0)
    return off, np.where(there, spread**-2.0, 0)


def _gaps(vector: Floats) -> Floats:
    """Between thresholds; inf where there is no next one."""
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(vector[:, 2:] - vector[:, 1:-1], nan=np.inf, posinf=np.inf)


def _solved(curvature: Floats, gradient: Floats) -> Floats:
    """The scoring step; 0 for what is beyond an item's own."""
    width = gradient.shape[1]
    diagonal = np.arange(width)
    own = curvature[:, diagonal, diagonal]
    kept = curvature.copy()
    kept[:, diagonal, diagonal] += np.where(own > 0, RIDGE * own.max(axis=1, keepdims=True), 1)
    return np.linalg.solve(kept, gradient[:, :, None])[:, :, 0].astype(np.float64, copy=False)


def _climbed(
    vector: Floats,
    value: Floats,
    change: Floats,
    counts: Floats,
    points: Floats,
    priors: ItemPriors | None,
) -> tuple[Floats, Floats]:
    """Each item with its change, or with half of it, a quarter …, as far as that goes upwards."""
    left = np.arange(len(vector))
    vector, value = vector.copy(), value.copy()
    for halving in range(HALVINGS):
        tried = vector[left] + change[left] * 0.5**halving
        of_left = _rows(priors, left)
        reached_value = objective(tried, counts[left], points, of_left)
        is_up = reached_value >= value[left]
        vector[left[is_up]], value[left[is_up]] = tried[is_up], reached_value[is_up]
        left = left[~is_up]
        if not len(left):
            break
    return vector, value


def _rows(priors: ItemPriors | None, rows: Ints) -> ItemPriors | None:
    if priors is None:
        return None
    return ItemPriors(
        priors.log_slope[rows], priors.log_slope_sd[rows], priors.threshold[rows], priors.threshold_sd[rows]
    )


def _first_allowed(vector: Floats) -> Floats:
    """A row of parameters that can be, in the place of one that cannot; its value is not looked at."""
    step = np.arange(vector.shape[1] - 1, dtype=np.float64)
    return np.concatenate([[0.0], step])[None, :] + np.zeros_like(vector)
