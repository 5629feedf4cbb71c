"""What modules are of use to somebody: those that close their gaps come first, what they have done last."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from content.catalogue.compute.columns import CatalogueColumns, Flags, Floats, Ints

NEAR = 0.5
"""Levels: who is so near to the level that a module begins with can follow it."""


class Place(IntEnum):
    """Where a module stands in the catalogue of a person, from the first to the last."""

    CLOSES = 0
    """It raises a skill in which the person has a gap, and they can follow it."""
    LATER = 1
    """It raises such a skill, from a level that they have not reached."""
    ROLE = 2
    """It is about a skill that their role needs."""
    HELPFUL = 3
    """Colleagues in the same role found it helpful."""
    OTHER = 4
    DONE = 5


@dataclass(frozen=True, slots=True)
class Needs:
    """What somebody's role needs, a row a skill, by ascending id of the skill. The level is NaN while nobody
    has assessed it."""

    skill: Ints
    level: Floats
    required: Floats
    is_gap: Flags
    is_critical: Flags


@dataclass(frozen=True, slots=True)
class Use:
    """How much use each module is: where it stands, whether it closes something critical, and the levels that
    it closes."""

    place: Ints
    is_critical: Flags
    levels: Floats


def use_of(columns: CatalogueColumns, needs: Needs, done: Flags, helped: Ints) -> Use:
    """Of how much use each module is to somebody. `helped` is how many colleagues found it helpful."""
    count = len(columns.module)
    place = np.where(helped > 0, Place.HELPFUL, Place.OTHER).astype(np.int64)
    levels, is_critical = np.zeros(count), np.zeros(count, dtype=bool)
    if len(needs.skill):
        at = np.minimum(np.searchsorted(needs.skill, columns.effect_skill), len(needs.skill) - 1)
        known = needs.skill[at] == columns.effect_skill
        row, need = columns.effect_row[known], at[known]
        start, end = columns.effect_from[known], columns.effect_to[known]
        level = needs.level[need]
        has_level = ~np.isnan(level)
        level = np.where(has_level, level, 0.0)
        is_gap = needs.is_gap[need]
        closed = np.maximum(np.minimum(end, needs.required[need]) - level, 0.0)
        closed[~is_gap | ~has_level | (start > level + NEAR)] = 0.0
        np.add.at(levels, row, closed)
        is_critical[row[(closed > 0) & needs.is_critical[need]]] = True
        place[row] = Place.ROLE
        place[row[is_gap & (end > level)]] = Place.LATER
    place[levels > 0] = Place.CLOSES
    place[done] = Place.DONE
    closes = place == Place.CLOSES
    return Use(place, is_critical & closes, np.where(closes, levels, 0.0))


def ranked(columns: CatalogueColumns, use: Use, helped: Ints) -> Ints:
    """The rows of all modules, that of most use first: by place, critical first, by the levels closed, by how
    many colleagues found it helpful, then the shorter, and of those alike the newer one."""
    keys = (
        -columns.module,
        columns.minutes,
        -helped,
        -use.levels,
        ~use.is_critical,
        use.place,
    )
    return np.lexsort(keys)
