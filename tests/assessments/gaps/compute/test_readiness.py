from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest
import scipy  # its parts, slow to import, with their first use
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import (
    CRITICAL,
    CRITICAL_GAP,
    CRITICAL_MET,
    EXPIRED,
    REPORT_DTYPE,
    REQUIRED,
)
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.readiness import chance_of_all, clipped_normal, readiness
from tests.backing.examples import examples

POLICY = GapPolicy()


def rows_of(*rows):
    """Report rows from (required, mu, sigma, weight, n_evidence, status, flags)."""
    report = np.zeros(len(rows), dtype=REPORT_DTYPE)
    names = ("required", "mu", "sigma", "weight", "n_evidence", "status", "flags")
    for row, values in zip(report, rows, strict=True):
        for name, value in zip(names, values, strict=True):
            row[name] = value
    return report


def ready(*people, policy=POLICY):
    offsets = np.cumsum([0, *(len(rows) for rows in people)])
    return readiness(np.concatenate([rows_of(), *(rows_of(*rows) for rows in people)]), offsets, policy)


def known(required, mu, weight=1.0, sigma=1e-6, status=GapStatus.GAP, flags=REQUIRED):
    return (required, mu, sigma, weight, 1, status, flags)


@settings(max_examples=examples(60))
@given(st.floats(-2, 9), st.floats(0.05, 3), st.floats(0.2, 8))
def test_the_moments_of_a_clipped_level_equal_numerical_integration(mean, sd, top):
    def integral(function):
        points = sorted({0, top, *(p for p in (mean - 3 * sd, mean, mean + 3 * sd) if 0 < p < top)})

        def weighed(x):
            return function(x) * scipy.stats.norm.pdf(x, mean, sd)

        pieces = pairwise(points)
        return sum(scipy.integrate.quad(weighed, low, high, epsabs=1e-13)[0] for low, high in pieces)

    over = scipy.stats.norm.sf(top, mean, sd)
    expected = integral(lambda x: x) + top * over
    below = scipy.stats.norm.cdf(0, mean, sd)
    spread = integral(lambda x: (x - expected) ** 2) + (top - expected) ** 2 * over + expected**2 * below
    first, variance = clipped_normal(np.array([mean]), np.array([sd]), np.array([top]))
    assert first[0] == pytest.approx(expected, abs=1e-9)
    assert variance[0] == pytest.approx(spread, abs=1e-9)


def test_readiness_by_hand():
    # Weights 3 and 1, half of one requirement and all of the other: (3·½ + 1·1) / 4.
    found = ready([known(4, 2, weight=3), known(2, 2.5)])
    assert found.mean[0] == pytest.approx(0.625, abs=1e-6)
    assert found.low[0] == pytest.approx(0.625, abs=1e-5)
    assert found.high[0] == pytest.approx(0.625, abs=1e-5)


def test_surplus_in_one_skill_never_offsets_another():
    assert ready([known(3, 1.5), known(3, 8)]).mean[0] == pytest.approx(0.75, abs=1e-6)


def test_a_scale_of_eight_levels_counts_like_one_of_four():
    assert ready([known(8, 2), known(4, 4)]).mean[0] == pytest.approx((0.25 + 1) / 2, abs=1e-6)


def test_the_interval_by_hand():
    # Two skills known to ±1 below any clipping: σR = ½·√((1−c)·2/r² + c·4/r²), c = ¼, r = 100.
    found = ready([known(100, 50, sigma=1), known(100, 50, sigma=1)])
    reach = scipy.stats.norm.ppf(0.9) * 0.5 * np.sqrt(0.75 * 2 + 0.25 * 4) / 100
    assert found.low[0] == pytest.approx(0.5 - reach, abs=1e-7)
    assert found.high[0] == pytest.approx(0.5 + reach, abs=1e-7)


NEVER_ASSESSED = (3, 2, 1, 1, 0, GapStatus.ASSESS_FIRST, REQUIRED)


def test_what_nobody_has_assessed_is_left_out_and_told_beside():
    found = ready([NEVER_ASSESSED, known(3, 1.5, weight=3)])
    assert (found.never_assessed[0], found.known[0]) == (1, 1)
    assert (found.mean[0], found.known_share[0]) == (pytest.approx(0.5, abs=1e-6), 0.75)
    assert found.high[0] - found.low[0] < 1e-5


def test_what_has_expired_is_left_out_as_well():
    found = ready([known(3, 3, flags=REQUIRED | EXPIRED), known(3, 1.5)])
    assert (found.mean[0], found.known_share[0], found.known[0]) == (pytest.approx(0.5, abs=1e-6), 0.5, 1)


def test_where_nothing_is_known_there_is_no_share():
    found = ready([NEVER_ASSESSED, NEVER_ASSESSED])
    assert [np.isnan(getattr(found, name)[0]) for name in ("mean", "low", "high")] == [True] * 3
    assert (found.known_share[0], found.required[0], found.known[0]) == (0, 2, 0)
    assert found.critical_status[0] == GapStatus.ASSESS_FIRST


def test_skills_that_are_not_required_do_not_count():
    with_more = ready([known(3, 2), (0, 4, 0.5, 0, 2, GapStatus.MEETS, 0)])
    alone = ready([known(3, 2)])
    for field in fields(alone):
        np.testing.assert_array_equal(getattr(with_more, field.name), getattr(alone, field.name))


def test_who_has_no_requirements_has_no_readiness():
    found = ready([], [known(3, 3)], [])
    assert np.isnan(found.mean).tolist() == [True, False, True]
    assert found.required.tolist() == [0, 1, 0]


OF_CRITICAL = {GapStatus.MEETS: CRITICAL_MET, GapStatus.GAP: CRITICAL_GAP, GapStatus.ASSESS_FIRST: 0}


def critical_rows(*statuses, p=0.9, n_evidence=1, level=2):
    """Rows that need 3 and are critical up to `level`, of which P is `p`, and a gap beside that is not."""
    gap = known(3, 2, status=GapStatus.GAP)
    rows = rows_of(*(known(3, 2, flags=REQUIRED | CRITICAL | OF_CRITICAL[one]) for one in statuses), gap)
    rows["critical"][:-1], rows["p_critical"][:-1], rows["p_critical"][-1] = level, p, 1
    rows["n_evidence"][:-1] = n_evidence
    return rows


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([GapStatus.MEETS, GapStatus.MEETS], GapStatus.MEETS),
        ([GapStatus.MEETS, GapStatus.ASSESS_FIRST], GapStatus.ASSESS_FIRST),
        ([GapStatus.GAP, GapStatus.ASSESS_FIRST], GapStatus.GAP),
        ([], GapStatus.ASSESS_FIRST),
    ],
)
def test_all_critical_skills_met_is_yes_no_or_nobody_knows(statuses, expected):
    found = readiness(critical_rows(*statuses), np.array([0, len(statuses) + 1]), POLICY)
    assert found.critical_status[0] == expected
    assert found.critical[0] == len(statuses)
    assert found.critical_met[0] == statuses.count(GapStatus.MEETS)
    assert found.critical_gap[0] == statuses.count(GapStatus.GAP)


def test_each_requirement_is_judged_on_its_own_level():
    found = readiness(critical_rows(GapStatus.MEETS, p=0.9), np.array([0, 2]), POLICY)
    assert (found.gaps[0], found.critical_gap[0], found.p_all_critical[0]) == (2, 0, pytest.approx(0.9))


def test_no_chance_is_told_while_a_critical_skill_is_not_assessed_or_where_none_is_critical():
    assessed, not_assessed = critical_rows(GapStatus.MEETS), critical_rows(GapStatus.MEETS, n_evidence=0)
    rows = np.concatenate(
        [assessed, not_assessed, np.concatenate([assessed, not_assessed]), rows_of(known(3, 3))]
    )
    found = readiness(rows, np.array([0, 2, 4, 8, 9]), POLICY)
    assert np.isnan(found.p_all_critical).tolist() == [False, True, True, True]


CHANCES = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=8)


@given(CHANCES)
def test_the_chance_of_all_is_the_product_where_errors_are_independent(chances):
    found = chance_of_all(np.array(chances), np.array([len(chances)]), 0)
    assert found[0] == pytest.approx(np.prod(chances), abs=1e-9)


@given(CHANCES)
def test_the_chance_of_all_is_the_least_one_where_errors_are_the_same(chances):
    assert chance_of_all(np.array(chances), np.array([len(chances)]), 1)[0] == min(chances)


@given(CHANCES, st.sampled_from([0.1, 0.25, 0.5]))
def test_the_chance_of_all_is_between_the_product_and_the_least(chances, correlation):
    found = chance_of_all(np.array(chances), np.array([len(chances)]), correlation)[0]
    assert np.prod(chances) - 0.002 <= found <= min(chances) + 0.002


@pytest.mark.parametrize("correlation", [0.1, 0.25, 0.5])
@pytest.mark.parametrize("chances", [[0.9, 0.8], [0.95] * 6, [0.3, 0.6, 0.9], [0.999, 0.5]])
def test_the_chance_of_all_equals_simulation(chances, correlation):
    random = np.random.default_rng(5)
    draws = 400_000
    levels = np.sqrt(correlation) * random.normal(size=(draws, 1))
    levels = levels + np.sqrt(1 - correlation) * random.normal(size=(draws, len(chances)))
    share = (levels <= scipy.stats.norm.ppf(chances)).all(axis=1).mean()
    assert chance_of_all(np.array(chances), np.array([len(chances)]), correlation)[0] == pytest.approx(
        share, abs=0.003
    )


def test_chances_are_of_each_person_also_of_those_without_critical_skills():
    found = chance_of_all(np.array([0.5, 0.5, 0.9]), np.array([0, 2, 0, 1, 0]), 0)
    assert found.tolist() == pytest.approx([1, 0.25, 1, 0.9, 1])


def test_counts_are_of_required_skills_by_status():
    found = ready(
        [
            known(3, 1),
            known(3, 3, status=GapStatus.MEETS),
            (3, 2, 1, 1, 0, GapStatus.ASSESS_FIRST, REQUIRED),
            (3, 2, 1, 1, 2, GapStatus.ASSESS_FIRST, REQUIRED),
        ]
    )
    names = ("required", "met", "gaps", "assess_first", "never_assessed", "known")
    assert [getattr(found, name)[0] for name in names] == [4, 1, 1, 2, 1, 3]


LEVELS = st.tuples(st.floats(0.5, 7), st.floats(-1, 9), st.floats(0.05, 3), st.floats(0.1, 9))


@given(st.lists(LEVELS, min_size=1, max_size=12))
@example([(0.5, -1.0, 0.05, 1.0)])
def test_an_interval_holds_its_mean_and_stays_between_0_and_1(levels):
    found = ready([(*level, 1, GapStatus.GAP, REQUIRED) for level in levels])
    assert 0 <= found.low[0] <= found.mean[0] <= found.high[0] <= 1


@given(st.lists(LEVELS, min_size=1, max_size=8), st.integers(0, 7), st.floats(0, 3))
def test_knowing_more_of_a_skill_never_lowers_readiness(levels, which, more):
    which %= len(levels)
    required, mu, sigma, weight = levels[which]
    better = [*levels[:which], (required, mu + more, sigma, weight), *levels[which + 1 :]]
    before, after = (
        ready([(*level, 1, GapStatus.GAP, REQUIRED) for level in rows]).mean[0] for rows in (levels, better)
    )
    assert after >= before - 1e-6


def test_the_interval_holds_as_often_as_it_promises_in_simulation():
    random = np.random.default_rng(8)
    share, draws = POLICY.skill_correlation, 2000
    held = []
    for _ in range(120):
        count = random.integers(1, 30)
        required = random.integers(1, 5, count).astype(float)
        mu, sigma = random.uniform(0.5, 4, count), random.uniform(0.3, 1, count)
        weight = random.integers(1, 6, count).astype(float)
        rows = zip(required, mu, sigma, weight, strict=True)
        found = ready([(*row, 1, GapStatus.GAP, REQUIRED) for row in rows])
        error = np.sqrt(share) * random.normal(size=(draws, 1))
        error = error + np.sqrt(1 - share) * random.normal(size=(draws, count))
        reached = np.clip(mu + sigma * error, 0, required) / required @ weight / weight.sum()
        held.append(((reached >= found.low[0] - 1e-9) & (reached <= found.high[0] + 1e-9)).mean())
    assert POLICY.interval_coverage <= np.mean(held) < 0.9
