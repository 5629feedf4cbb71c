"""The value of asking first, by hand and from the published table of the unit normal loss."""

import numpy as np
import pytest

from content.planning.compute.checks import expected_gap, gap_found, value_of_knowing


def gap(mu, sigma, required):
    return float(expected_gap(np.array([mu]), np.array([sigma]), np.array([required]), 1.5)[0])


@pytest.mark.parametrize(("z", "loss"), [(0.0, 0.39894), (0.5, 0.19780), (1.0, 0.08332), (2.0, 0.00849)])
def test_expected_gap_is_the_unit_normal_loss_of_the_tables(z, loss):
    assert gap(2 + z, 1.0, 2.0) == pytest.approx(loss, abs=1e-5)
    assert gap(2 - z, 1.0, 2.0) == pytest.approx(loss + z, abs=1e-5)
    assert gap(2 + z * 0.5, 0.5, 2.0) == pytest.approx(loss * 0.5, abs=1e-5)


def test_expected_gap_agrees_with_a_simulation():
    draws = np.random.default_rng(3).normal(1.7, 0.8, 400_000)
    assert gap(1.7, 0.8, 2.5) == pytest.approx(np.maximum(0, 2.5 - draws).mean(), abs=3e-3)


def test_where_less_is_known_less_is_assumed():
    assert gap(1.0, float("nan"), 2.5) == 1.5
    assert gap(3.0, 0.0, 2.5) == 0
    assert gap(float("nan"), float("nan"), 2.5) == 1.5


def found(mu, sigma, required, error):
    return float(gap_found(*(np.array([one]) for one in (mu, sigma, required, error)), 1.5)[0])


@pytest.mark.parametrize(
    ("mu", "sigma", "required", "error"), [(2.5, 1.2, 3, 1.5), (3.2, 0.8, 3, 0.6), (1.0, 1.0, 3, 1.2)]
)
def test_what_asking_finds_agrees_with_a_simulation(mu, sigma, required, error):
    rng = np.random.default_rng(5)
    truth = rng.normal(mu, sigma, 400_000)
    told = truth + rng.normal(0, error, len(truth))
    mean = mu + sigma**2 / (sigma**2 + error**2) * (told - mu)
    closed = np.where(mean < required - 0.5, np.maximum(0, required - truth), 0)
    assert found(mu, sigma, required, error) == pytest.approx(closed.mean(), abs=0.02)


def test_a_source_that_errs_less_finds_more_and_none_finds_nothing():
    values = [found(2.8, 1.0, 3, error) for error in (0.01, 0.5, 1.0, 2.0, 50.0)]
    assert values == sorted(values, reverse=True)
    assert values[0] <= expected_gap(*(np.array([one]) for one in (2.8, 1.0, 3.0)), 1.5)[0]
    assert values[-1] == pytest.approx(0, abs=1e-3)
    assert found(2.8, 1.0, 3, float("nan")) == 0


def test_where_not_even_the_mean_is_known_the_policys_gap_is_found():
    assert found(float("nan"), float("nan"), 2.5, 1.0) == 1.5
    assert found(1.0, float("nan"), 2.5, 1.0) == 1.5
    assert found(2.4, 0.0, 2.5, 1.0) == 0


def test_a_check_is_worth_its_share_of_asking_and_closing():
    """Two levels lacking, 6 minutes a level: 3 minutes asked and 12 of material bring 2 weighted levels."""
    assert value_of_knowing(worth=1, gap=2, minutes=3, minutes_a_level=6) == pytest.approx(2 * 3 / 15)


def test_a_check_is_taken_exactly_when_information_is_worth_its_minutes():
    worth, lacking, minutes, pace = 1.5, 0.8, 3, 7.0
    a_minute = value_of_knowing(worth, lacking, minutes, pace) / minutes
    for price in (a_minute * 0.99, a_minute * 1.01):
        information = max(0.0, worth * lacking - price * pace * lacking)
        assert (information >= price * minutes) == (price <= a_minute)
