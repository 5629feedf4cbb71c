"""Levels of evidence as they read at a moment: the one place where maps of levels are applied.

Evidence is kept as it was recorded. Where the levels of its framework have come to mean something else since,
a map says how those of before read from then on (`LevelMap`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from assessments.frameworks.models import LevelMap, Skill
from lifow.base.database.columns import read_columns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Moments = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class _Map:
    """One map: whose skills, from when on, old levels in ascending order and what each is now.

    Both are empty where each number means what it meant.
    """

    skills: Ints
    mapped_at: np.datetime64
    old: Floats
    new: Floats
    top_before: int


@dataclass(frozen=True, slots=True)
class LevelMaps:
    """All maps, the earliest first."""

    maps: Sequence[_Map] = ()

    def levels(
        self, skill: Ints, level: Floats, recorded_at: Moments, moment: Moments | np.datetime64 | datetime
    ) -> Floats:
        """Levels recorded at a time as they read at `moment`, which may be one for each; two decimals.

        A map made in between reads every level recorded before it; several are read one after the other.
        """
        if not self.maps or not len(level):
            return level
        until = utc_microseconds(moment) if isinstance(moment, datetime) else moment
        for one in self.maps:
            if not len(one.old):
                continue
            # Recorded before, and read from the map's moment on.
            reads = (recorded_at < one.mapped_at) & (one.mapped_at <= until)
            reads &= np.isin(skill, one.skills)
            if reads.any():
                level = np.where(reads, np.interp(level, one.old, one.new).round(2), level)
        return level

    def tops(self, skill: Ints, top: Floats, moment: datetime) -> Floats:
        """The highest level of each skill's scale at a moment, from those of now."""
        until = utc_microseconds(moment)
        # The first map after the moment says what was there before it.
        for one in reversed(self.maps):
            if one.mapped_at > until:
                top = np.where(np.isin(skill, one.skills), one.top_before, top)
        return top


NO_MAPS = LevelMaps()
NEAR = 0.5
LEAST_ERROR = 0.01


def errors_as_read(read: Callable[[Floats], Floats], level: Floats, error: Floats, row: Ints) -> Floats:
    """Standard errors of levels once these are read as others: as many times as large as levels move apart.

    read   gives the levels as they read, of levels as they were recorded
    level  as recorded
    error  as recorded, of each level; 0 where none is said, which stays
    row    of each level as it reads, the one it is read from
    """
    if not error.any():
        return error.take(row)
    here = read(level)
    # Beyond an end of the scale nothing moves: the side on which it does counts.
    apart = np.maximum(np.abs(read(level + NEAR) - here), np.abs(here - read(level - NEAR)))
    found = np.maximum((error.take(row) * apart / NEAR).round(2), LEAST_ERROR)
    return np.where(error.take(row) > 0, found, 0.0)


def level_maps() -> LevelMaps:
    """All maps of levels; one query where there are none, else two."""
    rows = list(LevelMap.objects.order_by("mapped_at", "pk"))
    if not rows:
        return NO_MAPS
    found = read_columns(
        Skill.objects.filter(framework__in={row.framework_id for row in rows}).order_by("pk"),
        skill=("pk", "i8"),
        framework=("framework_id", "i8"),
    )
    return LevelMaps(
        [
            _Map(
                skills=found["skill"][found["framework"] == row.framework_id],
                mapped_at=utc_microseconds(row.mapped_at),
                old=np.array([old for old, _new in row.pairs], dtype=np.float64),
                new=np.array([new for _old, new in row.pairs], dtype=np.float64),
                top_before=row.top_before,
            )
            for row in rows
        ]
    )


def utc_microseconds(moment: datetime) -> np.datetime64:
    """The moment in UTC as columns hold it."""
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")
