"""Levels from answers: EAP, MAP, and sum scores."""

import itertools

import numpy as np
import pytest
from scipy.stats import norm

from assessments.testing.compute.estimation import fit
from assessments.testing.compute.expectation import Population
from assessments.testing.compute.items import ItemInputError, probabilities
from assessments.testing.compute.responses import MISSING, Responses
from assessments.testing.compute.scoring import eap, eap_by_sum, map_levels, sum_likelihoods
from tests.assessments.testing.compute.published import MIXED, drawn_scores, expected, patterns, some_items

WIDE = np.linspace(-8, 8, 3201)


def by_integral(scores) -> tuple[float, float]:
    p = probabilities(MIXED, WIDE)
    weight = norm.pdf(WIDE)
    for item, score in enumerate(scores):
        weight = weight if score == MISSING else weight * p[item, score]
    weight /= weight.sum()
    mean = weight @ WIDE
    return mean, np.sqrt(weight @ WIDE**2 - mean**2)


def test_eap_is_the_mean_of_the_posterior():
    every = list(itertools.product([MISSING, 0, 1], [0, 3], [MISSING, 1], [0, 1, 2]))
    found = eap(MIXED, Responses(np.array(every)))
    said = np.array([by_integral(scores) for scores in every])
    assert found.level == pytest.approx(said[:, 0], abs=1e-6)
    assert found.standard_error == pytest.approx(said[:, 1], abs=1e-6)


def test_map_is_where_the_posterior_is_highest():
    every = list(itertools.product([0, 1], [0, 3], [MISSING, 1], [0, 2]))
    found = map_levels(MIXED, Responses(np.array(every)))
    p = probabilities(MIXED, WIDE)
    for scores, level in zip(every, found.level, strict=True):
        log = norm.logpdf(WIDE)
        log = log + sum(np.log(p[item, score]) for item, score in enumerate(scores) if score != MISSING)
        assert level == pytest.approx(WIDE[log.argmax()], abs=0.006)
    assert (found.standard_error < 1).all()


def test_who_answered_nothing_has_what_was_known():
    nothing = np.full((2, 4), MISSING)
    answers = Responses(nothing, mean=np.array([2.0, np.nan]), sd=np.array([0.5, np.nan]))
    for found in (eap(MIXED, answers), map_levels(MIXED, answers)):
        assert found.level == pytest.approx([2, 0], abs=1e-9)
        assert found.standard_error == pytest.approx([0.5, 1], abs=1e-6)


def test_levels_are_as_far_off_as_their_errors_say():
    items = some_items(15, seed=1)
    theta = np.random.default_rng(2).normal(0, 1, 4_000)
    answers = Responses(drawn_scores(items, theta, seed=3))
    for found in (eap(items, answers), map_levels(items, answers)):
        off = (found.level - theta) / found.standard_error
        assert np.sqrt((off**2).mean()) == pytest.approx(1, abs=0.05)


def test_sum_scores_of_lsat7_as_published():
    said = expected("LSAT7_EAPsum")
    found = eap_by_sum(fit(patterns("LSAT7_patterns.csv")).items)
    assert found.level == pytest.approx(said["theta"], abs=1e-3)
    assert found.standard_error == pytest.approx(said["se"], abs=1e-3)
    assert found.reliability == pytest.approx(said["rxx"], abs=1e-2)
    assert 1_000 * found.share == pytest.approx(said["observed"], abs=20)


def test_sums_are_as_likely_as_all_their_patterns_together():
    theta = np.array([-1.0, 0.3, 2.0])
    p = probabilities(MIXED, theta)
    found = np.zeros((8, 3))
    for scores in itertools.product(*(range(top + 1) for top in MIXED.top)):
        found[sum(scores)] += np.prod([p[item, score] for item, score in enumerate(scores)], axis=0)
    assert sum_likelihoods(MIXED, theta) == pytest.approx(found, abs=1e-9)
    assert found.sum(axis=0) == pytest.approx(1)


def test_another_metric_moves_levels_with_it():
    moved = eap_by_sum(some_items(5, seed=1, centre=3), Population(3.0, 1.0))
    assert moved.level == pytest.approx(eap_by_sum(some_items(5, seed=1)).level + 3)


def test_answers_to_other_items_are_refused():
    with pytest.raises(ItemInputError, match="answers to 2 items, and parameters of 4"):
        eap(MIXED, Responses(np.array([[0, 1]])))
    with pytest.raises(ItemInputError, match="Item 0 has a score of 2"):
        eap(MIXED, Responses(np.array([[2, 1, 1, 1]])))
