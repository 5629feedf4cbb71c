"""Whisker, interval and threshold use one convention: 80%."""

from pathlib import Path

import pytest

from assessments.calibration.compute import interval
from assessments.gaps.compute.policy import GapPolicy
from lifow.base.intervals import COVERAGE, reach_of
from lifow.base.level_bar import level_bar
from mentoring.matching.compute import MatchPolicy

ROOT = Path(__file__).parents[2]
OURS = ("lifow", "assessments", "content", "mentoring", "portal", "channels")


def test_the_shipped_policies_begin_with_it():
    policy = GapPolicy()
    assert policy.interval_coverage == policy.meets_above == MatchPolicy().min_proof == COVERAGE == 0.8
    assert policy.gap_below == pytest.approx(1 - COVERAGE)


def test_a_whisker_and_a_share_reach_as_far():
    assert reach_of() == pytest.approx(1.2816, abs=1e-4)
    bar = level_bar(level=3, needed=None, sigma=1, lowest=0, highest=10)
    low, high = (float(end.rstrip("%")) for end in (bar.low, bar.high))
    assert high - low == pytest.approx(2 * 10 * reach_of(), abs=0.02)
    low, high = interval(5_000, 10_000)
    assert (high - low) / 2 == pytest.approx(reach_of() * 0.005, rel=1e-3)


def test_nothing_else_says_how_wide_an_interval_is():
    formula_1 = "formula_1"  # reports of before are made again as they were
    users = [
        path.relative_to(ROOT).as_posix()
        for app in OURS
        for path in (ROOT / app).rglob("*.py")
        if formula_1 not in path.parts and "inv_cdf(" in path.read_text()
    ]
    assert users == ["lifow/base/intervals.py"]
