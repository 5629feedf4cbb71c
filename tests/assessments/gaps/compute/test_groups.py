import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.groups import readiness_of_group, totals
from assessments.gaps.compute.packing import CRITICAL, REPORT_DTYPE, REQUIRED


def rows_of(*rows):
    """Report rows from (skill, status, flags, n_evidence, gap)."""
    report = np.zeros(len(rows), dtype=REPORT_DTYPE)
    for row, (skill, status, flags, n_evidence, gap) in zip(report, rows, strict=True):
        row["skill"], row["status"], row["flags"] = skill, status, flags
        row["n_evidence"], row["gap"] = n_evidence, gap
    return report


def test_totals_count_people_by_status_and_add_up_what_is_missing():
    rows = rows_of(
        (7, GapStatus.GAP, REQUIRED | CRITICAL, 2, 1.5),
        (7, GapStatus.GAP, REQUIRED, 1, 0.5),
        (7, GapStatus.ASSESS_FIRST, REQUIRED, 0, 0.75),
        (7, GapStatus.ASSESS_FIRST, REQUIRED, 1, 0.25),
        (7, GapStatus.MEETS, REQUIRED, 3, 0.125),
    )
    row = totals(rows, np.full(5, 4)).iloc[0].to_dict()
    assert row == {
        "group": 4,
        "skill": 7,
        "people": 5,
        "gap": 2,
        "assess_first": 2,
        "meets": 1,
        "never_assessed": 1,
        "critical_gap": 1,
        "missing": 2.0,
    }


def test_totals_are_by_group_and_skill_and_pass_over_what_is_not_required():
    rows = rows_of(
        (9, GapStatus.GAP, REQUIRED, 1, 1),
        (7, GapStatus.MEETS, REQUIRED, 1, 0),
        (7, GapStatus.MEETS, 0, 1, 0),
        (7, GapStatus.GAP, REQUIRED, 1, 1),
    )
    table = totals(rows, np.array([1, 1, 1, 2]))
    assert table[["group", "skill", "people"]].to_numpy().tolist() == [[1, 7, 1], [1, 9, 1], [2, 7, 1]]


def test_a_groups_interval_by_hand():
    # Two people known to ±0.1: the mean of both is known to ±0.1/√2.
    reach = norm.ppf(0.9)
    mean = np.array([0.5, 0.7, np.nan])
    found = readiness_of_group(mean, mean - 0.1 * reach, mean + 0.1 * reach, 0.8)
    assert (found.people, found.mean) == (2, pytest.approx(0.6))
    assert found.high - found.mean == pytest.approx(reach * 0.1 / np.sqrt(2))
    assert found.mean - found.low == pytest.approx(reach * 0.1 / np.sqrt(2))


def test_a_group_without_reports_has_no_readiness():
    found = readiness_of_group(np.array([np.nan]), np.array([np.nan]), np.array([np.nan]), 0.8)
    assert (found.people, found.mean, found.low, found.high) == (0, None, None, None)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30))
def test_a_groups_interval_holds_its_mean_and_stays_between_0_and_1(people):
    mean, reach = np.array(people).T
    found = readiness_of_group(mean, np.maximum(mean - reach, 0), np.minimum(mean + reach, 1), 0.8)
    assert 0 <= found.low <= found.mean <= found.high <= 1
