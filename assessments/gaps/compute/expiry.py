"""How long evidence counts: until its last valid day, or until it is too old to tell."""

import math
from collections.abc import Mapping

from assessments.evidence.choices import Source
from assessments.gaps.compute.formula_1.policy import NormalPolicy, SourceTrust
from assessments.gaps.compute.formula_1.posterior import LEAST_PRECISION
from assessments.gaps.compute.policies import AnyPolicy


def last_ages(policy: AnyPolicy) -> dict[Source, int]:
    """The age in days up to which a word of each source counts, by the formula of the policy.

    By the first formula it is the age at which its precision, (1/sd²)·2^(−a/half-life), falls below
    LEAST_PRECISION; −1 where that of a fresh one does.
    """
    if not isinstance(policy, NormalPolicy):
        return dict.fromkeys(policy.sources, math.floor(policy.reassess_after_days))
    return {source: _last_age(trust) for source, trust in policy.sources.items()}


def last_day(*, source: Source, observed_on: int, valid_until: int | None, ages: Mapping[Source, int]) -> int:
    """The last day, counted from 1970, on which a reading counts; `ages` as `last_ages` says."""
    by_age = observed_on + ages[source]
    return by_age if valid_until is None else min(by_age, valid_until)


def _last_age(trust: SourceTrust) -> int:
    fresh = trust.sd**-2
    return (
        -1
        if fresh < LEAST_PRECISION
        else math.floor(trust.half_life_days * math.log2(fresh / LEAST_PRECISION))
    )
