import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import NO_EXPIRY, EvidenceColumns, RequirementColumns, SkillScales
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.formula_1.policy import NormalPolicy, Prior, SourceTrust
from assessments.gaps.compute.formula_1.posterior import SourcePrecision
from assessments.gaps.compute.gap import compute_gaps

TODAY = dt.date(2026, 3, 2)
NOW = day_number(TODAY)
PLAIN = SourceTrust(sd=0.25, half_life_days=100, shared_error=0.25)
POLICY = NormalPolicy(sources=dict.fromkeys(Source, PLAIN), default_prior=Prior(0.5, 0.25))


def level_of(*evidence, policy=POLICY, top=4):
    """Posterior mean and deviation from rows (level, source, rater, age in days, days left or None)."""
    rows = [
        (i, 0, 7, level, source, rater, NOW - age, NO_EXPIRY if left is None else NOW + left)
        for i, (level, source, rater, age, left) in enumerate(evidence, 1)
    ]
    required = RequirementColumns.of([(0, 7, 1, 1, False, 1, 0)])
    reports = compute_gaps(
        required, EvidenceColumns.of(rows), SkillScales.of([(7, top)]), policy, as_of=TODAY, people=1
    )
    row = reports.of(0)[0]
    return float(row["mu"]), float(row["sigma"]), int(row["n_evidence"])


def test_without_evidence_the_prior_stands():
    assert level_of() == (2.0, 1.0, 0)


def test_one_fresh_reading_as_sure_as_the_prior_meets_it_half_way():
    mu, sigma, count = level_of((4, Source.TEST, 0, 0, None))
    assert mu == pytest.approx(3)
    assert sigma == pytest.approx(math.sqrt(1 / 2))
    assert count == 1


def test_a_reading_of_one_half_life_carries_half_the_precision():
    # Precisions 1 and 1/2: mean (2 + 4/2) / 1.5, variance 1 / 1.5.
    mu, sigma, _ = level_of((4, Source.TEST, 0, 100, None))
    assert mu == pytest.approx(4 / 1.5)
    assert sigma == pytest.approx(math.sqrt(1 / 1.5))


def test_three_peers_count_as_two_raters_when_a_quarter_of_their_error_is_shared():
    # 3 / (1 + 2·0.25) = 2 readings: precisions 1 and 2, mean (2 + 2·4) / 3.
    mu, sigma, count = level_of(*((4, Source.PEER, rater, 0, None) for rater in (1, 2, 3)))
    assert mu == pytest.approx(10 / 3)
    assert sigma == pytest.approx(math.sqrt(1 / 3))
    assert count == 3


def test_sources_err_independently_of_each_other():
    mu, sigma, _ = level_of((4, Source.PEER, 1, 0, None), (3, Source.MANAGER, 2, 0, None))
    assert mu == pytest.approx((2 + 4 + 3) / 3)
    assert sigma == pytest.approx(math.sqrt(1 / 3))


def test_only_the_newest_reading_of_a_rater_counts():
    again = level_of((1, Source.MANAGER, 5, 60, None), (3, Source.MANAGER, 5, 0, None))
    assert again == level_of((3, Source.MANAGER, 5, 0, None))


def test_of_one_rater_on_one_day_the_later_row_counts():
    again = level_of((1, Source.MANAGER, 5, 3, None), (3, Source.MANAGER, 5, 3, None))
    assert again == level_of((3, Source.MANAGER, 5, 3, None))


def test_of_tests_that_name_no_rater_the_newest_counts():
    again = level_of((1, Source.TEST, 0, 60, None), (3, Source.TEST, 0, 0, None))
    assert again == level_of((3, Source.TEST, 0, 0, None))


def test_two_tests_of_different_raters_count_as_one_and_a_third_when_half_of_their_error_is_shared():
    # 2 / (1 + 0.5) readings: mean (2 + 4·4/3) / (7/3), variance 3/7.
    policy = replace(POLICY, sources=POLICY.sources | {Source.TEST: replace(PLAIN, shared_error=0.5)})
    mu, sigma, count = level_of((4, Source.TEST, 1, 0, None), (4, Source.TEST, 2, 0, None), policy=policy)
    assert mu == pytest.approx(22 / 7)
    assert sigma == pytest.approx(math.sqrt(3 / 7))
    assert count == 2


@pytest.mark.parametrize("source", [Source.OBSERVED, Source.PEER])
def test_readings_without_a_rater_count_as_those_of_as_many_raters(source):
    samples = [(level, source, 0, 4 - level, None) for level in range(5)]
    by_several = [(level, source, 1 + level, age, left) for level, source, _, age, left in samples]
    assert level_of(*samples) == level_of(*by_several)
    assert level_of(*samples)[2] == 5


def test_a_reading_counts_until_it_says_less_than_a_hundredth_of_the_prior():
    # Precision 16 fresh, as the prior's: a hundredth after log₂ 100 = 6.64 half-lives.
    assert level_of((0, Source.SELF, 1, 664, None))[2] == 1
    assert level_of((0, Source.SELF, 1, 665, None)) == level_of()


def test_one_person_in_two_capacities_is_two_raters():
    assert level_of((3, Source.MANAGER, 5, 0, None), (3, Source.MENTOR, 5, 0, None))[2] == 2


@pytest.mark.parametrize(("age", "left", "counts"), [(0, 0, 1), (5, -1, 0), (-1, None, 0), (5, 0, 1)])
def test_evidence_counts_from_its_day_to_its_last_day(age, left, counts):
    assert level_of((3, Source.TEST, 0, age, left))[2] == counts


def test_an_expired_reading_displaces_no_older_one_that_still_counts():
    expired_newer = level_of((2, Source.TEST, 0, 50, None), (4, Source.TEST, 0, 10, -1))
    assert expired_newer == level_of((2, Source.TEST, 0, 50, None))


@pytest.mark.parametrize("top", [1, 4, 7, 10])
def test_scales_of_any_length_behave_alike(top):
    mu, sigma, _ = level_of(
        (0.8 * top, Source.SELF, 1, 30, None), (0.6 * top, Source.PEER, 2, 90, None), top=top
    )
    unit_mu, unit_sigma, _ = level_of((0.8, Source.SELF, 1, 30, None), (0.6, Source.PEER, 2, 90, None), top=1)
    assert mu / top == pytest.approx(unit_mu, rel=1e-6)
    assert sigma / top == pytest.approx(unit_sigma, rel=1e-6)


READING = st.tuples(st.sampled_from(Source), st.integers(0, 2000))


@given(st.lists(READING, min_size=1, max_size=12), st.lists(st.floats(0, 1), min_size=12, max_size=12))
def test_the_sums_equal_the_full_covariance_model(readings, levels):
    policy = NormalPolicy()
    readings.sort()
    source = np.array([s for s, _ in readings], dtype=np.uint8)
    age = np.array([a for _, a in readings], dtype=np.int32)
    level = np.array(levels[: len(readings)])
    precision = SourcePrecision(policy, 2000).of_rows(source.astype(np.int64), source, age)

    trust = [policy.sources[Source(s)] for s in source]
    total = np.array([t.sd**2 * 2 ** (a / t.half_life_days) for t, a in zip(trust, age, strict=True)])
    shared = np.array([t.sd**2 * t.shared_error for t in trust])
    covariance = np.where(source[:, None] == source, shared, 0) + np.diag(total - shared)
    inverse = np.linalg.inv(covariance)
    assert precision.sum() == pytest.approx(inverse.sum(), rel=1e-9)
    assert (precision * level).sum() == pytest.approx((inverse @ level).sum(), rel=1e-9, abs=1e-9)


@given(st.lists(READING, min_size=1, max_size=12), READING)
def test_more_evidence_never_makes_less_sure(readings, another):
    def sigma(rows):
        return level_of(*((2, source, rater, age, None) for rater, (source, age) in enumerate(rows, 1)))[1]

    assert sigma([*readings, another]) <= sigma(readings)


@given(st.integers(1, 200), st.sampled_from(Source))
def test_no_number_of_raters_of_one_source_outweighs_its_shared_error(raters, source):
    trust = NormalPolicy().sources[source]
    group, kind = np.zeros(raters, dtype=np.int64), np.full(raters, source, dtype=np.uint8)
    precision = SourcePrecision(NormalPolicy(), 0).of_rows(group, kind, np.zeros(raters, dtype=np.int32))
    assert precision.sum() <= trust.sd**-2 / trust.shared_error * (1 + 1e-12)
