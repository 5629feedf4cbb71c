"""From rows to arrays: a query each, what held at one moment, in the columns of `assessments.gaps.compute`.

`positions` gives each person's index, 0 … n − 1, in the order of the ids.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from django.db.models import Max, Q
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.frameworks.models import FrameworkVersion, Requirement, Skill
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    NO_FAMILY,
    NO_RATER,
    EvidenceColumns,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.models import GapPolicyVersion, GapReport

CODES = {source.key: int(source) for source in Source}


def positions_of(person_ids: Sequence[int]) -> dict[int, int]:
    """The index of each person: ids in ascending order count from 0."""
    return {person_id: index for index, person_id in enumerate(sorted(person_ids))}


def requirement_columns(positions: Mapping[int, int], moment: datetime) -> RequirementColumns:
    """What the roles that people have on the day of `moment` require, by the versions in force then."""
    day = utc_day(moment)
    rows = (
        Requirement.objects.filter(
            Q(role_level__assignments__ends_on__isnull=True) | Q(role_level__assignments__ends_on__gte=day),
            version__in=FrameworkVersion.objects.in_force(moment),
            role_level__assignments__person__in=list(positions),
            role_level__assignments__starts_on__lte=day,
        )
        .values_list(
            "role_level__assignments__person_id",
            "skill_id",
            "level",
            "weight",
            "is_critical",
            "role_level_id",
            "role_level__role__family_id",
        )
        .distinct()
    )
    person, skill, level, weight, critical, role_level, family = _columns(rows, 7)
    return RequirementColumns(
        person=np.array([positions[key] for key in person], dtype=np.int32),
        skill=_ints(skill),
        required=_floats(level),
        weight=_floats(weight),
        critical=np.array(critical, dtype=bool),
        role_level=_ints(role_level),
        family=_ints([key or NO_FAMILY for key in family]),
    )


def evidence_columns(positions: Mapping[int, int], moment: datetime) -> EvidenceColumns:
    """The evidence of people that was recorded and not superseded at `moment`."""
    rows = (
        Evidence.objects.filter(person__in=list(positions), recorded_at__lte=moment)
        .exclude(superseded_by__recorded_at__lte=moment)
        .order_by("person_id", "skill_id", "pk")
        .values_list(
            "pk", "person_id", "skill_id", "level", "source", "rater_id", "observed_at", "valid_until"
        )
    )
    evidence, person, skill, level, source, rater, observed_at, valid_until = _columns(rows, 8)
    return EvidenceColumns(
        evidence=_ints(evidence),
        person=np.array([positions[key] for key in person], dtype=np.int32),
        skill=_ints(skill),
        level=_floats(level),
        source=np.array([CODES[key] for key in source], dtype=np.uint8),
        rater=_ints([key or NO_RATER for key in rater]),
        observed_on=_days([utc_day(when) for when in observed_at]),
        valid_until=_days(valid_until),
    )


def last_recorded(person_ids: Sequence[int]) -> datetime | None:
    """When the newest was recorded of what a report of one of the people is made from; None where there is
    nothing.

    That is their evidence, the versions of frameworks and of the policy, and their reports so far: clocks of
    two writers differ, and the one that writes later may have looked at its clock earlier.
    """
    newest = (
        Evidence.objects.filter(person__in=person_ids).aggregate(at=Max("recorded_at")),
        FrameworkVersion.objects.aggregate(at=Max("published_at")),
        GapPolicyVersion.objects.aggregate(at=Max("adopted_at")),
        GapReport.objects.current().filter(person__in=person_ids).aggregate(at=Max("as_of")),
    )
    return max((found["at"] for found in newest if found["at"]), default=None)


def skill_scales(skill_ids: Sequence[int]) -> SkillScales:
    """The top level of the scale of each of the skills."""
    rows = (
        Skill.objects.filter(pk__in=skill_ids)
        .annotate(top=Max("framework__scale__levels__value"))
        .values_list("pk", "top")
    )
    skill, top = _columns(rows, 2)
    return SkillScales(skill=_ints(skill), top=_floats(top))


def utc_day(moment: datetime) -> date:
    """The day of `moment` in UTC, in which all computing is done."""
    return moment.astimezone(UTC).date()


def _columns(rows: Any, width: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * width


def _ints(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[Any]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def _days(values: Sequence[date | None]) -> NDArray[np.int32]:
    return np.array([day_number(day) if day else NO_EXPIRY for day in values], dtype=np.int32)
