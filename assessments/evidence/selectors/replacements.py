"""The skills for which evidence counts at a moment: the one place where replacements of skills are applied.

Evidence is kept in the skill that it was recorded in. Where another skill has taken that one's place since,
it counts for the other from then on (`SkillReplacement`), on the other's levels.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.selectors.level_maps import (
    Floats,
    Ints,
    LevelMaps,
    Moments,
    utc_microseconds,
)
from assessments.frameworks.models import SkillReplacement

Bools = NDArray[np.bool_]

NEVER = np.datetime64("9999-12-31T23:59:59", "us")
TODAY = datetime(9999, 12, 31, tzinfo=UTC)
"""The moment by which pages read what holds: whatever is not taken back."""
MOST_PARTS = 255


@dataclass(frozen=True, slots=True)
class Step:
    """One skill in the place of another: from when on, until when, and how its levels read on the other's.

    is_across               whether the two are of different frameworks
    from_levels, to_levels  ascending by the old level; empty where each number means the same
    """

    old: int
    new: int
    replaced_at: np.datetime64
    until: np.datetime64 = NEVER
    is_across: bool = False
    from_levels: Sequence[float] = ()
    to_levels: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What evidence counts for: one entry for each piece and skill, a piece in several where it was split.

    row          index of the piece
    parts        the number of skills among which its own was split, 1 where it was not
    origin       of skills that became one: which of them it was said of, itself renamed or not
    is_of_whole  whether it was said of what they became
    is_merged    whether its skill counts evidence of others
    """

    row: Ints
    skill: Ints
    level: Floats
    parts: NDArray[np.uint8]
    origin: Ints
    is_of_whole: Bools
    is_merged: Bools


@dataclass(frozen=True, slots=True)
class SkillReplacements:
    """All replacements of skills that were ever said, in the order of their moments."""

    steps: Sequence[Step] = ()

    def at(self, moment: datetime) -> Mapping[int, Mapping[int, Sequence[Step]]]:
        """Of each skill that is replaced at a moment: the skills that count its evidence, each with the way.

        What is replaced in turn leads on to what stands at the end.
        """
        on = self._in_force(moment)
        return {old: _ends(old, on) for old in on}

    def _in_force(self, moment: datetime) -> dict[int, list[Step]]:
        until = utc_microseconds(moment)
        on: dict[int, list[Step]] = {}
        for step in self.steps:
            if step.replaced_at <= until < step.until:
                on.setdefault(step.old, []).append(step)
        return on

    def counted(
        self, skill: Ints, level: Floats, recorded_at: Moments, moment: datetime, maps: LevelMaps
    ) -> Counted | None:
        """What pieces of evidence count for at `moment`, by their skills and levels as they were recorded.

        Levels are those of the moment, as `LevelMaps.levels` has them. None where each counts for its own
        skill. A level passes the maps of its own framework until it is replaced, and from then on those of
        the other.
        """
        ways = self.at(moment) if self.steps else {}
        is_old = np.isin(skill, list(ways)) if ways else np.zeros(0, dtype=bool)
        if not is_old.any():
            return None
        since = self._merged_since(moment)
        here = np.flatnonzero(~is_old)
        own, recorded = skill[here], recorded_at[here]
        levels = maps.levels(own, level[here], recorded, moment)
        is_merged, is_of_whole = since.of(own, recorded)
        found = [(here, own, levels, np.ones(len(here), dtype=np.uint8), own, is_of_whole, is_merged)]
        moved = np.flatnonzero(is_old)
        moved = moved[np.argsort(skill[moved], kind="stable")]
        for old, first, last in _runs(skill[moved]):
            rows = moved[first:last]
            recorded, all_of_them = recorded_at[rows], np.ones(len(rows), dtype=bool)
            parts = np.full(len(rows), min(len(ways[old]), MOST_PARTS), dtype=np.uint8)
            for new, way in ways[old].items():
                read = _along(way, level[rows], recorded, moment, maps)
                origin, is_last = since.origin(way)
                is_of_whole = since.of(skill[rows], recorded)[1] & is_last
                news, origins = np.full(len(rows), new), np.full(len(rows), origin)
                found.append((rows, news, read, parts, origins, is_of_whole, all_of_them))
        return Counted(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def _merged_since(self, moment: datetime) -> "_Merges":
        into: dict[int, list[Step]] = {}
        for steps in self._in_force(moment).values():
            for step in steps:
                into.setdefault(step.new, []).append(step)
        return _Merges(into)

    def now(self, moment: datetime) -> Mapping[int, int]:
        """Of each skill that was renamed or merged, as it is at a moment, the one in its place then."""
        return {old: next(iter(ends)) for old, ends in self.at(moment).items() if len(ends) == 1}

    def renames(self, moment: datetime) -> Sequence[Step]:
        """The renames in force at a moment, the earliest first: of one skill by one that counts no other."""
        on = self._in_force(moment)
        into = [step.new for steps in on.values() for step in steps]
        steps = [one for ones in on.values() for one in ones if len(ones) == 1 and into.count(one.new) == 1]
        return sorted(steps, key=lambda step: step.replaced_at)

    def merged(self, moment: datetime) -> frozenset[int]:
        """The skills that became one with others by a moment, at once or by a replacement in turn."""
        into: dict[int, set[int]] = {}
        for steps in self._in_force(moment).values():
            for step in steps:
                into.setdefault(step.new, set()).add(step.old)
        ways = self.at(moment)
        return frozenset(
            old
            for old, ends in ways.items()
            if any(len(into[step.new]) > 1 for way in ends.values() for step in way)
        )

    def sources(self, moment: datetime) -> Mapping[int, tuple[int, ...]]:
        """Of each skill that counts others' evidence at a moment: these others, ascending."""
        found: dict[int, list[int]] = {}
        for old, ends in sorted(self.at(moment).items()):
            for new in ends:
                found.setdefault(new, []).append(old)
        return {new: tuple(olds) for new, olds in found.items()}


class _Merges:
    """The skills that took the place of others, by the replacements in force at a moment."""

    __slots__ = ("_at", "_into", "_new")

    def __init__(self, into: Mapping[int, Sequence[Step]]) -> None:
        self._into = into
        self._new = np.array(sorted(into), dtype=np.int64)
        self._at = np.array([max(step.replaced_at for step in into[one]) for one in sorted(into)])

    def of(self, skill: Ints, recorded_at: Moments) -> tuple[Bools, Bools]:
        """Of words about skills: whether the skill took others' place, and whether it had by then."""
        if not len(self._new):
            nowhere = np.zeros(len(skill), dtype=bool)
            return nowhere, nowhere
        at = np.minimum(np.searchsorted(self._new, skill), len(self._new) - 1)
        is_merged = self._new[at] == skill
        return is_merged, is_merged & (recorded_at >= self._at[at])

    def origin(self, way: Sequence[Step]) -> tuple[int, bool]:
        """Which of the skills that became one a way begins with, whatever it was called on the way there.

        That is the one that went into the last skill on the way into which several went; and whether the way
        begins with that last one itself.
        """
        nodes = [way[0].old, *(step.new for step in way)]
        of_several = [place for place, node in enumerate(nodes) if len(self._into.get(node, ())) > 1]
        last = of_several[-1] if of_several else len(nodes) - 1
        return nodes[max(last - 1, 0)], last == 0


NO_REPLACEMENTS = SkillReplacements()


def skill_replacements() -> SkillReplacements:
    """All replacements of skills, those that were taken back too; one query."""
    rows = (
        SkillReplacement.objects.select_related("old", "new")
        .only("old__framework_id", "new__framework_id", "pairs", "replaced_at", "taken_back_at")
        .order_by("replaced_at", "pk")
    )
    return SkillReplacements([_step(row) for row in rows])


def _step(row: SkillReplacement) -> Step:
    return Step(
        old=row.old_id,
        new=row.new_id,
        replaced_at=utc_microseconds(row.replaced_at),
        until=NEVER if row.taken_back_at is None else utc_microseconds(row.taken_back_at),
        is_across=row.old.framework_id != row.new.framework_id,
        from_levels=[float(old) for old, _new in row.pairs],
        to_levels=[float(new) for _old, new in row.pairs],
    )


def _ends(start: int, on: Mapping[int, Iterable[Step]]) -> dict[int, list[Step]]:
    """The skills at which all ways from one end, each with the steps to it; the way found first holds."""
    found: dict[int, list[Step]] = {}
    ways: list[list[Step]] = [[step] for step in on[start]]
    seen = {start}
    while ways:
        way = ways.pop(0)
        at = way[-1].new
        if at not in on:
            found.setdefault(at, way)
        elif at not in seen:
            # What is replaced is retired, and replaces nothing afterwards: a circle cannot be.
            seen.add(at)
            ways += [[*way, step] for step in on[at]]
    return found


def _runs(ascending: Ints) -> Iterable[tuple[int, int, int]]:
    """Each number of ascending ones with where it begins and ends."""
    starts = np.flatnonzero(np.diff(ascending, prepend=ascending[0] - 1)).tolist()
    return zip(ascending[starts].tolist(), starts, [*starts[1:], len(ascending)], strict=True)


def _along(
    way: Sequence[Step], level: Floats, recorded_at: Moments, moment: datetime, maps: LevelMaps
) -> Floats:
    """Levels of one skill's evidence as they read at a moment at the end of a way."""
    if not maps.maps and not any(step.from_levels for step in way):
        return level
    since, at = recorded_at, way[0].old
    for step in way:
        if step.is_across:
            level = maps.levels(np.full(len(level), at), level, since, step.replaced_at)
            if step.from_levels:
                level = np.interp(level, step.from_levels, step.to_levels).round(2)
            since = np.full(len(level), step.replaced_at)
        at = step.new
    return maps.levels(np.full(len(level), at), level, since, utc_microseconds(moment))
