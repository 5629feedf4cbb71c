"""Cheapest next questions over several uncertain skills."""

import itertools

import numpy as np
import pytest

from assessments.testing.compute.adaptive import Bank
from assessments.testing.compute.items import Items
from assessments.testing.compute.posterior import Prior
from assessments.testing.compute.questions import UncertainSkill, cheapest_questions, doubt_left
from tests.assessments.testing.compute.published import some_items


def skill(
    key: int, *, mean: float = 2.5, sd: float = 1.0, weight: float = 1.0, seconds: float = 45.0, **bank
):
    items = some_items(6, seed=1, centre=2.5, spread=0.3)
    return UncertainSkill(
        key, Prior(mean, sd), 2.5, Bank(items, seconds=np.full(6, seconds), **bank), weight=weight
    )


def keys(*skills: UncertainSkill, most_items: int = 4, most_seconds: float = 180) -> list[int]:
    found = cheapest_questions(skills, most_items=most_items, most_seconds=most_seconds)
    return [one.key for one in found]


def test_the_most_uncertain_skill_is_asked_about_first():
    assert keys(skill(1, mean=4.5), skill(2), most_items=1) == [2]


def test_what_matters_more_and_takes_less_time_comes_first():
    assert keys(skill(1), skill(2, weight=2), most_items=1) == [2]
    assert keys(skill(1, seconds=60), skill(2, seconds=30), most_items=1) == [2]


def test_what_is_known_is_not_asked_about():
    assert keys(skill(1, mean=5, sd=0.3), skill(2, mean=0, sd=0.3)) == []
    assert keys() == []


def test_questions_of_a_skill_stand_together_within_the_limits():
    found = keys(skill(1), skill(2), skill(3), most_items=5, most_seconds=200)
    assert len(found) == 4
    assert found == [key for key, group in itertools.groupby(found) for _ in group]
    assert len(set(found)) == len(list(itertools.groupby(found)))


def test_items_in_cool_down_or_on_trial_are_left_out():
    available, trial = np.arange(6) % 2 == 0, np.arange(6) == 0
    found = cheapest_questions(
        [skill(1, is_available=available, is_trial=trial)], most_items=6, most_seconds=900, least_settled=0
    )
    assert {one.row for one in found} == {2, 4}


def test_the_doubt_that_is_left_is_that_of_playing_it():
    from scipy.special import ndtr

    draw = np.random.default_rng(2)
    seen = draw.normal(0.3, np.sqrt(1.0 + 1 / 1.5), 300_000)
    precision = 1 + 1.5
    mean = (0.3 + 1.5 * seen) / precision
    p = ndtr(mean * np.sqrt(precision))
    found = doubt_left(float(ndtr(0.3)), 1.0, np.array([0.0, 1.5]))
    assert found[1] == pytest.approx(np.mean(p * (1 - p)), abs=2e-3)
    assert found[0] == pytest.approx(float(ndtr(0.3)) * (1 - float(ndtr(0.3))), abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_they_settle_nearly_as_much_as_the_best_of_all_choices(seed):
    draw = np.random.default_rng(seed)
    skills = []
    for key in range(3):
        items = Items(np.exp(draw.normal(0, 0.4, 4)), draw.normal(2.5, 0.8, (4, 1)))
        prior = Prior(float(draw.normal(2.5, 0.7)), float(draw.uniform(0.5, 1.2)))
        skills.append(UncertainSkill(key, prior, 2.5, Bank(items, seconds=np.full(4, 45.0))))
    found = cheapest_questions(skills, most_items=4, most_seconds=180, least_settled=0)
    alone = [cheapest_questions([one], most_items=4, most_seconds=180, least_settled=0) for one in skills]
    totals = [np.append(0, np.cumsum([q.settles for q in one])) for one in alone]
    best = max(
        sum(total[number] for total, number in zip(totals, numbers, strict=True))
        for numbers in itertools.product(range(5), repeat=3)
        if sum(numbers) <= 4
    )
    assert sum(one.settles for one in found) >= 0.95 * best
