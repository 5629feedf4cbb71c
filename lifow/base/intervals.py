"""How sure a statement has to be, in one number: whiskers, intervals and thresholds all mean the same 80%.

A policy begins with it (`interval_coverage`, `meets_above`, `gap_below` = 1 − it) and may say another number
for the intervals of what it measures.
"""

from statistics import NormalDist

COVERAGE = 0.8
"""How often an interval is to hold the truth, and how likely a level must be to be called met or proven."""


def reach_of(coverage: float = COVERAGE) -> float:
    """Standard deviations on each side of the mean that hold a normal value so often: 1.28 for 80%."""
    return NormalDist().inv_cdf((1 + coverage) / 2)
