"""What is expected of items that nobody has answered yet."""

import numpy as np
import pytest

from assessments.testing.compute.items import information, reached
from assessments.testing.compute.priors import attenuated, priors_of_authors
from tests.assessments.testing.compute.published import MIXED


def test_whoever_is_just_at_the_level_has_an_even_chance():
    items = priors_of_authors(np.array([1.0, 4.0]), np.array([1, 1])).items()
    assert reached(items, np.array([0.5]))[0, 0, 0] == pytest.approx(0.5)
    assert reached(items, np.array([3.5]))[1, 0, 0] == pytest.approx(0.5)


def test_thresholds_of_graded_items_lie_a_level_apart_about_it():
    found = priors_of_authors(np.array([3.0, 2.0]), np.array([3, 1])).items()
    assert found.threshold.tolist() == [[1.5, 2.5, 3.5], [1.5, np.inf, np.inf]]


def test_an_uncertain_item_reads_like_the_mean_of_what_it_may_be():
    spread = 0.8
    theta = np.linspace(-2, 4, 13)
    found = reached(attenuated(MIXED.at(0), np.array([spread])), theta)[0, 0]
    b = MIXED.threshold[0, 0] + spread * np.linspace(-6, 6, 601)
    weight = np.exp(-0.5 * np.linspace(-6, 6, 601) ** 2)
    mean = (1 / (1 + np.exp(-MIXED.slope[0] * (theta[:, None] - b)))) @ weight / weight.sum()
    assert found == pytest.approx(mean, abs=0.012)


def test_nobody_gets_surer_by_what_is_unsure_of_an_item():
    theta = np.linspace(-2, 2, 9)
    sure, unsure = MIXED, attenuated(MIXED, np.full(MIXED.threshold.shape, 0.5))
    assert (unsure.slope < sure.slope).all()
    at_thresholds = information(unsure.at(0), np.array([-0.5])), information(sure.at(0), np.array([-0.5]))
    assert at_thresholds[0] < at_thresholds[1]
    assert attenuated(MIXED, np.zeros(4)).slope == pytest.approx(MIXED.slope)
    assert theta.size
