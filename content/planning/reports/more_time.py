"""What comes after this week's plan, for whoever has more time today; nothing stored changes."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime

import numpy as np

from assessments.frameworks.models import Skill
from assessments.gaps.reports import stored_reports
from content.catalogue.models import Module
from content.kinds.path.reports import held_modules
from content.planning import compute, selectors
from content.planning.models import PlanItem
from lifow.people.persons.models import Person

CACHE = compute.CatalogueCache(compute.PlanPolicy())
"""What was found for one learner serves the next ones of the process, as long as the catalogue stays so."""
MORE_MINUTES = (60, 600)
"""That a step is looked for in: within an hour, else as long as there is one."""


def step_with_more_time(person: Person, steps: Sequence[PlanItem], as_of: datetime) -> PlanItem | None:
    """The best step after those of a plan, not stored; None where nothing else helps.

    The planner is asked once more, as if the modules of the plan were done and its questions answered, and as
    if there were time. What the modules lead to is no reason to ask for an assessment yet. Where a module of
    the plan goes on next week, the rest of it is what comes after.
    """
    spread = next((one for one in steps if one.later_minutes), None)
    if spread is not None:
        return _rest_of(spread)
    reports = stored_reports([person.pk])
    if not len(reports.person_id):
        return None
    catalogue = selectors.catalogue()
    if held := held_modules([person.pk], as_of):
        catalogue = selectors.without(catalogue, held[person.pk].modules)
    cache = CACHE.of(catalogue)
    weeks = selectors.weeks_of([person.pk], as_of)
    put_off = selectors.put_off(catalogue, selectors.put_off_steps([person.pk], as_of))
    learner = selectors.learners(reports, weeks, as_of, put_off)
    after = _as_if_done(learner, catalogue, steps)
    item = next(_items(after, cache), None)
    return _step(item) if item else None


def _items(learner: compute.Learners, cache: compute.LabelSettingCache) -> Iterator[compute.PlanItem]:
    for minutes in MORE_MINUTES:
        time = np.array([minutes], dtype=np.int64)
        (plan,) = compute.plan_learning(cache.prepared, replace(learner, minutes=time, week=time), cache)
        yield from plan.items


def _as_if_done(
    learner: compute.Learners, catalogue: compute.Catalogue, steps: Sequence[PlanItem]
) -> compute.Learners:
    """The only learner of the columns, with these steps done since their levels were last seen; nobody is
    asked about what they raise or have asked about."""
    modules = np.array([one.module_id for one in steps if one.module_id], dtype=np.int64)
    raised = np.isin(catalogue.effect_module, modules)
    nobody = np.zeros(int(raised.sum()), dtype=np.int64)
    asked = [one.skill_id for one in steps if not one.module_id]
    is_said = np.isin(learner.skill, np.r_[catalogue.effect_skill[raised], asked].astype(np.int64))
    is_left = ~np.isin(learner.due_module, modules)
    return replace(
        learner,
        due_learner=learner.due_learner[is_left],
        due_module=learner.due_module[is_left],
        due_minutes=learner.due_minutes[is_left],
        due_weeks=learner.due_weeks[is_left],
        ask_error=np.where(is_said, np.nan, learner.ask_error),
        done_learner=np.r_[learner.done_learner, np.zeros(len(modules), dtype=np.int64)],
        done_module=np.r_[learner.done_module, modules],
        raised_learner=np.r_[learner.raised_learner, nobody],
        raised_skill=np.r_[learner.raised_skill, catalogue.effect_skill[raised]],
        raised_from=np.r_[learner.raised_from, catalogue.effect_from[raised]],
        raised_to=np.r_[learner.raised_to, catalogue.effect_to[raised]],
    )


def _rest_of(spread: PlanItem) -> PlanItem:
    """The part of a module that the plan leaves to later weeks."""
    rest = copy(spread)
    rest.minutes = spread.later_minutes
    rest.reason_details = {"known": spread.level_known}
    return rest


def _step(item: compute.PlanItem) -> PlanItem:
    return PlanItem(
        position=0,
        module=Module.objects.get(pk=item.module) if item.module else None,
        skill=Skill.objects.get(pk=item.skill) if item.skill else None,
        minutes=item.minutes_left or item.minutes,
        gain=item.gain,
        level_before=item.before,
        level_after=item.after,
        required=item.required,
        is_critical=item.critical,
        reason=item.reason.value,
        reason_details={
            "known": item.known,
            "unproven": item.unproven,
            "test": item.test,
            "questions": item.questions,
        },
    )
