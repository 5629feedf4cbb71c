"""One person's report from a few words, for tests of the formula."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import NO_EXPIRY, EvidenceColumns, RequirementColumns, SkillScales
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.gap import GapReports, compute_gaps
from assessments.gaps.compute.policy import GapPolicy

TODAY = dt.date(2026, 3, 2)
NOW = day_number(TODAY)
SKILL = 7
POLICY = GapPolicy()
SELF, MANAGER, PEER, TEST, OBSERVED, MENTOR = Source
ALL = tuple(Source)


class Said(NamedTuple):
    """A word about the one person: by default of today, of a rater of its source's own."""

    source: Source
    level: float
    rater: int | None = None
    age: int = 0
    valid_until: int = NO_EXPIRY
    skill: int = SKILL
    error: float = 0.0


def row(
    top: int, required: float, *words: Said, critical: bool = False, on: int = 0, policy: GapPolicy = POLICY
) -> NDArray[np.void]:
    """The row of the skill, which is required, `on` days from today."""
    needed = [(SKILL, required, critical)] if required else []
    found = report({SKILL: top}, needed, words, on=on, policy=policy).of(0)
    return found[found["skill"] == SKILL][0]


def report(
    tops: dict[int, int],
    needed: Sequence[tuple[int, float, bool]],
    words: Sequence[Said],
    *,
    on: int = 0,
    policy: GapPolicy = POLICY,
) -> GapReports:
    """The report of one person: what is needed are (skill, level, critical) of as many role levels."""
    requirements = [
        (0, skill, required, 1, critical, 11 + number, 1)
        for number, (skill, required, critical) in enumerate(needed)
    ]
    evidence = [
        (
            *(number, 0, one.skill, one.level, one.source, rater(one), NOW - one.age, one.valid_until),
            *(0, False, one.error),
        )
        for number, one in enumerate(words, 1)
    ]
    return compute_gaps(
        RequirementColumns.of(requirements),
        EvidenceColumns.of(evidence),
        SkillScales.of(list(tops.items())),
        policy,
        as_of=TODAY + dt.timedelta(days=on),
        people=1,
    )


def rater(one: Said) -> int:
    """Whoever says it: a test is nobody's."""
    if one.rater is not None:
        return one.rater
    return 0 if one.source == Source.TEST else 100 + one.source
