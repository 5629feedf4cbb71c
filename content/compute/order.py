"""The order of a plan: one that can be left off and taken up anywhere.

What is required comes first, then critical skills, then more gain a minute. A chain of one skill is cut
where its gain a minute falls (Smith's ratio on chains: Conway, Maxwell & Miller, 1967), so that its quick
first part need not wait for its slow last one.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from content.compute.cases import Case, Check, Pick
from content.compute.catalogue import Prepared, members, still_needed


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


def ordered(
    case: Case, picks: Sequence[Pick], checks: Sequence[Check], prepared: Prepared
) -> list[int | Check]:
    """Positions of all new modules of the packages picked, and the checks, each once, in plan order.

    Prerequisites always come first. A module follows the one that leads to its level, unless packages of
    different skills ask for opposite orders; then the prerequisites alone decide.
    """
    segments = [segment for pick in picks for segment in _segments(pick, case, prepared)]
    for check in checks:
        slowness = -check.value / prepared.policy.check_minutes
        segments.append(_Segment(not check.critical, slowness, check.skill, 0, (), check))
    segments.sort(key=lambda segment: segment[:4])
    chosen = 0
    for pick in picks:
        chosen |= pick.package.modules
    required = {
        module: [p for p in prepared.prerequisites[module] if chosen >> p & 1] for module in members(chosen)
    }
    levelled = {module: list(earlier) for module, earlier in required.items()}
    for pick in picks:
        for earlier, module in pairwise(pick.package.chain):
            levelled[module].append(earlier)
    try:
        return list(_arranged(segments, levelled))
    except _CircleError:
        return list(_arranged(segments, required))


class _CircleError(Exception):
    """The order asked for runs in a circle."""


def _arranged(segments: list[_Segment], before: Mapping[int, list[int]]) -> Iterator[int | Check]:
    placed: set[int] = set()
    for segment in segments:
        if segment.check:
            yield segment.check
        for module in segment.modules:
            yield from _with_earlier(module, before, placed, ())


def _with_earlier(
    module: int, before: Mapping[int, list[int]], placed: set[int], waiting: tuple[int, ...]
) -> Iterator[int]:
    if module in placed:
        return
    if module in waiting:
        raise _CircleError
    for earlier in before[module]:
        yield from _with_earlier(earlier, before, placed, (*waiting, module))
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
