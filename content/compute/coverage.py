"""Which material has to be made: gaps that people have and that no module closes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.compute.vocabulary import GapStatus
from content.compute.catalogue import Effect, Prepared
from content.compute.columns import Learners


@dataclass(frozen=True, slots=True)
class MissingContent:
    """A step of one level that people have to make and that no module makes.

    from_level  the step leads from here …
    to_level    … to here, one level higher
    people      how many people have to make the step, or a part of it
    critical    for how many of them the skill is critical
    gap         levels that they lack within the step, summed over the people (mean gap × headcount)
    """

    skill: int
    from_level: int
    to_level: int
    people: int
    critical: int
    gap: float


def coverage_of_content(learners: Learners, prepared: Prepared) -> tuple[MissingContent, ...]:
    """Steps without material, the largest sum of gaps first, then more people, then by skill and level.

    Known gaps alone count: what nobody knows is a matter of asking, not of writing. A step from level l to
    l + 1 has material where a module can be followed at l (tolerance included) and leads to l + 1 or above,
    itself and its prerequisites being in the catalogue.
    """
    rows = np.flatnonzero((learners.status == GapStatus.GAP) & (learners.required > learners.mu))
    first = np.floor(learners.mu[rows]).astype(np.int64)
    steps = np.ceil(learners.required[rows]).astype(np.int64) - first
    row = np.repeat(rows, steps)
    level = np.repeat(first, steps) + np.arange(len(row)) - np.repeat(np.cumsum(steps) - steps, steps)
    lacked = np.minimum(learners.required[row], level + 1) - np.maximum(learners.mu[row], level)
    found = _by_step(learners.skill[row], level, learners.critical[row], lacked)
    usable = {
        skill: [e for e in effects if not prepared.closure[e.module] & prepared.unavailable]
        for skill, effects in prepared.by_skill.items()
    }
    missing = [step for step in found if not _has_material(step, usable.get(step.skill, []))]
    return tuple(sorted(missing, key=lambda s: (-s.gap, -s.people, s.skill, s.from_level)))


def _by_step(
    skill: NDArray[np.int64],
    level: NDArray[np.int64],
    critical: NDArray[np.bool_],
    lacked: NDArray[np.float64],
) -> list[MissingContent]:
    order = np.lexsort((lacked, level, skill))
    skill, level, critical, lacked = skill[order], level[order], critical[order], lacked[order]
    starts = np.flatnonzero(np.r_[True, (skill[1:] != skill[:-1]) | (level[1:] != level[:-1])][: len(skill)])
    if not len(starts):
        return []
    people = np.diff(np.r_[starts, len(skill)])
    criticals = np.add.reduceat(critical.astype(np.int64), starts)
    gaps = np.round(np.add.reduceat(lacked, starts), 9)
    columns = (skill[starts], level[starts], level[starts] + 1, people, criticals, gaps)
    return [MissingContent(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


def _has_material(step: MissingContent, effects: list[Effect]) -> bool:
    return any(effect.start <= step.from_level and effect.to >= step.to_level for effect in effects)
