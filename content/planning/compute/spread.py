"""Modules over several weeks: what was paused goes on first, and what no week holds is begun.

A module can be paused anywhere. What a learner has paused comes first, with the minutes that are left of it;
the planner gets the learner as of its end: done, raised, and with fewer minutes. A critical step whose module
takes more than a whole week is begun where critical steps that fit leave enough minutes.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from content.planning.compute.cases import Begun, Case, Gap
from content.planning.compute.catalogue import members
from content.planning.compute.chains import LabelSettingCache
from content.planning.compute.items import PlanItem, items_of
from content.planning.compute.left_out import LeftOut, LeftOutReason


def rest_of(case: Case, cache: LabelSettingCache) -> Case:
    """The case as it is once what was paused is done, in the minutes that this leaves of the week."""
    if not case.begun:
        return case
    done, levels = case.done, {gap.skill: gap.level for gap in case.gaps}
    for one in case.begun:
        done |= 1 << one.module
        for effect in cache.prepared.by_module[one.module]:
            if effect.skill in levels and effect.start <= levels[effect.skill]:
                levels[effect.skill] = max(levels[effect.skill], effect.to)
    raised = (gap._replace(level=levels[gap.skill]) for gap in case.gaps)
    minutes = max(0, case.minutes - sum(one.minutes for one in case.begun))
    gaps = tuple(gap for gap in raised if gap.level < gap.required)
    return replace(case, minutes=minutes, gaps=gaps, done=done, begun=())


def begun_items(case: Case, cache: LabelSettingCache) -> tuple[PlanItem, ...]:
    """What was paused, in order, each with its minutes of this week; none where none are left."""
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
    """A critical step that no week holds, by skill, with its parts of this week in so many `minutes`."""

    skill: int
    minutes: int
    items: tuple[PlanItem, ...]


def to_begin(
    case: Case, items: tuple[PlanItem, ...], missing: tuple[LeftOut, ...], cache: LabelSettingCache
) -> Beginning | None:
    """What to begin beside the items of a plan that leaves out a critical step which no week holds.

    It takes the minutes that critical steps leave; where critical skills do not come first, those that
    nothing else takes. None where these are too few.
    """
    too_long = [one for one in missing if one.reason == LeftOutReason.LONGER_THAN_WEEK]
    if not too_long:
        return None
    kept = _critical(items, cache) if case.critical_first else items
    free = case.minutes - sum(item.minutes for item in kept)
    if free < cache.prepared.policy.least_part:
        return None
    for one in too_long:
        gap = next(gap for gap in case.gaps if gap.skill == one.skill)
        begun = tuple(_begun(gap, case, cache))
        if any(each.minutes > case.week for each in begun):
            parts = begun_items(replace(case, minutes=free, begun=begun), cache)
            return Beginning(one.skill, free, parts)
    return None


def _begun(gap: Gap, case: Case, cache: LabelSettingCache) -> Iterator[Begun]:
    """The modules of the shortest step for a gap, those that are required first."""
    state = cache.state(gap.skill, gap.level, gap.required, case.done)
    steps = [needs for effect, needs in cache.useful(state).steps if effect.start <= state.level]
    shortest = min(steps, key=lambda needs: (cache.minutes(needs), needs))
    for module in sorted(members(shortest), key=lambda position: cache.prepared.rank[position]):
        yield Begun(module, cache.prepared.minutes[module])


def _critical(items: tuple[PlanItem, ...], cache: LabelSettingCache) -> tuple[PlanItem, ...]:
    """The items that are there for critical skills, with what they require."""
    needed, kept = 0, []
    for item in reversed(items):
        position = cache.prepared.position[item.module] if item.module is not None else None
        if item.critical or (position is not None and needed >> position & 1):
            needed |= cache.prepared.closure[position] if position is not None else 0
            kept.append(item)
    return tuple(reversed(kept))
