"""Which skills can be tested, how long that takes, and how closely it would tell a level."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from assessments.testing.compute.items import Items, information
from assessments.testing.sittings.choices import ITEM_COOL_DOWN
from assessments.testing.sittings.measuring import HALF_LEVEL
from assessments.testing.sittings.models import SittingItem
from assessments.testing.sittings.reports.cheapest import MOST_QUESTIONS
from assessments.testing.sittings.selectors import Pool, pools_of
from lifow.base.database.columns import among, read_columns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_QUESTIONS = MOST_QUESTIONS
"""Questions that somebody has not seen lately, from which on a test of a skill is offered."""


@dataclass(frozen=True, slots=True)
class SkillTest:
    """A quick check of a skill that can be offered: its questions, and the minutes that they take."""

    questions: int
    minutes: int


def skill_tests(skill_ids: Collection[int]) -> dict[int, SkillTest]:
    """The skills that can be tested, of these, for somebody who has seen none of the questions; one query."""
    pools = pools_of(skill_ids) if skill_ids else {}
    return {
        skill_id: SkillTest(MOST_QUESTIONS, _minutes(pool))
        for skill_id, pool in pools.items()
        if len(pool) >= LEAST_QUESTIONS
    }


def expected_errors(skill: Ints, required: Floats) -> Floats:
    """The standard error that a quick check would have about each needed level, in levels; NaN where
    there are too few questions. One query.

    Of the questions that tell the most at the level, one over the root of their information together.
    """
    found = np.full(len(skill), np.nan)
    if not len(skill):
        return found
    pools = pools_of(set(skill.tolist()))
    pairs, places = np.unique(np.stack([skill.astype(np.float64), required]), axis=1, return_inverse=True)
    errors = np.array([_error(pools.get(int(one)), level) for one, level in pairs.T.tolist()])
    found[:] = errors[places.ravel()]
    return found


def asked_within_cool_down(person_ids: Iterable[int], as_of: datetime) -> tuple[Ints, Ints, Ints]:
    """(person, skill, how many of its questions they were shown lately), a row a pair; one query."""
    rows = SittingItem.objects.filter(
        sitting__person__in=among(person_ids), shown_at__gt=as_of - ITEM_COOL_DOWN
    ).order_by()
    counted = rows.values("sitting__person", "part__skill").annotate(number=Count("pk"))
    columns = read_columns(
        counted, person=("sitting__person", "i8"), skill=("part__skill", "i8"), number=("number", "i8")
    )
    return columns["person"], columns["skill"], columns["number"]


def can_be_tested(person: Ints, skill: Ints, as_of: datetime) -> Bools:
    """Of each pair of a person and a skill, whether enough questions are left that they have not seen lately.

    Two queries.
    """
    if not len(person):
        return np.zeros(0, dtype=bool)
    pools = pools_of(set(skill.tolist()))
    size = {skill_id: len(pool) for skill_id, pool in pools.items()}
    of_whom, of_what, number = asked_within_cool_down(np.unique(person).tolist(), as_of)
    asked = dict(zip(zip(of_whom.tolist(), of_what.tolist(), strict=True), number.tolist(), strict=True))
    pairs = zip(person.tolist(), skill.tolist(), strict=True)
    left = [size.get(what, 0) - asked.get((whom, what), 0) for whom, what in pairs]
    return np.asarray(np.array(left, dtype=np.int64) >= LEAST_QUESTIONS)


def _minutes(pool: Pool) -> int:
    return ceil(float(np.median(pool.seconds)) * MOST_QUESTIONS / 60)


def _error(pool: Pool | None, required: float) -> float:
    if pool is None or len(pool) < LEAST_QUESTIONS:
        return np.nan
    told = information(Items(pool.slope, pool.threshold), np.array([required - HALF_LEVEL]))[:, 0]
    return float(1 / np.sqrt(np.sort(told)[-MOST_QUESTIONS:].sum()))
