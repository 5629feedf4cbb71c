"""Which skills can be tested, how long that takes, and how closely it would tell a level."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import numpy as np
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.choices import HealthState
from assessments.testing.compute.items import Items, information
from assessments.testing.sittings.choices import ITEM_COOL_DOWN, SittingState
from assessments.testing.sittings.measuring import HALF_LEVEL
from assessments.testing.sittings.models import SittingItem
from assessments.testing.sittings.reports.cheapest import MOST_QUESTIONS
from assessments.testing.sittings.selectors import Pool, pools_of
from lifow.base.database.columns import among
from lifow.people.persons.models import Person

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_QUESTIONS = MOST_QUESTIONS
"""Questions that somebody has not seen lately, from which on a test of a skill is offered."""
NOT_AGAIN_FOR = timedelta(days=7)
"""For so long nobody is offered another test of a skill: right after one they have had enough of it."""


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


def checks_offered(person: Person, skill_ids: Collection[int], as_of: datetime) -> dict[int, SkillTest]:
    """The quick checks that can be offered to a person, of these skills; three queries."""
    tests = skill_tests(skill_ids)
    skills = np.array(sorted(tests), dtype=np.int64)
    offered = can_be_tested(np.full(len(skills), person.pk), skills, as_of)
    return {skill_id: tests[skill_id] for skill_id in skills[offered].tolist()}


def expected_errors(skill: Ints, required: Floats) -> Floats:
    """The standard error that a quick check would have about each needed level, in levels; NaN
    where there are too few questions. One query.

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


def can_be_tested(person: Ints, skill: Ints, as_of: datetime) -> Bools:
    """Of each pair of a person and a skill, whether a quick check is to be offered; two queries.

    There are enough questions that they have not seen lately, and they were not tested within the last week:
    what that left open waits for other evidence. One that they have begun is offered, to resume it.
    """
    if not len(person):
        return np.zeros(0, dtype=bool)
    size = {skill_id: len(pool) for skill_id, pool in pools_of(set(skill.tolist())).items()}
    asked = _asked(np.unique(person).tolist(), as_of) if size else {}
    found = []
    for whom, what in zip(person.tolist(), skill.tolist(), strict=True):
        number, is_open, is_recent = asked.get((whom, what), (0, False, False))
        enough = size.get(what, 0) - number >= LEAST_QUESTIONS
        found.append(is_open or (enough and not is_recent))
    return np.array(found, dtype=bool)


def with_check_offered(skills: QuerySet[Skill], person: Person, as_of: datetime) -> QuerySet[Skill]:
    """Skills, each with `is_check_offered`: what `can_be_tested` says of it for a person, in their query."""
    held = Q(health__state=HealthState.HELD)
    pool = ItemVersion.objects.in_use().exclude(held).filter(item__skill=OuterRef("pk")).order_by()
    shown = SittingItem.objects.filter(
        sitting__person=person, part__skill=OuterRef("pk"), shown_at__gt=as_of - ITEM_COOL_DOWN
    ).order_by()
    test = shown.filter(sitting__is_refresher__isnull=True)
    ended = test.exclude(sitting__state=SittingState.OPEN).filter(shown_at__gt=as_of - NOT_AGAIN_FOR)
    questions = Subquery(pool.values("item__skill").annotate(number=Count("pk")).values("number"))
    seen = Subquery(
        shown.values("part__skill").annotate(number=Count("item", distinct=True)).values("number")
    )
    enough = Q(questions_in_use__gte=Coalesce(seen, 0) + LEAST_QUESTIONS) & ~Exists(ended)
    is_open = Exists(test.filter(sitting__state=SittingState.OPEN)) & Q(questions_in_use__gt=0)
    counted = skills.annotate(questions_in_use=Coalesce(questions, 0))
    return counted.annotate(
        is_check_offered=Case(When(is_open | enough, then=True), default=False, output_field=BooleanField())
    )


def pairs_with_tests(pairs: Collection[tuple[int, int]], as_of: datetime) -> set[tuple[int, int]]:
    """Those of (person id, skill id) of whom a quick check can be asked; see `can_be_tested`."""
    rows = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    found = can_be_tested(rows[:, 0], rows[:, 1], as_of)
    return {(whom, what) for whom, what in rows[found].tolist()}


def _asked(person_ids: Iterable[int], as_of: datetime) -> dict[tuple[int, int], tuple[int, bool, bool]]:
    """Of each (person, skill): how many of its questions they were shown lately, whether a sitting is open,
    and whether one was within the last week; one query. Refreshers are no test, and keep nobody from one."""
    rows = SittingItem.objects.filter(
        sitting__person__in=among(person_ids), shown_at__gt=as_of - ITEM_COOL_DOWN
    ).order_by()
    is_test = Q(sitting__is_refresher__isnull=True)
    is_open = Q(sitting__state=SittingState.OPEN)
    counted = rows.values_list("sitting__person", "part__skill").annotate(
        Count("item", distinct=True),
        open=Count("pk", filter=is_test & is_open),
        recent=Count("pk", filter=is_test & ~is_open & Q(shown_at__gt=as_of - NOT_AGAIN_FOR)),
    )
    return {
        (person_id, skill_id): (number, open_ones > 0, recent > 0)
        for person_id, skill_id, number, open_ones, recent in counted
    }


def _minutes(pool: Pool) -> int:
    return ceil(float(np.median(pool.seconds)) * MOST_QUESTIONS / 60)


def _error(pool: Pool | None, required: float) -> float:
    if pool is None or len(pool) < LEAST_QUESTIONS:
        return np.nan
    told = information(Items(pool.slope, pool.threshold), np.array([required - HALF_LEVEL]))[:, 0]
    return float(1 / np.sqrt(np.sort(told)[-MOST_QUESTIONS:].sum()))
