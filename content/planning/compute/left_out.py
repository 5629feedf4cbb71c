"""What is critical and no part of a plan, and why: a bounded list for each learner."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from content.planning.compute.cases import Case, Gap
from content.planning.compute.chains import LabelSettingCache, SkillState
from content.planning.compute.items import PlanItem

MOST_LEFT_OUT = 5


class LeftOutReason(StrEnum):
    """Why a critical skill has no step in a plan.

    NO_MODULE         no module raises it from the learner's level
    MODULES_DONE      all is done that can be followed, though evidence since shows the gap
    LONGER_THAN_WEEK  the shortest step takes more than a whole week's minutes, which are too few to spread it
    NEXT_WEEK         the shortest step takes more than what is left of the week
    OTHERS_FIRST      a step would fit, but others take the minutes, or the questions, of this plan
    WAITING           it needs assessment, and the learner has spoken or was asked: it is somebody else's turn
    """

    NO_MODULE = "no_module"
    MODULES_DONE = "modules_done"
    LONGER_THAN_WEEK = "longer_than_week"
    NEXT_WEEK = "next_week"
    OTHERS_FIRST = "others_first"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A critical skill without a step; `minutes` of the shortest step that would help, where there is one."""

    skill: int
    reason: LeftOutReason
    minutes: int | None = None


def touched_by(items: Iterable[PlanItem]) -> set[int]:
    """The skills that items are for: those that they raise, prepare for or assess."""
    touched = (skill for item in items for skill in (item.skill, *(one.skill for one in item.raises)))
    return {skill for skill in touched if skill is not None}


def left_out(
    case: Case, states: tuple[SkillState, ...], items: tuple[PlanItem, ...], cache: LabelSettingCache
) -> tuple[LeftOut, ...]:
    """The critical skills that a plan has no step for, those of the most worth first; at most a few.

    Empty where a week has no minutes: the plan is paused then.
    """
    if not case.week:
        return ()
    touched = touched_by(items)
    found = [
        (-gap.gain(gap.required), _gap_left_out(gap, state, case, cache))
        for gap, state in zip(case.gaps, states, strict=True)
        if gap.critical and gap.skill not in touched
    ]
    unknown = [
        LeftOut(one.skill, LeftOutReason.WAITING if one.is_waiting else LeftOutReason.OTHERS_FIRST)
        for one in case.unknown
        if one.critical and one.skill not in touched
    ]
    ranked = sorted(found, key=lambda one: (one[0], one[1].skill))
    return (*(one for _worth, one in ranked), *unknown)[:MOST_LEFT_OUT]


def _gap_left_out(gap: Gap, state: SkillState, case: Case, cache: LabelSettingCache) -> LeftOut:
    shortest = cache.shortest(state)
    if shortest is None:
        is_done = cache.is_used_up(state)
        return LeftOut(gap.skill, LeftOutReason.MODULES_DONE if is_done else LeftOutReason.NO_MODULE)
    minutes = shortest.minutes
    if minutes > case.week:
        return LeftOut(gap.skill, LeftOutReason.LONGER_THAN_WEEK, minutes)
    is_later = minutes > case.minutes
    return LeftOut(gap.skill, LeftOutReason.NEXT_WEEK if is_later else LeftOutReason.OTHERS_FIRST, minutes)
