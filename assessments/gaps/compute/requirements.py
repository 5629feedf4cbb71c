"""Of several roles that one person has, which requirement of a skill holds."""

import numpy as np

from assessments.gaps.compute.columns import RequirementColumns, rises


def resolve_requirements(requirements: RequirementColumns) -> RequirementColumns:
    """One requirement a person and skill, sorted by person and skill.

    The highest required level wins; among equals the larger weight, then the lower role level id. The
    winner's level, weight, role level and family are kept; the skill is critical if any of the role
    levels says so. Columns that are resolved already are returned as they are.
    """
    person, skill = requirements.person, requirements.skill
    if rises(person, skill):
        return requirements
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
    critical = np.logical_or.reduceat(ranked.critical, winners)
    won = ranked.take(winners)
    return RequirementColumns(
        person=won.person,
        skill=won.skill,
        required=won.required,
        weight=won.weight,
        critical=critical,
        role_level=won.role_level,
        family=won.family,
    )
