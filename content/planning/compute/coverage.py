"""Which material has to be made: gaps that people have and that no module closes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessments.gaps.choices import GapStatus
from content.planning.compute.catalogue import Effect, Prepared
from content.planning.compute.columns import Bools, Floats, Ints, Needs
from content.planning.compute.policy import PlanPolicy


@dataclass(frozen=True, slots=True)
class MissingContent:
    """A step of one level that people have to make and that no module makes.

    from_level  the step leads from here …
    to_level    … to here, one level higher
    people      how many people have to make the step, or a part of it
    critical    for how many of them the skill is critical
    gap         levels that they lack up to the end of the step, from where they are or where modules bring
                them, summed over the people (mean gap × headcount)
    """

    skill: int
    from_level: int
    to_level: int
    people: int
    critical: int
    gap: float


def coverage_of_content(needs: Needs, prepared: Prepared) -> tuple[MissingContent, ...]:
    """Steps without material, the largest sum of gaps first, then more people, then by skill and level.

    Known gaps alone count: what nobody knows is a matter of asking, not of writing. Everyone goes as far
    from the level known as modules lead that can be followed (tolerance included) and that have all their
    prerequisites in the catalogue. Where that is short of the requirement, a step is missing, from the
    highest whole level from which they could follow it; from its end they go on.
    """
    rows = np.flatnonzero((needs.status == GapStatus.GAP) & (needs.required > needs.mu))
    found = []
    for skill in np.unique(needs.skill[rows]).tolist():
        of_skill = rows[needs.skill[rows] == skill]
        levels, effects = needs.mu[of_skill], _usable(prepared, skill)
        steps = _missing(levels, needs.required[of_skill], effects, prepared.policy)
        found += [(of_skill[place], level, lacked) for place, level, lacked in steps]
    if not found:
        return ()
    row, level, lacked = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return _largest_first(_by_step(needs.skill[row], level, needs.critical[row], lacked))


def add_coverage(groups: Iterable[Sequence[MissingContent]]) -> tuple[MissingContent, ...]:
    """The missing steps of groups that share nobody, as those of one group, in the same order."""
    found: dict[tuple[int, int], MissingContent] = {}
    for step in (step for steps in groups for step in steps):
        key = (step.skill, step.from_level)
        before = found.get(key)
        found[key] = step if before is None else _sum(before, step)
    return _largest_first(found.values())


def _sum(one: MissingContent, other: MissingContent) -> MissingContent:
    return replace(
        one,
        people=one.people + other.people,
        critical=one.critical + other.critical,
        gap=round(one.gap + other.gap, 9),
    )


def _largest_first(steps: Iterable[MissingContent]) -> tuple[MissingContent, ...]:
    return tuple(sorted(steps, key=lambda s: (-s.gap, -s.people, s.skill, s.from_level)))


def _usable(prepared: Prepared, skill: int) -> list[Effect]:
    """Effects on a skill of modules that can be started, ascending by start."""
    effects = prepared.by_skill.get(skill, ())
    return [effect for effect in effects if not prepared.closure[effect.module] & prepared.unavailable]


def _missing(
    level: Floats, required: Floats, effects: list[Effect], policy: PlanPolicy
) -> Iterator[tuple[Ints, Ints, Floats]]:
    """(place, level from which the step leads, levels lacked in it) of those who still lack one, in rounds.

    `effects` ascend by start: where one leads to opens none before it.
    """
    place = np.arange(len(level))
    while len(place):
        for effect in effects:
            level = np.where((effect.start <= level) & (level < effect.to), effect.to, level)
        short = level < required
        place, level, required = place[short], level[short], required[short]
        start = np.minimum(np.floor(policy.highest_from(level)), np.ceil(required) - 1)
        yield place, start.astype(np.int64), np.minimum(required, start + 1) - level
        level = start + 1


def _by_step(
    skill: Ints,
    level: Ints,
    critical: Bools,
    lacked: Floats,
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
