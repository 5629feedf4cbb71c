"""Of several roles that one person has, which requirement of a skill holds."""

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from assessments.gaps.compute.columns import Floats, RequirementColumns, rises


@dataclass(frozen=True, slots=True)
class ResolvedRequirements(RequirementColumns):
    """One row a (person, skill), sorted by both: the requirement that holds, and up to where it is critical.

    critical        whether any of the roles cannot be done without it
    critical_level  the highest level that one of these requires, at most `required`; 0 where none does
    """

    types: ClassVar[dict[str, str]] = RequirementColumns.types | {"critical_level": "f8"}
    critical_level: Floats


def resolve_requirements(requirements: RequirementColumns) -> ResolvedRequirements:
    """One requirement a person and skill, sorted by person and skill.

    The highest required level wins; among equals the larger weight, then the lower role level id. The
    winner's level, weight, role level and family are kept. Each requirement is critical on its own level: a
    role that needs 2 and cannot do without it does not make another's 3 critical.
    """
    person, skill = requirements.person, requirements.skill
    if isinstance(requirements, ResolvedRequirements):
        return requirements
    alone = np.where(requirements.critical, requirements.required, 0.0)
    if rises(person, skill):
        return _resolved(requirements, alone)
    order = np.lexsort(
        (
            requirements.family,
            requirements.role_level,
            -requirements.weight,
            -requirements.required,
            skill,
            person,
        )
    )
    ranked = requirements.take(order)
    first = np.ones(len(ranked), dtype=bool)
    first[1:] = (ranked.person[1:] != ranked.person[:-1]) | (ranked.skill[1:] != ranked.skill[:-1])
    winners = np.flatnonzero(first)
    return _resolved(ranked.take(winners), np.maximum.reduceat(alone[order], winners))


def _resolved(winners: RequirementColumns, critical_level: Floats) -> ResolvedRequirements:
    columns = {one.name: getattr(winners, one.name) for one in fields(RequirementColumns)}
    return ResolvedRequirements(**{**columns, "critical": critical_level > 0}, critical_level=critical_level)
