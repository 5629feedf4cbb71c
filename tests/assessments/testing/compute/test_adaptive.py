"""Adaptive sittings: which item comes next, when it stops, and what it says then."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.testing.compute.adaptive import Answer, Bank, Decision, Rules, StopReason, step
from assessments.testing.compute.expectation import Population
from assessments.testing.compute.exposure import exposure_chances, played
from assessments.testing.compute.items import ItemInputError, Items, probabilities
from assessments.testing.compute.posterior import Prior, posterior_of
from assessments.testing.compute.selection import behind, doubt_after
from assessments.testing.compute.stopping import extremes, saved_errors, worth_of_more
from tests.assessments.testing.compute.published import MIXED, some_items

CUT, TOP = 2.5, 5
PRIOR = Prior(2.4, 1.1)
BANK = Bank(some_items(60, seed=2, centre=2.5, spread=1.2))
RULES = Rules(cut=CUT, among=1, trial_share=0)


def sitting(theta: float, *, bank: Bank = BANK, rules: Rules = RULES, prior: Prior = PRIOR, seed: int = 1):
    """A sitting of somebody at a level: its answers, and its last step."""
    draw = np.random.default_rng(seed)
    found = played(bank, rules, prior, theta, top=TOP, seed=seed, draw=draw)
    return found.answers, found.last


class TestSelection:
    def test_the_doubt_after_an_item_is_the_mean_over_its_scores(self):
        items = Items(MIXED.slope, MIXED.threshold + 2.4)
        posterior = posterior_of(items.take([2]), [1], PRIOR, cut=CUT)
        found = doubt_after(probabilities(items, posterior.points), posterior, CUT)
        for item in range(len(items)):
            p = probabilities(items.at(item), posterior.points)[0] @ posterior.weight
            doubt = 0.0
            for score in range(int(items.top[item]) + 1):
                after = posterior_of(items.take([2, item]), [1, score], PRIOR, cut=CUT).above(CUT)
                doubt += p[score] * after * (1 - after)
            assert found[item] == pytest.approx(doubt, abs=1e-9)

    def test_the_item_that_settles_the_most_is_asked(self):
        first = step(BANK, [], RULES, PRIOR, top=TOP, seed=1)
        posterior = posterior_of(BANK.items.take([]), [], PRIOR, cut=CUT)
        assert first.row == int(
            np.argmin(doubt_after(probabilities(BANK.items, posterior.points), posterior, CUT))
        )

    def test_no_item_comes_twice_nor_one_within_its_cool_down(self):
        available = np.ones(60, dtype=bool)
        available[::3] = False
        answers, _last = sitting(
            2.5, bank=replace(BANK, is_available=available), rules=replace(RULES, worth=0)
        )
        rows = [one.row for one in answers]
        assert len(set(rows)) == len(rows)
        assert not any(row % 3 == 0 for row in rows)

    def test_asked_again_it_says_the_same_and_another_seed_something_else(self):
        rules = replace(RULES, among=5)
        firsts = [step(BANK, [], rules, PRIOR, top=TOP, seed=seed).row for seed in (7, 7, *range(20))]
        assert firsts[0] == firsts[1]
        assert len(set(firsts)) > 1

    def test_an_area_that_has_had_its_share_waits(self):
        area = np.array([1, 1, 2, 3])
        assert behind(area, np.array([1]), {1: 0.5, 2: 0.5}).tolist() == [False, False, True, True]
        assert behind(area, np.array([1, 2, 1]), {1: 0.5, 2: 0.5}).tolist() == [False, False, True, True]
        assert behind(area, np.array([], dtype=int), {1: 0.5, 2: 0.5}).all()

    def test_content_areas_get_their_shares(self):
        area = np.where(np.arange(60) < 45, 1, 2)
        bank = replace(BANK, area=area)
        rules = replace(RULES, shares={1: 0.5, 2: 0.5}, worth=0, confidence=0.999, most_items=10)
        answers, _last = sitting(2.5, bank=bank, rules=rules)
        given = area[[one.row for one in answers]]
        assert (given == 1).sum() == (given == 2).sum() == 5

    def test_where_all_areas_have_had_their_shares_an_item_comes_all_the_same(self):
        bank = Bank(some_items(6, seed=1, centre=2.5), area=np.ones(6, dtype=int))
        answers, last = sitting(2.5, bank=bank, rules=replace(RULES, shares={1: 0.3, 2: 0.7}, worth=0))
        assert len(answers) > 1 or last.stop == StopReason.DECIDED


class TestStops:
    def test_somebody_far_above_is_met_after_a_few_items(self):
        answers, last = sitting(5.0)
        assert (last.decision, last.stop) == (Decision.MET, StopReason.DECIDED)
        assert len(answers) <= 4
        assert last.chance >= RULES.confidence
        assert last.message.level > CUT

    def test_somebody_far_below_is_not(self):
        _answers, last = sitting(0.0)
        assert (last.decision, last.stop) == (Decision.NOT_MET, StopReason.DECIDED)
        assert last.message.level < CUT

    def test_what_is_known_already_needs_the_least_items_only(self):
        answers, last = sitting(4.5, prior=Prior(4.5, 0.5), rules=replace(RULES, least_items=0))
        assert (len(answers), last.stop) == (0, StopReason.DECIDED)
        assert len(sitting(4.5, prior=Prior(4.5, 0.5), rules=replace(RULES, least_items=2))[0]) == 2

    def test_it_ends_at_its_limit_and_where_nothing_is_left(self):
        rules = replace(RULES, confidence=0.9999, worth=0, most_items=5)
        assert sitting(2.5, rules=rules)[1].stop in {StopReason.MOST_ITEMS, StopReason.UNTURNABLE}
        few = Bank(some_items(2, seed=1, centre=2.5))
        answers, last = sitting(2.5, bank=few, rules=replace(rules, least_items=5))
        assert (len(answers), last.stop, last.row) == (2, StopReason.NO_ITEMS, None)

    def test_it_ends_at_the_standard_error_that_was_asked_for(self):
        rules = replace(RULES, confidence=0.9999, worth=0, target_error=0.8)
        _answers, last = sitting(2.5, rules=rules)
        assert last.stop == StopReason.PRECISE
        assert last.sd <= 0.8

    def test_it_ends_where_further_items_would_hardly_settle_it(self):
        weak = Bank(Items(np.full(40, 0.15), np.full((40, 1), 2.5)))
        answers, last = sitting(2.5, bank=weak, prior=Prior(2.6, 1.0))
        assert last.stop == StopReason.HARDLY_BETTER
        assert last.decision == Decision.OPEN
        assert len(answers) < 10

    def test_it_ends_where_no_answers_can_turn_it(self):
        bank = Bank(Items.of([(1.5, 2.5)] * 6 + [(0.2, 2.5)] * 2))
        rules = replace(RULES, confidence=0.9999, worth=0)
        answers = [Answer(row, 1) for row in range(6)]
        assert step(bank, answers, rules, PRIOR, top=TOP, seed=1).stop == StopReason.UNTURNABLE

    def test_extremes_hold_whatever_is_answered(self):
        items = some_items(4, seed=3, centre=2.5)
        posterior = posterior_of(items.take([0]), [1], PRIOR, cut=CUT)
        left = items.take([1, 2, 3])
        p = probabilities(left, posterior.points)
        lowest, highest = extremes(p[:, 0], p[:, 1], posterior, CUT, 3)
        for scores in np.ndindex(2, 2, 2):
            chance = posterior_of(items, [1, *scores], PRIOR, cut=CUT).above(CUT)
            assert lowest - 1e-9 <= chance <= highest + 1e-9

    def test_decisions_are_right_as_often_as_they_are_sure(self):
        draw = np.random.default_rng(4)
        chances, right = [], []
        for seed in range(200):
            theta = float(draw.normal(PRIOR.mean, PRIOR.sd))
            _answers, last = sitting(theta, seed=seed)
            chances.append(max(last.chance, 1 - last.chance))
            right.append((last.chance >= 0.5) == (theta >= CUT))
        assert np.mean(right) == pytest.approx(np.mean(chances), abs=0.05)


class TestWorth:
    def test_saved_errors_are_those_of_playing_it(self):
        draw, d, sd, known = np.random.default_rng(1), 0.4, 0.9, 2.0
        theta = draw.normal(d, sd, 400_000)
        seen = theta + draw.normal(0, known**-0.5, theta.size)
        mean = (d / sd**2 + seen * known) / (sd**-2 + known)
        from scipy.special import ndtr

        chance = float(ndtr(d / sd))
        wrong = np.mean((mean >= 0) != (theta >= 0))
        found = saved_errors(chance, sd, np.array([known]))[0]
        assert found == pytest.approx(min(chance, 1 - chance) - wrong, abs=3e-3)

    def test_nothing_is_saved_without_information(self):
        assert saved_errors(0.7, 1.0, np.array([0.0]))[0] == pytest.approx(0, abs=1e-9)
        assert worth_of_more(0.7, 1.0, np.array([0.5]), 0) == 0

    def test_more_doubt_and_more_information_are_worth_more(self):
        known = np.full(20, 0.4)
        assert worth_of_more(0.6, 1.0, known, 20) > worth_of_more(0.9, 1.0, known, 20)
        assert worth_of_more(0.6, 1.0, known, 20) > worth_of_more(0.6, 1.0, known / 4, 20)


class TestTrials:
    bank = replace(
        BANK, is_trial=np.arange(60) >= 50, answers=np.where(np.arange(60) == 57, 1, 5).astype(np.int64)
    )
    rules = replace(RULES, trial_share=1.0, most_trials=1)

    def test_an_item_on_trial_comes_first_to_those_with_few_answers_and_does_not_count(self):
        first = step(self.bank, [], self.rules, PRIOR, top=TOP, seed=1)
        assert (first.row, first.is_trial) == (57, True)
        after = step(self.bank, [Answer(57, 1)], self.rules, PRIOR, top=TOP, seed=1)
        assert not after.is_trial
        assert after.asked == 0
        assert (after.level, after.chance) == (first.level, first.chance)

    def test_none_counts_that_is_on_trial(self):
        answers, last = sitting(2.5, bank=self.bank, rules=self.rules)
        assert sum(one.row >= 50 for one in answers) == 1
        assert last.asked == len(answers) - 1


class TestExposure:
    def test_no_item_is_given_much_more_often_than_it_may(self):
        bank = Bank(some_items(40, seed=5, centre=2.5))
        people = Population(2.5, 1.2)
        free = exposure_chances(bank, RULES, people, most=1.0, top=TOP, seed=1, sittings=80, rounds=1)
        held = exposure_chances(bank, RULES, people, most=0.4, top=TOP, seed=1, sittings=80, rounds=5)
        assert free.given.max() == 1
        assert held.given.max() < 0.55
        assert (free.chance == 1).all()

    def test_an_item_whose_chance_is_small_is_mostly_passed_over(self):
        best = step(BANK, [], RULES, PRIOR, top=TOP, seed=1).row
        chance = np.ones(60)
        chance[best] = 0.1
        rare = replace(BANK, chance=chance)
        firsts = [step(rare, [], RULES, PRIOR, top=TOP, seed=seed).row for seed in range(100)]
        assert 1 <= sum(row == best for row in firsts) <= 25


def test_rules_and_banks_that_cannot_be_are_refused():
    with pytest.raises(ItemInputError):
        Rules(cut=1, confidence=0.5)
    with pytest.raises(ItemInputError):
        Rules(cut=1, least_items=5, most_items=3)
    with pytest.raises(ItemInputError, match="area has 1 values for 60 items"):
        Bank(BANK.items, area=np.array([1]))
