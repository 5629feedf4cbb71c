"""Policies of every formula, from their plain data."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from assessments.gaps.compute.formula_1.policy import FORMAT as FIRST_FORMAT
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.formula_2 import FORMAT as SECOND_FORMAT
from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.compute.policy import GapPolicy

AnyPolicy = GapPolicy | NormalPolicy


def read_policy(data: Mapping[str, Any]) -> AnyPolicy:
    """The policy that plain data say, of whichever formula. Raises PolicyError."""
    number = data.get("format") if isinstance(data, Mapping) else None
    if number == FIRST_FORMAT:
        return NormalPolicy.from_dict(data)
    return (SecondPolicy if number == SECOND_FORMAT else GapPolicy).from_dict(data)


def has_todays_formula(policy: AnyPolicy) -> bool:
    """Whether a policy is of today's formula: its reports read roles by the day where each person is."""
    return isinstance(policy, GapPolicy) and not isinstance(policy, SecondPolicy)


def with_todays_formula(policy: AnyPolicy) -> GapPolicy:
    """A policy of today's formula with the numbers of one of whichever.

    Of the first formula these are the thresholds, and expectations start anew.
    """
    if isinstance(policy, SecondPolicy):
        return GapPolicy(**{one.name: getattr(policy, one.name) for one in fields(GapPolicy)})
    if isinstance(policy, GapPolicy):
        return policy
    kept = ("gap_below", "meets_above", "interval_coverage", "skill_correlation")
    return GapPolicy(**{name: getattr(policy, name) for name in kept})
