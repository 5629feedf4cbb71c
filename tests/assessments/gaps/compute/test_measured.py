"""Tests that say how sure they are: how they enter a level, and what stands beside them."""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.columns import EvidenceColumns, InputError, check_evidence
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.compute.formula_3 import ThirdPolicy
from assessments.gaps.compute.formula_4 import FourthPolicy
from assessments.gaps.compute.measured import LEAST_ERROR, codes_of_tests
from assessments.gaps.compute.packing import CONFLICT, EXPIRED, ONE_SOURCE
from assessments.gaps.compute.policies import read_policy, with_todays_formula
from assessments.gaps.compute.policy import GapPolicy
from tests.assessments.gaps.compute.reports import MANAGER, NOW, OBSERVED, POLICY, SELF, TEST, Said, row
from tests.assessments.gaps.compute.test_formula import POLICY as ESTIMATED
from tests.assessments.gaps.compute.test_formula import company, computed, measured

OFF = GapPolicy(reads_standard_errors=False)
TOP, NEEDED = 5, 3
EARLIER = {name: getattr(ESTIMATED, name) for name in ("expected", "severity", "uses_severity")}


def measure(level: float, error: float = 0.0, **more) -> Said:
    """A test that says its error, in levels."""
    return Said(TEST, level, error=error, **more)


def posterior(likelihood) -> tuple[float, float, float]:
    """Level, spread and P of a person of one skill that is needed at 3, by a likelihood in levels."""
    theta = np.linspace(-2.5, 7.5, 20_001)
    spread = TOP * np.sqrt(POLICY.skill_sd**2 + POLICY.person_sd**2)
    weight = norm.pdf(theta, 2.5, spread) * likelihood(theta)
    weight /= weight.sum()
    mean = weight @ theta
    return mean, np.sqrt(weight @ theta**2 - mean**2), weight[theta >= 2.5].sum()


@pytest.mark.parametrize(("level", "error"), [(3.4, 0.5), (1.27, 1.3), (4.9, 0.3), (2.5, 2.5)])
def test_between_the_ends_it_is_a_measure_with_its_own_error(level, error):
    told = row(TOP, NEEDED, measure(level, error))
    mean, sd, chance = posterior(lambda theta: norm.pdf(level, theta, error))
    assert told["mu"] == pytest.approx(mean, abs=2e-3)
    assert told["sigma"] == pytest.approx(sd, abs=2e-3)
    assert told["p_meets"] == pytest.approx(chance, abs=5e-4)


@pytest.mark.parametrize("error", [0.4, 1.0])
def test_at_the_ends_it_says_this_or_more_and_this_or_less(error):
    for level, likelihood in (
        (TOP, lambda theta: norm.cdf((theta - TOP) / error)),
        (0, lambda theta: norm.cdf(-theta / error)),
    ):
        told = row(TOP, NEEDED, measure(level, error))
        mean, sd, chance = posterior(likelihood)
        assert told["mu"] == pytest.approx(mean, abs=3e-3)
        assert told["sigma"] == pytest.approx(sd, abs=3e-3)
        assert told["p_meets"] == pytest.approx(chance, abs=5e-4)


def test_the_surer_it_is_the_surer_is_the_level():
    told = [row(TOP, NEEDED, measure(4, error)) for error in (0.3, 0.6, 1.2, 2.4)]
    assert [one["sigma"] for one in told] == sorted(one["sigma"] for one in told)
    assert [one["p_meets"] for one in told] == sorted((one["p_meets"] for one in told), reverse=True)


def test_no_test_is_surer_than_a_fifth_of_a_level_of_five():
    assert pytest.approx(0.2) == LEAST_ERROR * TOP
    assert row(TOP, NEEDED, measure(4, 0.01)) == row(TOP, NEEDED, measure(4, 0.2))


def test_time_adds_doubt_to_it_as_to_all_else():
    fresh, later = (row(TOP, NEEDED, measure(4, 0.5), on=on) for on in (0, 720))
    assert later["mu"] == fresh["mu"]
    assert later["sigma"] == pytest.approx(np.sqrt(fresh["sigma"] ** 2 + 25 * 0.01 * 720 / 365.25), abs=1e-3)


def test_without_an_error_it_is_read_as_before_and_with_one_too_where_the_policy_says_so():
    said = measure(4), Said(MANAGER, 3)
    assert row(TOP, NEEDED, *said) == row(TOP, NEEDED, *said, policy=OFF)
    assert row(TOP, NEEDED, measure(4, 2.0), policy=OFF) == row(TOP, NEEDED, measure(4), policy=OFF)


def test_only_tests_say_errors():
    assert row(TOP, NEEDED, Said(MANAGER, 4, error=0.3)) == row(TOP, NEEDED, Said(MANAGER, 4))
    # What somebody recorded about themselves is their own word, whatever they called it.
    assert row(TOP, NEEDED, Said(SELF, 4, error=0.3)) == row(TOP, NEEDED, Said(SELF, 4))


class TestRetests:
    def test_one_that_is_as_sure_replaces_the_one_before(self):
        again = row(TOP, NEEDED, measure(1, 0.5, age=90), measure(4, 0.5))
        assert again == row(TOP, NEEDED, measure(4, 0.5))
        assert again["n_evidence"] == 1

    def test_one_that_says_no_error_replaces_all_before_it(self):
        assert row(TOP, NEEDED, measure(1, 0.2, age=1), measure(4)) == row(TOP, NEEDED, measure(4))

    def test_a_short_one_after_a_long_one_makes_nobody_less_sure(self):
        long, short = measure(4, 0.3, age=1), measure(2, 2.0)
        both, alone = row(TOP, NEEDED, long, short), row(TOP, NEEDED, measure(4, 0.3))
        assert both["n_evidence"] == 2
        assert both["sigma"] == pytest.approx(alone["sigma"], abs=0.01)
        assert both["mu"] == pytest.approx(alone["mu"], abs=0.1)
        assert both["mu"] < alone["mu"]

    def test_the_longer_ago_the_less_of_it_is_left(self):
        means = [
            row(TOP, NEEDED, measure(4.5, 0.3, age=age), measure(1.5, 1.6))["mu"] for age in (1, 100, 300)
        ]
        assert means == sorted(means, reverse=True)
        assert means[-1] > row(TOP, NEEDED, measure(1.5, 1.6))["mu"]

    def test_one_that_expires_beside_a_newer_one_leaves_the_skill_to_be_assessed(self):
        said = measure(4.5, 0.3, age=20, valid_until=NOW + 10), measure(2, 1.4)
        before, after = (row(TOP, NEEDED, *said, on=on) for on in (10, 11))
        assert (before["status"], after["status"]) == (GapStatus.MEETS, GapStatus.ASSESS_FIRST)
        assert after["flags"] & EXPIRED
        assert (before["n_evidence"], after["n_evidence"]) == (2, 1)

    def test_one_that_had_expired_before_a_newer_one_tells_nothing(self):
        said = measure(4, 0.3, age=20, valid_until=NOW - 5), measure(2, 1.4)
        told, alone = row(TOP, NEEDED, *said), row(TOP, NEEDED, measure(2, 1.4))
        assert told["mu"] == pytest.approx(alone["mu"], abs=1e-5)
        assert (told["n_evidence"], told["flags"]) == (1, alone["flags"])

    def test_together_they_tell_what_the_one_tells_that_tells_the_most_by_now(self):
        variance = np.array([0.36, 0.04, 0.09, 0.01]) / 25
        day = 20_000 - np.array([0, 30, 60, 2_000])
        rank, first = np.arange(4), np.zeros(4, dtype=int)
        codes = codes_of_tests(variance, rank, first, day, np.zeros(4, dtype=bool), POLICY)
        each = 1 / (variance + POLICY.repeated_drift**2 * (day[0] - day) / 365.25)
        assert (codes / 100 / variance).sum() == pytest.approx(each.max(), rel=0.02)
        assert codes[0] == 100
        assert codes[2:].tolist() == [0, 0]

    def test_what_a_machine_says_takes_the_place_of_as_much_as_it_weighs(self):
        variance, rank = np.array([0.01, 0.01]), np.arange(2)
        is_attributed = np.array([True, False])
        codes = codes_of_tests(variance, rank, np.zeros(2, int), np.full(2, 20_000), is_attributed, POLICY)
        assert codes.tolist() == [50, 50]


class TestBesideOthers:
    def test_a_test_surer_than_observed_work_settles_a_critical_skill_and_a_few_questions_do_not(self):
        sure = row(TOP, NEEDED, measure(4.5, 0.7), critical=True)
        unsure = row(TOP, NEEDED, measure(5, 1.1), critical=True)
        assert (sure["status"], unsure["status"]) == (GapStatus.MEETS, GapStatus.ASSESS_FIRST)
        assert unsure["p_meets"] > 0.8
        assert unsure["flags"] & ONE_SOURCE

    def test_beside_a_manager_a_few_questions_are_a_second_source_but_not_what_says_next_to_nothing(self):
        said = Said(MANAGER, 5)
        few = row(TOP, NEEDED, said, measure(5, 1.4), critical=True)
        nothing = row(TOP, NEEDED, said, measure(5, 1.6), critical=True)
        assert (few["status"], nothing["status"]) == (GapStatus.MEETS, GapStatus.ASSESS_FIRST)

    def test_a_long_test_before_a_few_questions_settles_it_still(self):
        told = row(TOP, NEEDED, measure(4.5, 0.5, age=5), measure(4, 1.8), critical=True)
        assert told["status"] == GapStatus.MEETS

    def test_what_says_next_to_nothing_is_in_conflict_with_nobody(self):
        weak = row(TOP, NEEDED, Said(MANAGER, 4), measure(1, 1.6))
        strong = row(TOP, NEEDED, Said(MANAGER, 4), measure(1, 0.6))
        assert not weak["flags"] & CONFLICT
        assert strong["flags"] & CONFLICT

    def test_a_conflict_adds_the_less_doubt_the_less_sure_the_test_is(self):
        def doubt(error: float) -> float:
            apart, calm = (
                row(TOP, NEEDED, Said(MANAGER, level), Said(OBSERVED, level), measure(1.5, error))["sigma"]
                for level in (4, 2)
            )
            return float(apart / calm)

        assert doubt(0.4) > doubt(0.9) > 1

    def test_the_ratings_by_themselves_lean_by_its_own_error(self):
        # A manager's 2 errs by 1.2 levels: a test that errs by .5 outweighs it, one that errs by 2 does not.
        for error, status in ((0.4, GapStatus.MEETS), (2.4, GapStatus.ASSESS_FIRST)):
            told = row(TOP, NEEDED, Said(MANAGER, 2), measure(3.9, error))
            assert told["status"] == status


@pytest.mark.parametrize(
    ("policy", "digest"),
    [
        (NormalPolicy(), "46f738b255f96b11584ca20a400d4b2439ae3e57a23852a3c60340ab303e2198"),
        (SecondPolicy(), "cf2617c1f013dd89399124a153998315f3118fe23f70c8f528d12caa33b884d5"),
        (ThirdPolicy(), "4dd79d81999c1f108ac76eac316ebd02e764ad22b2c8194805c04c2b894faf89"),
        (ThirdPolicy(**EARLIER), "07caa999845a77dc3a8ccfe7bb8e047eb287b04a474c1fe87e13eaf38737f417"),
        (FourthPolicy(), "a767c583d3d8473aca4db84dea1b8e990da510ba03bdf637ec7fdec913246085"),
        (FourthPolicy(**EARLIER), "b0a2a925ea6a84c1c7d045dca723d88bbd7ba99496e8e89115d4ae6843457b73"),
    ],
)
@pytest.mark.parametrize("says_errors", [False, True])
def test_earlier_formats_read_each_test_alike_to_the_byte(policy, digest, says_errors):
    # The digests are those of the last version in which the fourth format was today's.
    needs, words = company(11)
    reports = computed(needs, measured(words, 11) if says_errors else words, policy)
    assert hashlib.sha256(b"".join(reports.packed())).hexdigest() == digest


def test_a_policy_of_the_fourth_format_is_read_as_one_and_read_on_as_it_read_tests():
    fourth = FourthPolicy(gap_below=0.15, attributed_weight=0.7, **EARLIER)
    plain = json.loads(json.dumps(fourth.to_dict()))
    assert (plain["format"], "reads_standard_errors" in plain) == (4, False)
    assert read_policy(plain) == fourth
    today = GapPolicy(gap_below=0.15, attributed_weight=0.7, reads_standard_errors=False, **EARLIER)
    assert with_todays_formula(fourth) == today


def test_the_switch_is_kept_in_the_policy():
    plain = json.loads(json.dumps(OFF.to_dict()))
    assert (plain["format"], plain["reads_standard_errors"]) == (5, False)
    assert read_policy(plain) == OFF


@pytest.mark.parametrize("error", [-1, np.nan, np.inf])
def test_an_error_that_is_none_is_refused(error):
    _needs, words = company(1)
    said = EvidenceColumns.of([(*one, 0.0) for one in words])
    said = replace(said, standard_error=np.where(said.evidence == 5, error, 0.0))
    with pytest.raises(InputError, match="Evidence 5 has the standard error"):
        check_evidence(said, np.full(len(said), 10.0))
