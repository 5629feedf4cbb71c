"""Item health: bad items are found, good ones are not accused."""

import numpy as np
import pytest

from assessments.testing.compute.estimation import fit
from assessments.testing.compute.expectation import Population
from assessments.testing.compute.health import Answered, Confidence, Reason, item_health, share_interval
from assessments.testing.compute.item_fit import item_fit, others_of_each
from assessments.testing.compute.items import Items, probabilities
from assessments.testing.compute.linking import moved
from assessments.testing.compute.responses import MISSING, Responses
from assessments.testing.compute.scoring import eap
from tests.assessments.testing.compute.published import drawn_scores, some_items

STANDARD = Population()
ITEMS = some_items(12, seed=3)
THETA = np.random.default_rng(4).normal(0, 1, 500)
SCORES = drawn_scores(ITEMS, THETA, seed=5)


def health(scores=SCORES, *, items=ITEMS, estimated=0, found=None, **more):
    return item_health(items, Answered(Responses(scores), **more), STANDARD, estimated=estimated, moved=found)


def reasons(one) -> set[Reason]:
    return {verdict.reason for verdict in one.verdicts}


def test_what_the_other_answers_say_leaves_the_item_out():
    found = list(others_of_each(ITEMS, Responses(SCORES)))[4]
    rest = np.arange(12) != 4
    alone = eap(ITEMS.take(rest), Responses(SCORES[:, rest]))
    assert found.level == pytest.approx(alone.level, abs=1e-6)
    theta = np.linspace(-6, 6, 241)
    p = probabilities(ITEMS.at(4), theta)[0, 1]
    assert (found.expected >= p.min()).all()
    assert found.variance == pytest.approx(found.expected * (1 - found.expected), abs=1e-9)


def test_good_items_are_healthy():
    for one in health():
        assert one.is_healthy
        assert not reasons(one) - {Reason.WEAK}
        assert one.fit.correlation > 0.1


@pytest.mark.parametrize("missing", [0.0, 0.5])
def test_items_that_fit_are_refused_as_often_as_chance_has_it(missing):
    p = []
    for seed in range(12):
        items = some_items(15, seed=seed)
        scores = drawn_scores(items, np.random.default_rng(seed).normal(0, 1, 400), seed=seed)
        scores[np.random.default_rng(seed).random(scores.shape) < missing] = MISSING
        fitted = fit(Responses(scores), with_errors=False).items
        p += [item_fit(one, 1, estimated=2).p for one in others_of_each(fitted, Responses(scores))]
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.04)
    assert np.mean(p) == pytest.approx(0.5, abs=0.07)


def test_an_item_with_the_wrong_key_is_found():
    scores = SCORES.copy()
    scores[:, 2] = 1 - scores[:, 2]
    found = health(scores)
    assert Reason.WRONG_KEY in reasons(found[2])
    assert found[2].fit.correlation < 0
    assert not found[2].is_healthy
    assert all(one.is_healthy for at, one in enumerate(found) if at != 2)


def test_an_item_that_goes_with_nothing_is_weak_and_does_not_fit():
    scores = SCORES.copy()
    scores[:, 2] = np.random.default_rng(1).random(500) < 0.5
    found = reasons(health(scores)[2])
    assert Reason.MISFIT in found
    assert Reason.WEAK in found


def test_an_item_that_all_or_nobody_has_right_is_too_easy_or_too_hard():
    scores = SCORES.copy()
    scores[:, 0], scores[:, 1] = 1, 0
    found = health(scores)
    assert Reason.TOO_EASY in reasons(found[0])
    assert Reason.TOO_HARD in reasons(found[1])
    assert np.isnan(found[0].fit.correlation)


def test_of_few_answers_nothing_is_said():
    found = health(SCORES[:20])
    assert all(reasons(one) == {Reason.TOO_FEW_ANSWERS} for one in found)
    assert all(one.is_healthy for one in found)


def test_an_item_without_answers_has_no_share():
    scores = SCORES.copy()
    scores[:, 3] = MISSING
    one = health(scores)[3]
    assert np.isnan(one.p_value)
    assert one.answers == 0


def test_an_option_that_the_abler_choose_and_one_that_nobody_does_are_named():
    draw = np.random.default_rng(6)
    scores = SCORES.copy()
    scores[:, 0] = draw.random(500) < 1 / (1 + np.exp(THETA))
    chosen = np.full(scores.shape, MISSING, dtype=np.int8)
    # Right is option 1; option 0 is chosen by who can do more, option 3 by nobody.
    wrong = np.where(THETA > 0, 0, 2)
    chosen[:, 0] = np.where(scores[:, 0] == 1, 1, wrong)
    found = health(scores, chosen=chosen, options=np.array([4] + [0] * 11), key=np.array([1] + [-1] * 11))[0]
    assert [one.chosen for one in found.options] == [int((chosen[:, 0] == at).sum()) for at in range(4)]
    assert found.options[0].level > found.options[1].level
    named = {(one.reason, one.option) for one in found.verdicts}
    assert (Reason.OPTION_OF_ABLER, 0) in named
    assert (Reason.OPTION_NEVER_CHOSEN, 3) in named
    assert not any(option == 1 for _reason, option in named)


def test_an_item_that_people_have_surely_wrong_comes_with_that_first():
    confidence = np.full(SCORES.shape, Confidence.THINK_SO, dtype=np.int8)
    wrong = np.flatnonzero(SCORES[:, 1] == 0)[:60]
    confidence[wrong, 1] = Confidence.SURE
    confidence[np.flatnonzero(SCORES[:, 1] == 1)[:10], 1] = Confidence.SURE
    one = health(confidence=confidence)[1]
    assert (one.sure, one.sure_wrong) == (70, pytest.approx(6 / 7))
    assert one.verdicts[0].reason == Reason.CONFIDENTLY_WRONG


def test_a_few_that_were_surely_wrong_accuse_nobody():
    confidence = np.full(SCORES.shape, MISSING, dtype=np.int8)
    confidence[np.flatnonzero(SCORES[:, 1] == 0)[:4], 1] = Confidence.SURE
    assert Reason.CONFIDENTLY_WRONG not in reasons(health(confidence=confidence)[1])


def test_an_item_that_drifted_leaves_scoring():
    threshold = ITEMS.threshold.copy()
    threshold[5] += 1
    error = np.full((12, 1), 0.1)
    found = moved(Items(ITEMS.slope, threshold), ITEMS, error, error)
    assert [Reason.DRIFT in reasons(one) for one in health(found=found)] == [at == 5 for at in range(12)]


def test_an_item_that_most_people_get_while_others_rest_is_given_too_often():
    scores = SCORES.copy()
    scores[np.random.default_rng(1).random(scores.shape) < 0.7] = MISSING
    scores[:, 0] = SCORES[:, 0]
    found = health(scores)
    assert Reason.GIVEN_TOO_OFTEN in reasons(found[0])
    assert not any(Reason.GIVEN_TOO_OFTEN in reasons(one) for one in found[1:])
    assert found[0].exposure == pytest.approx(1)


def test_graded_items_are_looked_at_too():
    items = Items.of([(1.2, [-1.0, 0.2, 1.4])] * 3 + [(1.0, 0.0)] * 5)
    scores = drawn_scores(items, THETA, seed=9)
    found = health(scores, items=items)
    assert all(one.is_healthy for one in found)
    assert found[0].p_value == pytest.approx(scores[:, 0].mean() / 3)
    scores[:, 1] = 3 - scores[:, 1]
    assert Reason.WRONG_KEY in reasons(health(scores, items=items)[1])


@pytest.mark.parametrize(("share", "number"), [(0.0, 40), (0.5, 40), (1.0, 40)])
def test_intervals_of_shares_stay_within_bounds(share, number):
    low, high = share_interval(share, number)
    assert -1e-9 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1 + 1e-9
