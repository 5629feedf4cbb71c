"""How often statements came true: reliability table and Brier score. Pure."""

from assessments.calibration.compute.reliability import (
    BINS,
    LEAST,
    Judged,
    Sums,
    bin_of,
    expected_share,
    interval,
    sums_by_bin,
)

__all__ = [
    "BINS",
    "LEAST",
    "Judged",
    "Sums",
    "bin_of",
    "expected_share",
    "interval",
    "sums_by_bin",
]
