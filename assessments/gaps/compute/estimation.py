"""What to expect before anybody has rated a skill, estimated from all evidence of the company.

    y = e + g·(t − ½) + u + (the person's own line) + error

over all skills of all people with words, where y is the normal message that the words of a skill give by
themselves, and v its variance (`expectation`). The level e and the slope g are found by weighted least
squares, with the weights 1/(v + s² + what people differ by), as if `pooling_people` people had shown the
shipped ones; the shift u of each (role family, skill) is a mean of what is left, drawn to 0 by how much these
means differ beyond chance (the moment estimate of DerSimonian & Laird, 1986).

Put the result into the next version of the policy, with the day: reports keep being computed from a stored
policy, never from an estimate made on the way.
"""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from assessments.gaps.compute.blocks import SkillTable, blocks_of_people, by_person
from assessments.gaps.compute.columns import (
    EvidenceColumns,
    Floats,
    Ints,
    RequirementColumns,
    SkillScales,
    sums,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.expectation import MIDDLE
from assessments.gaps.compute.policy import Expected, GapPolicy
from assessments.gaps.compute.requirements import resolve_requirements
from assessments.gaps.compute.rows import RowWriter

LEAST_SD = 0.05
"""A twentieth of the scale: a tighter expectation would let words about one person hardly count."""


@dataclass(frozen=True, slots=True)
class Messages:
    """What words say of each (person, skill) that has some: one entry each.

    person          index
    family, skill   ids, of the requirement and of the skill; NO_FAMILY where it is not required
    asked           level asked for, in shares of the span, as mean and variance are
    mean, variance  of what the words say by themselves
    """

    person: Ints
    family: Ints
    skill: Ints
    asked: Floats
    mean: Floats
    variance: Floats


def estimate_expectations(
    requirements: RequirementColumns,
    evidence: EvidenceColumns,
    scales: SkillScales,
    policy: GapPolicy,
    *,
    as_of: dt.date,
) -> GapPolicy:
    """The policy with the level, slope and shifts that the evidence shows; the shipped where it has none.

    Raises InputError as `compute_gaps` does.
    """
    shipped = GapPolicy()
    general = replace(
        policy,
        expected_level=shipped.expected_level,
        expected_slope=shipped.expected_slope,
        expected={},
    )
    said = read_messages(requirements, evidence, scales, general, as_of=as_of)
    if not len(said.mean):
        return general
    x = said.asked - MIDDLE
    people = policy.person_sd**2 + policy.slope_sd**2 * x * x
    weight = 1 / (said.variance + policy.skill_sd**2 + people)
    level, slope = _line(x, said, weight, general)
    general = replace(general, expected_level=_share(level), expected_slope=_share(slope))
    left = said.mean - general.expected_level - general.expected_slope * x
    return replace(general, expected=_shifts(said, left, weight, general))


def with_expectations(policy: GapPolicy, found: GapPolicy) -> GapPolicy:
    """A policy with the level, the slope and the shifts of another."""
    names = ("expected_level", "expected_slope", "expected")
    return replace(policy, **{name: getattr(found, name) for name in names})


def read_messages(
    requirements: RequirementColumns,
    evidence: EvidenceColumns,
    scales: SkillScales,
    policy: GapPolicy,
    *,
    as_of: dt.date,
) -> Messages:
    """What the words of each (person, skill) say by themselves, under a policy."""
    requirements, evidence, skills = (
        resolve_requirements(requirements),
        by_person(evidence),
        SkillTable(scales),
    )
    people = 1 + max((int(c.person[-1]) for c in (requirements, evidence) if len(c)), default=-1)
    writer = RowWriter(skills, policy, day_number(as_of))
    parts = [writer.messages(block) for block in blocks_of_people(requirements, evidence, people, skills)]
    columns = zip(*parts, strict=True) if parts else [[np.empty(0)]] * 6
    person, family, skill, asked, mean, variance = (np.concatenate(list(one)) for one in columns)
    return Messages(person, family, skill, asked, mean, variance)


def _line(x: Floats, said: Messages, weight: Floats, policy: GapPolicy) -> tuple[float, float]:
    """Level and slope of expectation, drawn to those of the policy."""
    off = said.mean - policy.expected_level - policy.expected_slope * x
    pull = policy.pooling_people * weight.sum() / len(np.unique(said.person))
    spread = pull * float(np.average(x * x, weights=weight)) if len(x) else 0.0
    s0, s1, s2 = weight.sum() + pull, (weight * x).sum(), (weight * x * x).sum() + max(spread, 1e-9)
    l0, l1 = (weight * off).sum(), (weight * off * x).sum()
    determinant = s0 * s2 - s1 * s1
    level = (s2 * l0 - s1 * l1) / determinant
    slope = (s0 * l1 - s1 * l0) / determinant
    return policy.expected_level + float(level), policy.expected_slope + float(slope)


def _share(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 4)


def _shifts(
    said: Messages, left: Floats, weight: Floats, policy: GapPolicy
) -> dict[tuple[int, int], Expected]:
    """Shift and spread of each (family, skill) with words."""
    keys, pool = np.unique(np.stack([said.family, said.skill]), axis=1, return_inverse=True)
    pool = pool.ravel()
    total = sums(pool, weight, 0)
    mean = sums(pool, weight * left, 0) / total
    centre = float(np.average(mean, weights=total))
    freedom = len(total) - 1
    excess = float((total * (mean - centre) ** 2).sum()) - freedom
    scale = total.sum() - (total**2).sum() / total.sum()
    between = max(excess / scale, 0.0) if freedom > 0 else 0.0
    # How far each mean is drawn to 0, and what is left to be unsure of.
    share = between / (between + 1 / total)
    shift, unsure = np.clip(share * mean, -1, 1), share / total
    sd = np.sqrt(np.maximum(policy.skill_sd**2 - between + unsure, LEAST_SD**2))
    return {
        (int(family), int(skill)): Expected(round(float(one), 4), round(float(spread), 4))
        for (family, skill), one, spread in zip(keys.T, shift, sd, strict=True)
    }
