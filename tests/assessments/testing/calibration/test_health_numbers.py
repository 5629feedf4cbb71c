"""What is kept of an item's health: by answer, by thirds, over time; and what is kept of nobody."""

import numpy as np
import pytest

from assessments.testing.calibration.choices import HealthReason
from assessments.testing.calibration.compute.health import ItemAnswers, against_level, drift_of, find
from assessments.testing.calibration.compute.priors import author_prior
from assessments.testing.compute.expectation import Population
from assessments.testing.compute.health import OUT_OF_SCORING, Answered, Reason, item_health
from assessments.testing.compute.item_fit import others_of_each
from assessments.testing.compute.items import Items, probabilities
from assessments.testing.compute.priors import priors_of_authors
from assessments.testing.compute.responses import Responses

PEOPLE = Population(2.5, 1.2)
NONE = np.zeros(8, dtype=bool)
ITEMS = Items.of([(1.5, 0.5 + place * 0.5) for place in range(8)])


def scores(levels: np.ndarray, items: Items = ITEMS, seed: int = 3) -> np.ndarray:
    draw = np.random.default_rng(seed)
    chance = probabilities(items, levels).cumsum(axis=1)
    return (draw.random((len(items), 1, len(levels))) > chance[:, :-1]).sum(axis=1).T


def levels(number: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(PEOPLE.mean, PEOPLE.sd, number)


def given(own: np.ndarray, **changes) -> ItemAnswers:
    """Of an item of which “a” is right, and whoever is wrong has chosen “b”."""
    told = {
        "level": 2,
        "chosen": {"a": own == 1, "b": own == 0, "c": np.zeros(len(own), dtype=bool)},
        "scores": {"a": 1, "b": 0, "c": 0},
        "seconds": np.full(len(own), 20.0),
        "is_lately": np.zeros(len(own), dtype=bool),
    }
    return ItemAnswers(**{**told, **changes})


def findings(table: np.ndarray, **changes):
    own = [given(table[:, item], **changes) for item in range(table.shape[1])]
    return find(ITEMS, Answered(Responses(table)), own, PEOPLE, NONE)


def test_every_reason_has_words():
    assert {str(one) for one in Reason} - {"too_few_answers"} == set(HealthReason.values)


def test_the_authors_prior_is_the_one_that_calibrations_start_from():
    for level, top in ((1, 1), (3, 1), (2, 3)):
        own = author_prior(level=level, highest_score=top)
        items = priors_of_authors(np.array([level]), np.array([top])).items()
        assert own.slope == pytest.approx(items.slope[0])
        assert own.thresholds == pytest.approx(items.threshold[0])


def test_nothing_is_told_of_four_people():
    table = scores(levels(4))
    assert findings(table) == [None] * 8


def test_of_those_whose_answers_are_not_due_nothing_is_told():
    table = scores(levels(60))
    own = [given(table[:, 0]), *[None] * 7]
    found = find(ITEMS, Answered(Responses(table)), own, PEOPLE, NONE)
    assert [one is not None for one in found] == [True, *[False] * 7]


def test_numbers_with_fewer_than_five_people_behind_them_are_not_kept():
    table = scores(levels(30))
    chosen = np.arange(30) < 4
    own = given(table[:, 0], chosen={"a": ~chosen, "b": chosen, "c": np.zeros(30, dtype=bool)})
    [found, *_] = find(ITEMS, Answered(Responses(table)), [own, *[None] * 7], PEOPLE, NONE)
    by_key = {one["key"]: one for one in found.options}
    assert by_key["b"]["count"] is None
    assert by_key["b"]["level"] is None
    assert by_key["c"]["count"] == 0
    assert by_key["a"]["count"] == 26
    kept = [one for option in found.options for one in (*option["thirds"], option["count"]) if one]
    assert min(kept) >= 5


def test_thirds_of_too_few_people_are_not_kept():
    table = scores(levels(12))
    [found, *_] = findings(table)
    assert [one["thirds"] for one in found.options] == [[None] * 3] * 3


def test_thirds_are_of_the_levels_without_the_item_and_add_up():
    table = scores(levels(300))
    found = findings(table)[3]
    others = list(others_of_each(ITEMS, Responses(table), PEOPLE))[3]
    order = np.argsort(np.round(others.level, 6), kind="stable")
    by_hand = [int(table[order[start : start + 100], 3].sum()) for start in (0, 100, 200)]
    right = next(one for one in found.options if one["key"] == "a")
    assert right["thirds"] == by_hand
    assert right["thirds"][0] < right["thirds"][2]
    assert right["count"] == sum(by_hand)
    assert right["level"] == pytest.approx(others.level[table[:, 3] == 1].mean(), abs=0.01)


def test_sure_and_wrong_is_a_share_of_all_answers():
    table = scores(levels(100))
    confidence = np.full(table.shape, -1, dtype=np.int8)
    confidence[:60] = 2
    found = find(
        ITEMS,
        Answered(Responses(table), confidence=confidence),
        [given(table[:, item]) for item in range(8)],
        PEOPLE,
        NONE,
    )
    for item, one in enumerate(found):
        assert one.sure_and_wrong == pytest.approx((table[:60, item] == 0).sum() / 100)


def test_an_item_that_became_harder_lately_has_drifted():
    harder = Items.of([(1.5, 0.5 + place * 0.5 + (place == 4)) for place in range(8)])
    table = np.concatenate([scores(levels(400)), scores(levels(400, seed=2), harder, seed=5)])
    lately = np.arange(800) >= 400
    found = findings(table, is_lately=lately)
    assert found[4].drift == pytest.approx(1, abs=0.35)
    assert Reason.DRIFT in found[4].reasons
    assert [Reason.DRIFT in one.reasons for one in found].count(True) == 1


def test_drift_is_unknown_while_few_have_answered_lately():
    table = scores(levels(100))
    found = findings(table, is_lately=np.arange(100) >= 90)
    assert {one.drift for one in found} == {None}


def test_the_error_of_drift_is_how_far_it_is_off_by_chance():
    off = []
    for seed in range(60):
        table = scores(levels(200, seed=seed), seed=seed + 100)
        others = list(others_of_each(ITEMS, Responses(table), PEOPLE))[2]
        drift, error = drift_of(ITEMS.at(2), others, np.arange(200) >= 100)
        off.append(drift / error)
    assert np.std(off) == pytest.approx(1, abs=0.3)
    assert abs(np.mean(off)) < 0.4


def test_an_item_against_the_level_says_nothing_of_the_others():
    table = scores(levels(400))
    table[:, 2] = 1 - table[:, 2]
    responses = Responses(table)
    is_against = against_level(ITEMS, responses, PEOPLE)
    assert is_against.tolist() == [place == 2 for place in range(8)]
    own = [given(table[:, item]) for item in range(8)]
    found = find(ITEMS, Answered(responses), own, PEOPLE, is_against)
    assert Reason.WRONG_KEY in found[2].reasons
    assert [set(one.reasons) & OUT_OF_SCORING for one in found].count(set()) == 7
    others = [item for item in range(8) if item != 2]
    alone = ITEMS.take(np.array(others))
    by_hand = item_health(alone, Answered(Responses(table[:, others])), PEOPLE)
    for place, item in enumerate(others):
        assert found[item].point_biserial == pytest.approx(by_hand[place].fit.correlation, abs=1e-3)
