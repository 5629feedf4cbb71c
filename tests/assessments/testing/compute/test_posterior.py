"""One person's level, and what the answers by themselves say of it."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import norm

from assessments.testing.compute.adaptive import decision_of
from assessments.testing.compute.items import ItemInputError, Items, probabilities
from assessments.testing.compute.message import MOST_ERROR, Message, likelihood_of, message_of
from assessments.testing.compute.posterior import Prior, posterior_of
from tests.assessments.testing.compute.published import MIXED, some_items

PRIOR = Prior(2.4, 1.1)
TOP = 5
ITEMS = Items(MIXED.slope, MIXED.threshold + 2.4)
NINE = some_items(9, seed=4, centre=2.5)


def test_mean_spread_and_chance_are_those_of_the_integral():
    scores = [1, 2, 0, 1]
    found = posterior_of(ITEMS, scores, PRIOR, cut=2.5)
    theta = np.linspace(-6, 11, 34_001)
    weight = norm.pdf(theta, PRIOR.mean, PRIOR.sd)
    for item, score in enumerate(scores):
        weight = weight * probabilities(ITEMS.at(item), theta)[0, score]
    weight /= weight.sum()
    mean = weight @ theta
    assert found.mean == pytest.approx(mean, abs=1e-4)
    assert found.sd == pytest.approx(np.sqrt(weight @ theta**2 - mean**2), abs=1e-4)
    assert found.above(2.5) == pytest.approx(weight[theta >= 2.5].sum(), abs=2e-3)
    assert found.above(3.1) == pytest.approx(weight[theta >= 3.1].sum(), abs=2e-2)


def test_without_answers_it_is_what_was_known():
    found = posterior_of(ITEMS.take(slice(0, 0)), [], PRIOR, cut=3.5)
    assert (found.mean, found.sd) == pytest.approx((PRIOR.mean, PRIOR.sd), abs=1e-3)
    assert found.above(3.5) == pytest.approx(norm.sf(1), abs=2e-3)


@pytest.mark.parametrize("cut", [-20.0, 30.0])
def test_a_cut_far_away_is_surely_met_or_not(cut):
    assert posterior_of(ITEMS, [1, 1, 1, 1], PRIOR, cut=cut).above(cut) == pytest.approx(float(cut < 0))


def test_scores_that_are_none_of_the_items_are_refused():
    with pytest.raises(ItemInputError, match="Item 0 has a score of 2: use 0 to 1"):
        posterior_of(ITEMS, [2, 0, 0, 0], PRIOR)
    with pytest.raises(ItemInputError, match="2 scores for 4 items"):
        posterior_of(ITEMS, [1, 0], PRIOR)


def test_what_was_known_met_by_what_the_answers_say_is_the_posterior():
    posterior = posterior_of(NINE, [1, 0, 1, 1, 0, 0, 1, 0, 1], PRIOR)
    said = message_of(posterior, TOP)
    precision = PRIOR.sd**-2 + said.standard_error**-2
    mean = (PRIOR.mean * PRIOR.sd**-2 + said.level * said.standard_error**-2) / precision
    assert mean == pytest.approx(posterior.mean, abs=0.02)
    assert precision**-0.5 == pytest.approx(posterior.sd, abs=0.02)


def test_what_the_answers_say_depends_little_on_what_was_known():
    scores = [1, 0, 1, 1, 0, 0, 1, 0, 1]
    said = [
        message_of(posterior_of(NINE, scores, Prior(mean, sd)), TOP) for mean in (1.5, 3.5) for sd in (1, 2)
    ]
    assert np.ptp([one.level for one in said]) < 0.35
    assert np.ptp([one.standard_error for one in said]) < 0.15


@pytest.mark.parametrize("prior", [PRIOR, Prior(4.8, 0.4), Prior(0.2, 2.0), Prior(2.5, 0.2)])
def test_every_pattern_says_something_finite_on_the_scale(prior):
    items = Items.of([(2.5, 0.5), (1.0, 2.5), (0.3, 4.5), (4.0, [3.5, 4.5])])
    for scores in itertools.product([0, 1], [0, 1], [0, 1], [0, 1, 2]):
        said = message_of(posterior_of(items, scores, prior), TOP)
        assert 0 <= said.level <= TOP
        assert 0 < said.standard_error <= MOST_ERROR * prior.sd + 0.01


def test_more_right_answers_never_say_a_lower_level():
    for items in (NINE, ITEMS):
        levels = []
        for right in range(len(items) + 1):
            scores = [1] * right + [0] * (len(items) - right)
            levels.append(message_of(posterior_of(items, scores, PRIOR), TOP).level)
        assert levels == sorted(levels)


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("number", [2, 4, 6])
def test_all_right_says_this_or_more_and_all_wrong_this_or_less(right, number):
    far = some_items(number, seed=1, centre=4 if right else 0.8, spread=0.2)
    posterior = posterior_of(far, [int(right)] * number, PRIOR)
    said = message_of(posterior, TOP)
    assert said.level == (TOP if right else 0)
    mean, spread, theta, weight = together(posterior, said)
    assert mean == pytest.approx(posterior.mean, abs=0.02)
    assert spread == pytest.approx(posterior.sd, abs=0.12)
    for cut in (1.5, 2.5, 3.5, 4.5):
        assert weight[theta >= cut].sum() == pytest.approx(posterior.above(cut), abs=0.05)


def together(posterior, said):
    """What was known and a message together, read as gap reports read it: mean, spread, levels, weights."""
    theta = posterior.points
    weight = norm.pdf(theta, PRIOR.mean, PRIOR.sd) * likelihood_of(said, theta, TOP)
    weight /= weight.sum()
    mean = float(weight @ theta)
    return mean, float(np.sqrt(weight @ theta**2 - mean**2)), theta, weight


def test_a_message_just_beyond_an_end_may_be_said_inside_of_it():
    close = Items.of([(1.8, 3.5)] * 2)
    said = message_of(posterior_of(close, [1, 1], PRIOR), TOP)
    assert said.level == pytest.approx(TOP, abs=0.01)
    mean, spread, _theta, _weight = together(posterior_of(close, [1, 1], PRIOR), said)
    assert mean == pytest.approx(posterior_of(close, [1, 1], PRIOR).mean, abs=0.08)
    assert spread == pytest.approx(posterior_of(close, [1, 1], PRIOR).sd, abs=0.06)


def test_messages_are_read_as_a_measure_that_stops_at_the_ends():
    theta = np.array([1.0, 4.0, 6.0])
    assert likelihood_of(Message(3.0, 0.5), theta, TOP) == pytest.approx(np.exp([-8, -2, -18]))
    assert likelihood_of(Message(5.0, 1.0), theta, TOP) == pytest.approx(norm.cdf([-4, -1, 1]))
    assert likelihood_of(Message(0.0, 2.0), theta, TOP) == pytest.approx(norm.cdf([-0.5, -2, -3]))


def test_answers_that_contradict_what_was_known_make_nobody_surer():
    surprising = posterior_of(Items.of([(6.0, 1.0)]), [0], Prior(2.4, 1.1))
    said = message_of(surprising, TOP)
    assert 0 <= said.level < 1.5
    assert np.isfinite(said.standard_error)


@given(
    mean=st.floats(0.5, 4.5),
    sd=st.floats(0.5, 1.6),
    level=st.integers(1, 5),
    answers=st.lists(
        st.tuples(st.floats(0.5, 2.0), st.floats(-1.5, 1.5), st.booleans()), min_size=2, max_size=6
    ),
    confidence=st.sampled_from([0.8, 0.9, 0.95]),
)
@example(mean=2.5, sd=1.21, level=3, answers=[(0.862, 0.0, True)] * 2, confidence=0.8)
@example(mean=1.282, sd=1.558, level=1, answers=[(1.3, 0.2, False), (1.3, 0.2, True)] * 2, confidence=0.8)
def test_what_answers_decide_is_decided_for_whoever_reads_what_they_say(mean, sd, level, answers, confidence):
    cut, prior = level - 0.5, Prior(mean, sd)
    items = Items.of([(slope, min(max(cut + off, 0), TOP)) for slope, off, _right in answers])
    posterior = posterior_of(items, [int(right) for *_rest, right in answers], prior, cut=cut)
    said = message_of(posterior, TOP, cut=cut, confidence=confidence)
    weight = norm.pdf(posterior.points, mean, sd) * likelihood_of(said, posterior.points, TOP)
    as_read = replace(posterior, weight=weight / weight.sum()).above(cut)
    assert decision_of(as_read, confidence) == decision_of(posterior.above(cut), confidence)
    assert 0 <= said.level <= TOP
    assert said.standard_error > 0
