"""Policies of every formula, from their plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from assessments.gaps.compute.formula_1.policy import FORMAT as FIRST_FORMAT
from assessments.gaps.compute.formula_1.policy import NormalPolicy, Prior
from assessments.gaps.compute.formula_2 import FORMAT as SECOND_FORMAT
from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.compute.formula_3 import FORMAT as THIRD_FORMAT
from assessments.gaps.compute.formula_3 import ThirdPolicy
from assessments.gaps.compute.formula_4 import FORMAT as FOURTH_FORMAT
from assessments.gaps.compute.formula_4 import FourthPolicy
from assessments.gaps.compute.policy import Expected, GapPolicy

AnyPolicy = GapPolicy | NormalPolicy
Pair = TypeVar("Pair", Expected, Prior)


def read_policy(data: Mapping[str, Any]) -> AnyPolicy:
    """The policy that plain data say, of whichever formula. Raises PolicyError."""
    number = data.get("format") if isinstance(data, Mapping) else None
    if number == FIRST_FORMAT:
        return NormalPolicy.from_dict(data)
    earlier: dict[int, type[GapPolicy]] = {
        SECOND_FORMAT: SecondPolicy,
        THIRD_FORMAT: ThirdPolicy,
        FOURTH_FORMAT: FourthPolicy,
    }
    kind = earlier.get(number, GapPolicy) if isinstance(number, int) else GapPolicy
    return kind.from_dict(data)


def reads_own_days(policy: AnyPolicy) -> bool:
    """Whether a policy reads roles by the day where each person is, as those since the third format do."""
    return isinstance(policy, GapPolicy) and not isinstance(policy, SecondPolicy)


def with_todays_formula(policy: AnyPolicy) -> GapPolicy:
    """A policy of today's formula with the numbers of one of whichever.

    Of the first formula these are the thresholds, and expectations start anew. What a machine says weighs as
    it did, and tests are read as they were, until HR adopts something else: nothing that is estimated changes
    that.
    """
    if isinstance(policy, SecondPolicy | ThirdPolicy | FourthPolicy):
        return GapPolicy(**{one.name: getattr(policy, one.name) for one in fields(GapPolicy)})
    if isinstance(policy, GapPolicy):
        return policy
    kept = ("gap_below", "meets_above", "interval_coverage", "skill_correlation")
    return GapPolicy(**{name: getattr(policy, name) for name in kept})


def following_skills(policy: AnyPolicy, olds: Mapping[int, Sequence[int]]) -> AnyPolicy:
    """The policy with what it expects of skills that took others' place since it was adopted.

    olds  of each such skill the ones whose place it took; their mean is expected of it, where the policy says
          nothing of the skill itself
    """
    if not olds:
        return policy
    if isinstance(policy, NormalPolicy):
        return replace(policy, priors=_following(policy.priors, olds))
    return replace(policy, expected=_following(policy.expected, olds))


def _following(
    said: Mapping[tuple[int, int], Pair], olds: Mapping[int, Sequence[int]]
) -> dict[tuple[int, int], Pair]:
    found = dict(said)
    for family in sorted({family for family, _skill in said}):
        for new, those in olds.items():
            known = [said[family, old] for old in those if (family, old) in said]
            if known and (family, new) not in said:
                found[family, new] = type(known[0])(*map(_mean, zip(*known, strict=True)))
    return found


def _mean(numbers: Iterable[float]) -> float:
    values = list(numbers)
    return sum(values) / len(values)
