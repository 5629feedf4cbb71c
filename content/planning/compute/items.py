"""The items of a plan: what to do, what it raises, and why it is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from content.planning.compute.cases import Case, Check
from content.planning.compute.catalogue import Prepared, still_needed

SAME = 1e-9


class Reason(StrEnum):
    """Why an item is in a plan.

    CLOSES    brings the skill to the level required: `before`, `after`, `required`
    RAISES    brings it nearer: `before`, `after`, `required`
    PREPARES  closes nothing itself; `prepares_for`, a later module of the plan, requires it
    ASSESS    nobody knows the level, or nobody has seen it since the material was done (`unproven`):
              `questions` to answer first
    ASSIGNED  it has to be done, and raises no gap
    """

    CLOSES = "closes"
    RAISES = "raises"
    PREPARES = "prepares"
    ASSESS = "assess"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class Raise:
    """A gapped skill that an item raises from level to level, and the weighted gap that this closes.

    `before` is where the step starts; `known`, which may be lower, is the level that evidence gives.
    """

    skill: int
    known: float
    before: float
    after: float
    required: float
    gain: float
    critical: bool


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to do.

    module        id of the module, None for a check
    skill         id of the skill that it raises most, that it prepares, or that it checks; None where it is
                  there because it has to be done alone
    gain          weighted gap that it closes; 0 where it prepares; for a check the value of knowing
    critical      a critical skill is among the reasons
    known         level of `skill` that evidence gives, None where it raises none
    before        level of `skill` from which it leads on: what earlier items, and modules done that no
                  evidence has followed, lead to; None where it raises none
    after         level after, at most what the module leads to, None where it raises none
    required      level needed of `skill`
    prepares_for  id of a later module of the plan that requires this one, for PREPARES
    questions     number of questions, for ASSESS
    unproven      for ASSESS: a gap is known, and the material for it is done since
    test          for ASSESS: a test asks the questions, and not a rating
    minutes_left    minutes left of a module that is spread over weeks, `minutes` of them this week
    module_minutes  minutes of that module in all
    assigned        it has to be done, by a day
    raises        every gapped skill that it raises, the largest gain first
    """

    reason: Reason
    module: int | None
    skill: int | None
    minutes: int
    gain: float
    critical: bool
    known: float | None
    before: float | None
    after: float | None
    required: float
    prepares_for: int | None = None
    questions: int | None = None
    unproven: bool = False
    test: bool = False
    minutes_left: int | None = None
    module_minutes: int | None = None
    assigned: bool = False
    raises: tuple[Raise, ...] = ()


class _Step(NamedTuple):
    module: int
    raises: tuple[Raise, ...]
    check: Check | None


def items_of(order: Sequence[int | Check], case: Case, prepared: Prepared) -> tuple[PlanItem, ...]:
    """Follow an order from the learner's levels and say what each item does.

    A module that in this order closes nothing and prepares nothing is left out.
    """
    steps = _useful(_followed(order, case, prepared), case, prepared)
    return tuple(_item(step, steps[place + 1 :], case, prepared) for place, step in enumerate(steps))


def _followed(order: Sequence[int | Check], case: Case, prepared: Prepared) -> list[_Step]:
    gaps = {gap.skill: gap for gap in case.gaps}
    levels = {gap.skill: gap.level for gap in case.gaps}
    steps: list[_Step] = []
    for entry in order:
        if isinstance(entry, Check):
            steps.append(_Step(-1, (), entry))
            continue
        raises: list[Raise] = []
        for effect in prepared.by_module[entry]:
            level = levels.get(effect.skill)
            if level is None or not effect.start <= level < effect.to:
                continue
            gap = gaps[effect.skill]
            gain = gap.gain(effect.to) - gap.gain(level)
            levels[effect.skill] = effect.to
            if gain > 0:
                raises.append(Raise(gap.skill, gap.known, level, effect.to, gap.required, gain, gap.critical))
        raises.sort(key=lambda one: (-one.gain, one.skill))
        steps.append(_Step(entry, tuple(raises), None))
    return steps


def _useful(steps: list[_Step], case: Case, prepared: Prepared) -> list[_Step]:
    needed = 0
    kept: list[_Step] = []
    for step in reversed(steps):
        if step.check:
            kept.append(step)
        elif step.raises or needed >> step.module & 1:
            needed |= still_needed(prepared, step.module, case.done)
            kept.append(step)
    return kept[::-1]


def _item(step: _Step, following: list[_Step], case: Case, prepared: Prepared) -> PlanItem:
    if step.check:
        return _check_item(step.check, prepared)
    if not step.raises:
        return _preparing_item(step, following, case, prepared)
    most = step.raises[0]
    return PlanItem(
        reason=Reason.CLOSES if most.after >= most.required - SAME else Reason.RAISES,
        module=prepared.ids[step.module],
        skill=most.skill,
        minutes=prepared.minutes[step.module],
        gain=sum(one.gain for one in step.raises),
        critical=any(one.critical for one in step.raises),
        known=most.known,
        before=most.before,
        after=most.after,
        required=most.required,
        raises=step.raises,
    )


def _check_item(check: Check, prepared: Prepared) -> PlanItem:
    return PlanItem(
        reason=Reason.ASSESS,
        module=None,
        skill=check.skill,
        minutes=prepared.policy.check_minutes,
        gain=check.value,
        critical=check.critical,
        known=None,
        before=None,
        after=None,
        required=check.required,
        questions=prepared.policy.check_questions,
        unproven=check.unproven,
        test=check.test,
    )


def _preparing_item(step: _Step, following: list[_Step], case: Case, prepared: Prepared) -> PlanItem:
    """The next module that closes something and requires this one is what it prepares for."""
    target = next(
        later
        for later in following
        if later.raises and still_needed(prepared, later.module, case.done) >> step.module & 1
    )
    return PlanItem(
        reason=Reason.PREPARES,
        module=prepared.ids[step.module],
        skill=target.raises[0].skill,
        minutes=prepared.minutes[step.module],
        gain=0.0,
        critical=any(one.critical for one in target.raises),
        known=None,
        before=None,
        after=None,
        required=target.raises[0].required,
        prepares_for=prepared.ids[target.module],
    )
