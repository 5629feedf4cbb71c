"""How ratings differ here: by how much a rater's words are above what others say of the same people.

A many-facet model (Linacre, 1989) in the ordinal form of the levels themselves: a word k is said where

    θ + offset of its source + severity of its rater + error

lies nearest to k. Levels and severities are crossed effects, each drawn to what is expected of it (a level to
the person's line, a severity to 0 with the spread `SEVERITY_SD`), and found together: given both, each word
stands for the mean of the normal between the ends of its answer; given these, both are weighted means
(Henderson's equations, solved by turns). So a rater of few words has next to no severity, nor has one whose
words nobody else's can be compared with.

Only words about others take part, and only those that name their rater. The result is for the next version
of a policy, deliberately; it counts nowhere until that says `uses_severity`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assessments.gaps.compute.blocks import SkillTable, blocks_of_people, by_person
from assessments.gaps.compute.columns import (
    NO_RATER,
    EvidenceColumns,
    Floats,
    Ints,
    RequirementColumns,
    SkillScales,
    distinct_of,
    sums,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.normal import standard_normal
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.requirements import resolve_requirements
from assessments.gaps.compute.rows import RowWriter
from assessments.gaps.compute.words import Rated

SEVERITY_SD = 0.07
"""A third of a level of five: differences between supervisors' means of the same people make up about a tenth
of the variance of ratings (Scullen, Mount & Goff, 2000, of which much is due to who rates whom)."""
ROUNDS = 40
FAR = 30.0
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Severity:
    """Of one rater: by how much their words are above others', its spread, and of how many words that is.

    compared   how many of these are about a skill of a person in which somebody else has a word too
    """

    mean: float
    sd: float
    words: int
    compared: int


def estimate_severity(
    requirements: RequirementColumns,
    evidence: EvidenceColumns,
    scales: SkillScales,
    policy: GapPolicy,
    *,
    as_of: dt.date,
) -> dict[int, Severity]:
    """The severity of each rater (by id) of others, in shares of a scale's span; above 0 is lenient.

    What the policy takes off already is not: the same evidence gives the same, whatever was estimated before.
    Raises InputError as `compute_gaps` does.
    """
    requirements, evidence = resolve_requirements(requirements), by_person(evidence)
    skills = SkillTable(scales)
    people = 1 + max((int(c.person[-1]) for c in (requirements, evidence) if len(c)), default=-1)
    writer = RowWriter(skills, replace(policy, uses_severity=False), day_number(as_of))
    rated, priors, cells = [], [], 0
    for block in blocks_of_people(requirements, evidence, people, skills):
        one, mean, variance = writer.rated(block)
        rated.append(Rated(one.cell + cells, one.low, one.high, one.variance, one.offset, one.rater))
        priors.append((mean, variance))
        cells += len(mean)
    if not rated:
        return {}
    columns = {name: np.concatenate([getattr(one, name) for one in rated]) for name in Rated.__slots__}
    mean, variance = (np.concatenate(column) for column in zip(*priors, strict=True))
    return _solved(Rated(**columns), mean, variance)


def with_severity(policy: GapPolicy, means: Mapping[int, float]) -> GapPolicy:
    """A policy with these severities, to a thousandth of the span; what rounds to none is left out."""
    rounded = {rater: round(min(max(mean, -MOST), MOST), 3) for rater, mean in means.items()}
    return replace(policy, severity={rater: mean for rater, mean in rounded.items() if mean})


def _solved(rated: Rated, expected: Floats, spread: Floats) -> dict[int, Severity]:
    """Levels and severities together, by turns."""
    ids, rater = distinct_of(rated.rater)
    is_named = (ids != NO_RATER).astype(np.float64)
    weight, sd = 1 / rated.variance, np.sqrt(rated.variance)
    total = sums(rated.cell, weight, len(expected)) + 1 / spread
    of_rater = sums(rater, weight, len(ids)) + SEVERITY_SD**-2
    level, severity = expected.copy(), np.zeros(len(ids))
    for _round in range(ROUNDS):
        centre = level.take(rated.cell) + rated.offset + severity.take(rater)
        heard = _mean_between(rated.low, rated.high, centre, sd) - rated.offset
        own = severity.take(rater)
        level = (sums(rated.cell, weight * (heard - own), len(expected)) + expected / spread) / total
        left = heard - level.take(rated.cell)
        severity = is_named * sums(rater, weight * left, len(ids)) / of_rater
    words = np.bincount(rater, minlength=len(ids))
    compared = np.bincount(rater, _beside_others(rated.cell, rater, len(ids)), minlength=len(ids))
    # What a level is unsure of is that of its other words: a rater alone with a cell learns nothing from it.
    shown = weight * (1 - weight / total.take(rated.cell))
    unsure = 1 / np.sqrt(sums(rater, shown, len(ids)) + SEVERITY_SD**-2)
    counts = words.tolist(), compared.astype(np.int64).tolist()
    found = zip(ids.tolist(), severity.tolist(), unsure.tolist(), *counts, strict=True)
    return {one: Severity(*told) for one, *told in found if one != NO_RATER}


def _beside_others(cell: Ints, rater: Ints, raters: int) -> Floats:
    """1 for each word in whose cell somebody else has a word too, 0 for the others."""
    _pairs, place, own = np.unique(cell * raters + rater, return_inverse=True, return_counts=True)
    is_beside: Floats = (np.bincount(cell).take(cell) > own.take(place)).astype(np.float64)
    return is_beside


def _mean_between(low: Floats, high: Floats, centre: Floats, sd: Floats) -> Floats:
    """Mean of a normal between two ends, either of which may be infinite."""
    a, b = np.clip((low - centre) / sd, -FAR, FAR), np.clip((high - centre) / sd, -FAR, FAR)
    below, at_low = standard_normal(a)
    above, at_high = standard_normal(b)
    mass = above - below
    inside = centre + sd * (at_low - at_high) / np.maximum(mass, 1e-12)
    # Where next to no mass is left, the nearer end.
    nearest = np.where(centre > high, high, low)
    found: Floats = np.where(mass > 1e-9, inside, nearest)
    return found
