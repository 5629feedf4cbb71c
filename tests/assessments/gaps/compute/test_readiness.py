from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import CRITICAL, REPORT_DTYPE, REQUIRED
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.readiness import clipped_normal, readiness
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
        return sum(
            quad(lambda x: function(x) * norm.pdf(x, mean, sd), low, high, epsabs=1e-13)[0]
            for low, high in pairwise(points)
        )

    over = norm.sf(top, mean, sd)
    expected = integral(lambda x: x) + top * over
    below = norm.cdf(0, mean, sd)
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
    reach = norm.ppf(0.9) * 0.5 * np.sqrt(0.75 * 2 + 0.25 * 4) / 100
    assert found.low[0] == pytest.approx(0.5 - reach, abs=1e-7)
    assert found.high[0] == pytest.approx(0.5 + reach, abs=1e-7)


def test_never_assessed_skills_enter_by_their_prior_and_are_counted():
    found = ready([(3, 2, 1, 1, 0, GapStatus.ASSESS_FIRST, REQUIRED), known(3, 3, weight=3)])
    assert found.never_assessed[0] == 1
    assert found.high[0] - found.low[0] > 0.1


def test_skills_that_are_not_required_do_not_count():
    with_more = ready([known(3, 2), (0, 4, 0.5, 0, 2, GapStatus.MEETS, 0)])
    alone = ready([known(3, 2)])
    assert with_more == alone


def test_who_has_no_requirements_has_no_readiness():
    found = ready([], [known(3, 3)], [])
    assert np.isnan(found.mean).tolist() == [True, False, True]
    assert found.required.tolist() == [0, 1, 0]


MUST = REQUIRED | CRITICAL


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([GapStatus.MEETS, GapStatus.MEETS], GapStatus.MEETS),
        ([GapStatus.MEETS, GapStatus.ASSESS_FIRST], GapStatus.ASSESS_FIRST),
        ([GapStatus.GAP, GapStatus.ASSESS_FIRST], GapStatus.GAP),
        ([], GapStatus.MEETS),
    ],
)
def test_all_critical_skills_met_is_yes_no_or_nobody_knows(statuses, expected):
    critical = [known(3, 2, status=status, flags=MUST) for status in statuses]
    found = ready([*critical, known(3, 2, status=GapStatus.GAP)])
    assert found.critical_status[0] == expected
    assert found.critical[0] == len(statuses)


def test_counts_are_of_required_skills_by_status():
    found = ready(
        [
            known(3, 1),
            known(3, 3, status=GapStatus.MEETS),
            (3, 2, 1, 1, 0, GapStatus.ASSESS_FIRST, REQUIRED),
            (3, 2, 1, 1, 2, GapStatus.ASSESS_FIRST, REQUIRED),
        ]
    )
    counts = (found.required[0], found.gaps[0], found.assess_first[0], found.never_assessed[0])
    assert counts == (4, 1, 2, 1)


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
