"""What several words of one person in a skill weigh together, and what is taken off a word about oneself."""

import numpy as np
import pytest

from assessments.evidence.choices import Source
from assessments.gaps.compute.packing import CONFLICT
from assessments.gaps.compute.policy import GapPolicy, SourceTrust
from assessments.gaps.compute.repeats import weight_codes, weights_of
from tests.assessments.gaps.compute.reports import (
    MANAGER,
    OBSERVED,
    PEER,
    POLICY,
    SELF,
    TEST,
    Said,
    row,
)

VARIANCE = POLICY.sources[MANAGER].sd ** 2
TOPS = pytest.mark.parametrize("top", [1, 3, 4, 5, 9, 10])


def weights(*ages: int, policy: GapPolicy = POLICY, is_attributed: bool = False) -> list[float]:
    """What a manager's words of these ages in days weigh, the newest first."""
    rank, day = np.arange(len(ages)), 20_000 - np.array(ages)
    attributed = np.full(len(ages), is_attributed)
    codes = weight_codes(np.full(len(ages), VARIANCE), rank, np.zeros_like(rank), day, attributed, policy)
    return weights_of(codes, policy).tolist()


def test_a_word_by_itself_weighs_one():
    assert weights(0) == weights(900) == [1.0]


def test_a_word_that_a_machine_says_weighs_half():
    assert weights(0, is_attributed=True) == [0.5]
    halves = zip(weights(0, 90), weights(0, 90, is_attributed=True), strict=True)
    assert all(half == pytest.approx(own / 2, abs=0.006) for own, half in halves)


def test_two_words_within_days_are_two_readings_of_one_level():
    newer, older = weights(0, 2)
    assert newer == pytest.approx(older, abs=0.02)
    # They share half of their error: together as much as 1 / (.5 + .5 / 2).
    assert newer + older == pytest.approx(4 / 3, abs=0.02)


def test_the_longer_ago_the_less_an_earlier_word_weighs():
    older = [weights(0, age)[1] for age in (1, 30, 90, 180, 365, 1000)]
    assert older == sorted(older, reverse=True)
    assert older[3] / weights(0, 180)[0] == pytest.approx(0.39, abs=0.02)
    assert older[-1] < 0.12


@pytest.mark.parametrize("apart", [0, 1, 30, 365])
def test_however_many_words_of_one_person_there_are_they_weigh_less_than_two_of_two(apart):
    for number in (2, 5, 40):
        said = weights(*range(0, number * apart + 1, apart)) if apart else weights(*[0] * number)
        assert said == sorted(said, reverse=True)
        assert sum(said) + 0.005 * len(said) >= 1
        assert sum(said) < 1 / POLICY.repeated_error + 0.005 * len(said)


def test_many_words_of_long_ago_know_the_level_of_long_ago_only():
    newest, *old = weights(0, *range(365, 385))
    assert sum(old) < 0.5 * newest


def test_the_weights_are_those_of_the_model_of_two_words():
    # Fresh errors and a walk between them, and an error in common: generalised least squares.
    fresh, common, moved = VARIANCE / 2, VARIANCE / 2, POLICY.repeated_drift**2 * 182 / 365.25
    spread = np.array([[fresh + common, common], [common, fresh + common + moved]])
    precision = np.linalg.inv(spread)
    assert weights(0, 182) == pytest.approx(precision.sum(axis=0) * VARIANCE, abs=0.006)


def test_who_rates_again_after_a_training_is_mostly_taken_at_the_newer_word():
    said = row(5, 3, Said(MANAGER, 1, age=200), Said(MANAGER, 4))
    assert said["mu"] > row(5, 3, Said(MANAGER, 3))["mu"]
    assert said["n_evidence"] == 2


def test_what_is_said_again_on_the_same_day_is_corrected():
    corrected = row(5, 3, Said(MANAGER, 1, rater=9), Said(MANAGER, 4, rater=9))
    assert corrected == row(5, 3, Said(MANAGER, 4, rater=9))
    # Observations that name nobody may be several people's.
    assert row(5, 3, Said(OBSERVED, 1, rater=0), Said(OBSERVED, 4, rater=0))["n_evidence"] == 2


def test_a_rater_who_says_the_same_again_makes_a_little_more_sure():
    once, again = row(5, 3, Said(MANAGER, 4)), row(5, 3, Said(MANAGER, 4), Said(MANAGER, 4, age=30))
    two = row(5, 3, Said(MANAGER, 4), Said(PEER, 4, age=30))
    assert once["p_meets"] < again["p_meets"] < two["p_meets"]
    assert once["sigma"] > again["sigma"] > two["sigma"]


@TOPS
@pytest.mark.parametrize("share", [0, 1])
def test_a_self_rating_that_agrees_makes_nobody_less_sure(top, share):
    required = 1 + share * (top - 1)
    for level in range(top + 1):
        others = [Said(MANAGER, level), Said(TEST, level), Said(OBSERVED, level)]
        for number in (1, 2, 3):
            before = row(top, required, *others[:number])
            after = row(top, required, *others[:number], Said(SELF, level))
            sure = float(after["p_meets"]) - float(before["p_meets"])
            assert (sure if level >= required else -sure) >= -2e-3
            assert after["sigma"] <= before["sigma"] + 1e-5


def by(offset: float) -> GapPolicy:
    """The policy with another offset of self-ratings."""
    sources = {**POLICY.sources, Source.SELF: SourceTrust(0.3, offset, 180)}
    return GapPolicy(sources=sources)


@pytest.mark.parametrize(("own", "others"), [(4, 3), (4, 1), (3, 5), (2, 4)])
def test_beside_others_it_is_read_lower_where_it_lies_apart_from_them(own, others):
    said = Said(SELF, own), Said(MANAGER, others)
    assert row(5, 3, *said)["mu"] < row(5, 3, *said, policy=by(0))["mu"] - 0.05


def test_where_it_agrees_with_the_others_nothing_is_taken_off():
    said = Said(SELF, 4), Said(MANAGER, 4), Said(PEER, 4)
    assert row(5, 3, *said) == row(5, 3, *said, policy=by(0))


@TOPS
@pytest.mark.parametrize("offset", [0.08, 0.2, -0.08])
def test_a_higher_word_beside_a_self_rating_never_lowers_the_level_but_in_conflict(top, offset):
    policy, levels = by(offset), range(top + 1)
    for one in levels:
        rows = [row(top, 1, Said(SELF, one), Said(PEER, other, age=2000), policy=policy) for other in levels]
        assert rises(rows)
        assert rises([row(top, 1, Said(SELF, other), Said(PEER, one), policy=policy) for other in levels])


def rises(rows) -> bool:
    means = [float(one["mu"]) for one in rows if not one["flags"] & CONFLICT]
    return means == sorted(means)
