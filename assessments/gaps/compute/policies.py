"""Policies of every formula, from their plain data."""

from collections.abc import Mapping
from typing import Any

from assessments.gaps.compute.formula_1.policy import FORMAT as FIRST_FORMAT
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.policy import GapPolicy

AnyPolicy = GapPolicy | NormalPolicy


def read_policy(data: Mapping[str, Any]) -> AnyPolicy:
    """The policy that plain data say, of whichever formula. Raises PolicyError."""
    if isinstance(data, Mapping) and data.get("format") == FIRST_FORMAT:
        return NormalPolicy.from_dict(data)
    return GapPolicy.from_dict(data)


def with_todays_formula(policy: AnyPolicy) -> GapPolicy:
    """A policy of today's formula with the thresholds of one of whichever; expectations start anew."""
    if isinstance(policy, GapPolicy):
        return policy
    kept = ("gap_below", "meets_above", "interval_coverage", "skill_correlation")
    return GapPolicy(**{name: getattr(policy, name) for name in kept})
