"""Modules over several weeks: what was paused goes on first, and what no week holds is begun.

A module can be paused anywhere. What a learner has paused comes first, with the minutes that are left of it;
where critical skills come first, what serves none of them goes on in the minutes that critical steps leave.
The planner gets the learner as of its end: done, raised, and with fewer minutes. A step that takes more than
a whole week is begun where other steps leave enough minutes, a critical one where critical steps do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from content.planning.compute.cases import Begun, Case
from content.planning.compute.chains import LabelSettingCache
from content.planning.compute.items import PlanItem, items_of
from content.planning.compute.left_out import MOST_LEFT_OUT, LeftOut, LeftOutReason, touched_by


def in_turn(case: Case, cache: LabelSettingCache) -> tuple[Case, Case]:
    """The case with what was paused and comes first, and with what goes on beside critical steps alone."""
    if not case.begun:
        return case, case
    if not case.critical_first:
        return case, replace(case, begun=())
    critical = [gap for gap in case.gaps if gap.critical]
    serving = 0
    for gap in critical:
        for effect in cache.prepared.by_skill.get(gap.skill, ()):
            serving |= cache.prepared.closure[effect.module]
    first = tuple(one for one in case.begun if not critical or serving >> one.module & 1)
    later = tuple(one for one in case.begun if one not in first)
    return replace(case, begun=first), replace(case, begun=later)


def rest_of(case: Case, cache: LabelSettingCache) -> Case:
    """The case as it is once what was paused is done, in the minutes that what comes first leaves of the
    week."""
    if not case.begun:
        return case
    minutes = max(0, case.minutes - sum(one.minutes for one in in_turn(case, cache)[0].begun))
    return replace(learned(case, [one.module for one in case.begun], cache), minutes=minutes, begun=())


def learned(case: Case, modules: Iterable[int], cache: LabelSettingCache) -> Case:
    """The case once modules, by position, are done in this order; what they close is no gap any more."""
    done, levels = case.done, {gap.skill: gap.level for gap in case.gaps}
    for module in modules:
        done |= 1 << module
        for effect in cache.prepared.by_module[module]:
            if effect.skill in levels and effect.start <= levels[effect.skill]:
                levels[effect.skill] = max(levels[effect.skill], effect.to)
    raised = (gap._replace(level=levels[gap.skill]) for gap in case.gaps)
    return replace(case, gaps=tuple(gap for gap in raised if gap.level < gap.required), done=done)


def begun_items(case: Case, cache: LabelSettingCache) -> tuple[PlanItem, ...]:
    """What was paused, in order, each with its minutes of this week; none where none are left."""
    if not case.begun:
        return ()
    order = [one.module for one in case.begun]
    items = {item.module: item for item in items_of(order, case, cache.prepared)}
    left, found = case.minutes, []
    for one in case.begun:
        item = items.get(cache.prepared.ids[one.module])
        part = min(left, one.minutes)
        if item is not None and part:
            found.append(_part(item, part, one.minutes))
            left -= part
    return tuple(found)


def _part(item: PlanItem, part: int, left: int) -> PlanItem:
    """An item of which this week holds a part; what is not finished closes nothing yet."""
    gain = item.gain if part == left else 0.0
    return replace(item, minutes=part, gain=gain, minutes_left=left, module_minutes=item.minutes)


class Beginning(NamedTuple):
    """A step that no week holds, with its parts of this week; whether it comes before others."""

    items: tuple[PlanItem, ...]
    is_first: bool


def beside(
    whole: Case, rest: Case, items: tuple[PlanItem, ...], cache: LabelSettingCache, most: int | None = None
) -> tuple[PlanItem, ...]:
    """What a plan holds beside its items: what was paused and goes on later, and what is begun.

    `rest` is what is left of the `whole` case (`rest_of`); `most` minutes are free for it, where others than
    critical items are to stay. Another long step begins once the one before it is done, but a critical one.
    """
    begun = _to_begin(rest, items, cache, most)
    first = begun.items if begun and begun.is_first else ()
    taken = sum(item.minutes for item in first)
    free = max(0, _free(rest, critical_items(items, cache), most) - taken)
    later = begun_items(replace(in_turn(whole, cache)[1], minutes=free), cache)
    return (*later, *first) if first or later or begun is None else begun.items


def together(
    before: tuple[PlanItem, ...],
    items: tuple[PlanItem, ...],
    parts: tuple[PlanItem, ...],
    case: Case,
    cache: LabelSettingCache,
) -> tuple[PlanItem, ...]:
    """A plan in order: what goes on first; its items; what goes on later, before what builds on it and else
    after the last critical item; and last what is begun."""
    later = {cache.prepared.ids[one.module] for one in in_turn(case, cache)[1].begun}
    going = tuple(part for part in parts if part.module in later)
    begun = tuple(part for part in parts if part.module not in later)
    return (*before, *after_critical(items, going, cache), *begun)


def after_critical(
    items: tuple[PlanItem, ...], going: tuple[PlanItem, ...], cache: LabelSettingCache
) -> tuple[PlanItem, ...]:
    """Items with others among them: before what builds on these, and else after the last critical item."""
    skills, modules = touched_by(going), sum(1 << cache.prepared.position[one.module or 0] for one in going)
    place = 0
    for number, item in enumerate(items):
        needs = cache.prepared.closure[cache.prepared.position[item.module]] if item.module else 0
        if needs & modules or touched_by([item]) & skills:
            break
        place = number + 1 if item.critical else place
    return (*items[:place], *going, *items[place:])


def _to_begin(
    rest: Case, items: tuple[PlanItem, ...], cache: LabelSettingCache, most: int | None
) -> Beginning | None:
    """The first step of most worth that no week holds, once the items are done.

    A critical one takes the minutes that critical steps leave, where these come first; any other, those that
    nothing else takes. None where these are too few.
    """
    least = cache.prepared.policy.least_part
    beside_all = _free(rest, items, most)
    beside_critical = _free(rest, critical_items(items, cache), most) if rest.critical_first else beside_all
    if rest.week < least or max(beside_all, beside_critical) < least:
        return None
    modules = [cache.prepared.position[item.module] for item in items if item.module is not None]
    case = learned(rest, modules, cache)
    touched = touched_by(items)
    gaps = [gap for gap in case.gaps if gap.skill not in touched]
    for gap in sorted(gaps, key=lambda one: (not one.critical, -one.gain(one.required), one.skill)):
        is_before = gap.critical and case.critical_first
        free = beside_critical if is_before else beside_all
        if free < least:
            continue
        shortest = cache.shortest(cache.state(gap.skill, gap.level, gap.required, case.done))
        if shortest is None or shortest.minutes <= case.week:
            continue
        begun = tuple(Begun(module, cache.prepared.minutes[module]) for module in shortest.modules)
        if parts := _parts(begun, free, case, cache):
            return Beginning(parts, is_before)
    return None


def _free(case: Case, kept: Iterable[PlanItem], most: int | None) -> int:
    """The minutes that items which stay leave, `most` of them where that is said."""
    free = case.minutes - sum(item.minutes for item in kept)
    return free if most is None else min(free, most)


def _parts(begun: tuple[Begun, ...], free: int, case: Case, cache: LabelSettingCache) -> tuple[PlanItem, ...]:
    """What so many minutes hold of a step, in order: whole modules, and a part of one that no week holds."""
    found = begun_items(replace(case, minutes=free, begun=begun), cache)
    is_too_long = {cache.prepared.ids[one.module]: one.minutes > case.week for one in begun}
    return tuple(
        takewhile(lambda item: item.minutes == item.module_minutes or is_too_long[item.module or 0], found)
    )


def left_out_of_weeks(
    found: Iterable[LeftOut], case: Case, spread: tuple[PlanItem, ...], cache: LabelSettingCache
) -> tuple[LeftOut, ...]:
    """What a plan leaves out beside what is spread, with reasons that hold of the whole week.

    `found` was told of the minutes that what is spread leaves. What was paused and has no minutes this week
    is left out too. A step that no week holds is spread once nothing comes first, if a week has enough.
    """
    touched, least = touched_by(spread), cache.prepared.policy.least_part
    later = LeftOutReason.OTHERS_FIRST if case.minutes >= least else LeftOutReason.NEXT_WEEK
    told: dict[int, LeftOut] = {}
    for one in (*_paused_left_out(case, cache), *found):
        if one.reason == LeftOutReason.LONGER_THAN_WEEK and case.week >= least:
            one = replace(one, reason=later)
        elif one.reason == LeftOutReason.NEXT_WEEK and (one.minutes or 0) <= case.minutes:
            one = replace(one, reason=LeftOutReason.OTHERS_FIRST)
        if one.skill not in touched:
            told.setdefault(one.skill, one)
    return tuple(told.values())[:MOST_LEFT_OUT]


def _paused_left_out(case: Case, cache: LabelSettingCache) -> Iterator[LeftOut]:
    """The critical gaps that what was paused raises, where a week has minutes at all."""
    gaps = {gap.skill: gap for gap in case.gaps if gap.critical and case.week}
    reason = LeftOutReason.OTHERS_FIRST if case.minutes else LeftOutReason.NEXT_WEEK
    for one in case.begun:
        for effect in cache.prepared.by_module[one.module]:
            gap = gaps.get(effect.skill)
            if gap is not None and effect.start <= gap.level < effect.to:
                yield LeftOut(gap.skill, reason, one.minutes)


def critical_items(items: tuple[PlanItem, ...], cache: LabelSettingCache) -> tuple[PlanItem, ...]:
    """The items that are there for critical skills, with what they require."""
    needed, kept = 0, []
    for item in reversed(items):
        position = cache.prepared.position[item.module] if item.module is not None else None
        if item.critical or (position is not None and needed >> position & 1):
            needed |= cache.prepared.closure[position] if position is not None else 0
            kept.append(item)
    return tuple(reversed(kept))
