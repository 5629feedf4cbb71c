"""Tables and scores by hand; right statements come out near the diagonal, overconfident ones do not."""

from statistics import NormalDist

import numpy as np
import pytest

from assessments.calibration.compute import (
    BINS,
    Judged,
    Sums,
    bin_of,
    expected_share,
    interval,
    sums_by_bin,
)

PHI = NormalDist().cdf
Z = NormalDist().inv_cdf


def judged(*rows: tuple[float, float, bool]) -> Judged:
    chance, expected, came = zip(*rows, strict=True) if rows else ((), (), ())
    return Judged(np.array(chance, dtype=float), np.array(expected, dtype=float), np.array(came, dtype=bool))


def test_sums_by_hand():
    sums = sums_by_bin(judged((0.85, 0.8, True), (0.82, 0.75, False), (0.15, 0.2, False)))
    assert [one.statements for one in sums] == [0, 1, 0, 0, 0, 0, 0, 0, 2, 0]
    high = sums[8]
    assert (high.came_true, high.chance, high.expected) == (1, pytest.approx(1.67), pytest.approx(1.55))
    assert high.squares == pytest.approx(0.15**2 + 0.82**2)
    expected = 0.8 * 0.15**2 + 0.2 * 0.85**2 + 0.75 * 0.18**2 + 0.25 * 0.82**2
    assert high.expected_squares == pytest.approx(expected)


def test_no_statements_give_no_sums():
    assert sums_by_bin(judged()) == [Sums()] * BINS


def test_a_chance_is_in_the_bin_that_begins_with_it():
    stored = np.array([0.0, 0.1, 0.3, 0.7, 0.8, 0.99, 1.0], dtype=np.float32).astype(float)
    assert bin_of(stored).tolist() == [0, 1, 3, 7, 8, 9, 9]


def test_what_errs_itself_confirms_a_right_statement_less_often():
    # 80 % with a spread of .8 levels lies .673 above the needed level; a test errs by .6: √(.64 + .36) = 1.
    found = expected_share(np.array([0.8]), np.array([0.8]), np.array([0.6]), np.array([0.0]))
    assert found[0] == pytest.approx(PHI(Z(0.8) * 0.8)) == pytest.approx(0.75, abs=1e-3)


def test_what_does_not_err_confirms_it_as_often_as_it_says():
    chance = np.array([0.1, 0.5, 0.9])
    assert expected_share(chance, np.ones(3), np.zeros(3), np.zeros(3)) == pytest.approx(chance)
    assert expected_share(chance, np.zeros(3), np.zeros(3), np.zeros(3)) == pytest.approx(chance)


def test_an_offset_of_what_comes_later_is_reckoned_with():
    found = expected_share(np.array([0.5]), np.array([0.6]), np.array([0.8]), np.array([0.25]))
    assert found[0] == pytest.approx(PHI(0.25))


def test_an_interval_is_wilsons():
    low, high = interval(24, 30)
    z, share, n = Z(0.9), 0.8, 30
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    assert low == pytest.approx((share + z * z / 60 - half) / (1 + z * z / 30))
    assert high == pytest.approx((share + z * z / 60 + half) / (1 + z * z / 30))
    assert interval(0, 40)[0] == pytest.approx(0, abs=1e-12)


def told(seed: int, *, believed: float, people: int = 40_000) -> Judged:
    """Levels about which posteriors with a spread of .9 are right; statements as if it were `believed`."""
    draw = np.random.default_rng(seed)
    spread, error = 0.9, 0.65
    above = draw.normal(0, 1.2, people)
    level = above + draw.normal(0, spread, people)
    later = level + draw.normal(0, error, people)
    chance = np.array([PHI(one / believed) for one in above])
    ones = np.ones(people)
    expected = expected_share(chance, believed * ones, error * ones, 0 * ones)
    return Judged(chance, expected, later >= 0)


@pytest.mark.parametrize("seed", range(3))
def test_right_statements_come_out_near_the_diagonal(seed):
    sums = sums_by_bin(told(seed, believed=0.9))
    for one in sums:
        share = one.came_true / one.statements
        expected = one.expected / one.statements
        assert abs(share - expected) < 4 * (expected * (1 - expected) / one.statements) ** 0.5
    total = sum(sums, Sums())
    assert total.squares / total.statements == pytest.approx(
        total.expected_squares / total.statements, abs=0.006
    )


@pytest.mark.parametrize("seed", range(3))
def test_overconfident_statements_do_not(seed):
    sums = sums_by_bin(told(seed, believed=0.45))
    for one, sign in ((sums[0], 1), (sums[8], -1), (sums[9], -1)):
        low, high = interval(one.came_true, one.statements)
        expected = one.expected / one.statements
        assert low > expected if sign > 0 else high < expected
    total = sum(sums, Sums())
    assert total.squares > 1.15 * total.expected_squares
