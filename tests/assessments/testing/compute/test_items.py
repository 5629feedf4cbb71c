"""Item models: how likely scores are, and what they tell."""

import numpy as np
import pytest

from assessments.testing.compute.items import (
    ItemInputError,
    Items,
    expected_scores,
    information,
    probabilities,
    reached,
    total_information,
)
from tests.assessments.testing.compute.published import MIXED

THETA = np.linspace(-3, 3, 25)


def test_two_categories_are_the_two_parameter_logistic_model():
    item = Items.of([(1.3, 0.4)])
    right = probabilities(item, THETA)[0, 1]
    assert right == pytest.approx(1 / (1 + np.exp(-1.3 * (THETA - 0.4))), abs=1e-12)


def test_probabilities_of_all_scores_add_up_to_one():
    assert probabilities(MIXED, THETA).sum(axis=1) == pytest.approx(1, abs=1e-9)


def test_no_score_beyond_the_highest_is_likely():
    assert (probabilities(MIXED, THETA)[0, 2:] <= 1e-12).all()
    assert MIXED.top.tolist() == [1, 3, 1, 2]


def test_the_expected_score_is_the_mean_of_the_scores():
    p = probabilities(MIXED, THETA)
    mean = (p * np.arange(4)[None, :, None]).sum(axis=1)
    assert expected_scores(MIXED, THETA) == pytest.approx(mean, abs=1e-9)


def test_information_is_the_expected_squared_slope_of_the_log_likelihood():
    step = 1e-5
    p = probabilities(MIXED, THETA)
    slope = (probabilities(MIXED, THETA + step) - probabilities(MIXED, THETA - step)) / (2 * step)
    assert information(MIXED, THETA) == pytest.approx((slope**2 / p).sum(axis=1), rel=1e-6)
    assert total_information(MIXED, THETA) == pytest.approx(information(MIXED, THETA).sum(axis=0))


def test_information_of_two_categories_is_greatest_at_the_threshold():
    item = Items.of([(1.5, 0.5)])
    assert information(item, np.array([0.5]))[0, 0] == pytest.approx(1.5**2 / 4)
    assert information(item, THETA).max() <= 1.5**2 / 4


def test_far_levels_overflow_nothing():
    with np.errstate(all="raise"):
        found = probabilities(Items.of([(5.0, 0.0)]), np.array([-500.0, 500.0]))
    assert np.isfinite(np.log(found)).all()


@pytest.mark.parametrize(
    ("slope", "threshold"),
    [(0, [0.0]), (-1, [0.0]), (np.nan, [0.0]), (1, [1.0, 0.5]), (1, [np.inf]), (1, [0.0, np.nan])],
)
def test_parameters_that_cannot_be_are_named_with_their_item(slope, threshold):
    with pytest.raises(ItemInputError, match="Item 0") as refused:
        Items(np.array([slope]), np.array([threshold]))
    assert refused.value.code == "item-parameters"


def test_items_are_taken_with_their_own_thresholds_only():
    assert MIXED.at(3).threshold.tolist() == [[-0.3, 0.9]]
    assert reached(MIXED.take(np.array([2, 0])), THETA)[:, 0] == pytest.approx(
        reached(MIXED, THETA)[[2, 0], 0]
    )
