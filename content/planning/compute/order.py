"""The order of a plan: one that can be left off and taken up anywhere.

What is required comes first, then critical skills, then more gain a minute. A chain of one skill is cut
where its gain a minute falls (Smith's ratio on chains: Conway, Maxwell & Miller, 1967), so that its quick
first part need not wait for its slow last one.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from content.planning.compute.cases import Case, Check, Pick
from content.planning.compute.catalogue import Prepared, members, still_needed


class _Segment(NamedTuple):
    later: bool
    slowness: float
    skill: int
    place: int
    modules: tuple[int, ...]
    check: Check | None


class _Unit(NamedTuple):
    modules: list[int]
    minutes: int
    gain: float


class _Earlier(NamedTuple):
    """What comes before a module: all that it requires of the plan (a set), direct prerequisites, and
    the modules that lead to its level."""

    needs: int
    required: list[int]
    leading: list[int]


def ordered(
    case: Case, picks: Sequence[Pick], checks: Sequence[Check], prepared: Prepared
) -> list[int | Check]:
    """Positions of all new modules of the packages picked, and the checks, each once, in plan order.

    Prerequisites always come first. A module follows the one that leads to its level, except where packages
    of different skills ask for opposite orders: there the one that is placed first has its way.
    """
    segments = [segment for pick in picks for segment in _segments(pick, case, prepared)]
    for check in checks:
        slowness = -check.value / prepared.policy.check_minutes
        segments.append(_Segment(not check.critical, slowness, check.skill, 0, (), check))
    segments.sort(key=lambda segment: segment[:4])
    chosen = 0
    for pick in picks:
        chosen |= pick.package.modules
    earlier: dict[int, _Earlier] = {}
    for module in members(chosen):
        required = [one for one in prepared.prerequisites[module] if chosen >> one & 1]
        earlier[module] = _Earlier(still_needed(prepared, module, case.done), required, [])
    for pick in picks:
        for leading, module in pairwise(pick.package.chain):
            earlier[module].leading.append(leading)
    return list(_arranged(segments, earlier))


def _arranged(segments: list[_Segment], earlier: Mapping[int, _Earlier]) -> Iterator[int | Check]:
    placed: set[int] = set()
    for segment in segments:
        if segment.check:
            yield segment.check
        for module in segment.modules:
            yield from _with_earlier(module, earlier, placed, 0)


def _with_earlier(
    module: int, earlier: Mapping[int, _Earlier], placed: set[int], waiting: int
) -> Iterator[int]:
    """The module after all that comes before it; `waiting` are those that it is to come before (a set)."""
    if module in placed:
        return
    waiting |= 1 << module
    for required in earlier[module].required:
        yield from _with_earlier(required, earlier, placed, waiting)
    for leading in earlier[module].leading:
        if not earlier[leading].needs & waiting:
            yield from _with_earlier(leading, earlier, placed, waiting)
    placed.add(module)
    yield module


def _segments(pick: Pick, case: Case, prepared: Prepared) -> list[_Segment]:
    gap = pick.gap
    units = _units(pick, case, prepared)
    segments: list[_Segment] = []
    while units:
        length, pace = _fastest_start(units)
        modules = tuple(module for unit in units[:length] for module in unit.modules)
        segments.append(_Segment(not gap.critical, -pace, gap.skill, len(segments), modules, None))
        units = units[length:]
    return segments


def _units(pick: Pick, case: Case, prepared: Prepared) -> list[_Unit]:
    """Each module of the chain with what only it still requires, and what the step closes."""
    gap, package = pick
    units: list[_Unit] = []
    bought, level = 0, gap.level
    for module in package.chain:
        added = still_needed(prepared, module, case.done) & ~bought
        bought |= added
        modules = sorted(members(added), key=lambda index: prepared.rank[index])
        reached = next(effect.to for effect in prepared.by_module[module] if effect.skill == gap.skill)
        minutes = sum(prepared.minutes[index] for index in modules)
        units.append(_Unit(modules, minutes, gap.gain(reached) - gap.gain(level)))
        level = reached
    return units


def _fastest_start(units: list[_Unit]) -> tuple[int, float]:
    """How many first units together gain most a minute, and how much."""
    minutes, gain = 0, 0.0
    length, pace = 1, 0.0
    for count, unit in enumerate(units, start=1):
        minutes, gain = minutes + unit.minutes, gain + unit.gain
        if gain / minutes > pace:
            length, pace = count, gain / minutes
    return length, pace
