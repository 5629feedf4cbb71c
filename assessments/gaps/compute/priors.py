"""What to expect of a person whom nobody has assessed, from the evidence about others of the role family."""

import datetime as dt

import numpy as np

from assessments.gaps.compute.columns import (
    EvidenceColumns,
    Floats,
    Ints,
    RequirementColumns,
    SkillScales,
    sums,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.policy import GapPolicy, Prior
from assessments.gaps.compute.readings import Block, Reader, Readings, SkillTable, blocks_of_people, by_person
from assessments.gaps.compute.requirements import resolve_requirements

LEAST_SD = 0.05
"""A twentieth of the scale: a tighter prior would let evidence about one person hardly count."""


def estimate_priors(
    requirements: RequirementColumns,
    evidence: EvidenceColumns,
    scales: SkillScales,
    policy: GapPolicy,
    *,
    as_of: dt.date,
) -> dict[tuple[int, int], Prior]:
    """Prior of each (role family id, skill id) that has evidence, in shares of the scale's span.

    Empirical Bayes: person p's readings sum up to yₚ with variance vₚ, and yₚ ~ N(m, s² + vₚ) over the
    persons of a family. s² is the moment estimate of DerSimonian & Laird (1986), m the mean weighted by
    1/(s² + vₚ). Both, s² first, are drawn to the policy's default prior as if that had been seen in
    `prior_persons` persons. The family of a person on a skill is that of the requirement; evidence on
    skills that are not required forms the pool NO_FAMILY. The policy's own priors are not used.

    Put the result into the next version of the policy, with the day: reports keep being computed from a
    stored policy, never from an estimate made on the way. Raises InputError as `compute_gaps` does.
    """
    requirements = resolve_requirements(requirements)
    evidence = by_person(evidence)
    skills = SkillTable(scales)
    people = 1 + max((int(c.person[-1]) for c in (requirements, evidence) if len(c)), default=-1)
    reader = Reader(skills, policy, evidence, day_number(as_of))
    parts = [
        _measured(block, reader.read(block), skills)
        for block in blocks_of_people(requirements, evidence, people, skills)
    ]
    if not any(len(part[0]) for part in parts):
        return {}
    family, skill, level, precision = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    keys, pool = np.unique(np.stack([family, skill]), axis=1, return_inverse=True)
    mean, sd = pooled_priors(pool.ravel(), level, precision, policy)
    return {
        (int(f), int(skills.skill[s])): Prior(float(m), float(d))
        for (f, s), m, d in zip(keys.T, mean, sd, strict=True)
    }


def _measured(block: Block, readings: Readings, skills: SkillTable) -> tuple[Ints, Ints, Floats, Floats]:
    """Family, skill position, level and precision of each (person, skill) with evidence."""
    cells, at = np.unique(readings.cell, return_inverse=True)
    precision = sums(at, readings.precision, len(cells))
    level = sums(at, readings.precision * readings.level, len(cells)) / precision
    family = np.zeros(block.people << skills.bits, dtype=np.int64)
    family[skills.required_cells(block)] = block.requirements.family
    return family[cells], skills.positions_of_cells(cells), level, precision


def pooled_priors(pool: Ints, level: Floats, precision: Floats, policy: GapPolicy) -> tuple[Floats, Floats]:
    """Mean and standard deviation between persons of each pool 0 … max, drawn to the default prior."""

    def total(values: Floats) -> Floats:
        return sums(pool, values, 0)

    weight = total(precision)
    squares = total(precision**2)
    centre = total(precision * level) / weight
    excess = total(precision * (level - centre[pool]) ** 2) - (np.bincount(pool) - 1)
    freedom = weight**2 / squares - 1
    between = np.zeros(len(weight))
    several = freedom > 0
    between[several] = np.maximum(excess[several] / (weight - squares / weight)[several], 0)
    default, persons = policy.default_prior, policy.prior_persons
    variance = (freedom * between + persons * default.sd**2) / (freedom + persons)
    trust = 1 / (1 / precision + variance[pool])
    pull = persons / default.sd**2
    mean = (total(trust * level) + pull * default.mean) / (total(trust) + pull)
    return mean, np.maximum(np.sqrt(variance), LEAST_SD)
