"""How long evidence counts: until its last valid day, or until it is too old to tell."""

import math
from collections.abc import Mapping

from assessments.evidence.choices import Source
from assessments.gaps.compute.policy import GapPolicy, SourceTrust
from assessments.gaps.compute.posterior import LEAST_PRECISION


def last_ages(policy: GapPolicy) -> dict[Source, int]:
    """The age in days up to which a reading of each source counts; −1 where not even a fresh one does.

    It is the age at which its precision, (1/sd²)·2^(−a/half-life), falls below LEAST_PRECISION.
    """
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
