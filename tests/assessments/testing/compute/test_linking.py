"""Linking: one calibration on the scale of another, and what moved."""

import numpy as np
import pytest

from assessments.testing.compute.expectation import Population
from assessments.testing.compute.items import ItemInputError, Items
from assessments.testing.compute.linking import Link, linked, mean_sigma, moved, stocking_lord
from tests.assessments.testing.compute.published import MIXED, some_items

LEVELS = Population(2.5, 1.25)
OLD = some_items(20, seed=1, centre=2.5)
AWAY = Link(1.25, -0.4)


def off_scale(items: Items, link: Link) -> Items:
    """The items on a scale from which the link leads back."""
    return Items(items.slope * link.slope, (items.threshold - link.shift) / link.slope)


@pytest.mark.parametrize("items", [OLD, MIXED])
def test_a_link_that_is_there_is_found(items):
    new = off_scale(items, AWAY)
    for found in (mean_sigma(new, items), stocking_lord(new, items, LEVELS)):
        assert (found.slope, found.shift) == pytest.approx((AWAY.slope, AWAY.shift), abs=1e-6)
        assert found.of(new).threshold == pytest.approx(items.threshold, abs=1e-5)
        assert found.of(new).slope == pytest.approx(items.slope, abs=1e-5)


def test_total_scores_differ_less_than_with_any_link_nearby():
    draw = np.random.default_rng(3)
    new = off_scale(OLD, AWAY)
    new = Items(new.slope * np.exp(draw.normal(0, 0.2, 20)), new.threshold + draw.normal(0, 0.2, (20, 1)))
    found = stocking_lord(new, OLD, LEVELS)
    theta = 2.5 + 1.25 * np.linspace(-4, 4, 81)
    weight = np.exp(-0.5 * np.linspace(-4, 4, 81) ** 2)

    def differ(link: Link) -> float:
        from assessments.testing.compute.items import expected_scores

        off = expected_scores(OLD, theta).sum(axis=0) - expected_scores(link.of(new), theta).sum(axis=0)
        return float(weight @ off**2)

    for slope, shift in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
        assert differ(found) < differ(Link(found.slope + slope, found.shift + shift))


def test_one_item_is_linked_by_its_shift():
    item = Items.of([(1.0, 2.0)])
    assert mean_sigma(Items.of([(1.0, 1.5)]), item) == Link(1.0, 0.5)


def test_levels_go_with_the_link():
    assert AWAY.of_levels(np.array([2.0])) == pytest.approx([2.1])


def test_an_item_that_has_drifted_is_named_and_leaves_the_link():
    new = off_scale(OLD, AWAY)
    threshold = new.threshold.copy()
    threshold[7] += 1.2
    error = np.full((20, 1), 0.1)
    link, found = linked(Items(new.slope, threshold), OLD, error, error, LEVELS)
    assert np.flatnonzero(found.has_drifted).tolist() == [7]
    assert (link.slope, link.shift) == pytest.approx((AWAY.slope, AWAY.shift), abs=1e-6)
    assert found.threshold[7] == pytest.approx(1.5)
    assert found.distance[7] > 0.1


def test_what_moved_within_its_errors_has_not_drifted():
    draw = np.random.default_rng(5)
    error = np.full((20, 1), 0.3)
    new = Items(OLD.slope, OLD.threshold + draw.normal(0, 0.3, (20, 1)))
    assert not moved(new, OLD, error, error, LEVELS).has_drifted.any()


def test_a_surely_moved_item_that_changes_no_scores_has_not_drifted():
    error = np.full((20, 1), 0.001)
    found = moved(Items(OLD.slope, OLD.threshold + 0.02), OLD, error, error, LEVELS)
    assert (found.errors > 3).all()
    assert not found.has_drifted.any()


def test_other_items_are_not_linked():
    with pytest.raises(ItemInputError):
        mean_sigma(OLD, MIXED)
