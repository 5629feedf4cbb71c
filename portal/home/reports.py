"""What the home puts first: what waits for a manager or a mentor, and what to resume for which gap."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from assessments.frameworks.models import Skill
from assessments.gaps.reports import PersonGaps
from content.activity.models import Activity
from content.assignments.reports import OwnAssignment
from content.catalogue.models import Module
from content.catalogue.reports import recent_columns
from content.planning.models import PlanItem
from content.planning.reports import LearnerPlan, PlanStep, leads_on
from lifow.base.templatetags.constant import address
from lifow.base.templatetags.display import bounded
from portal.navigation import Waiting, ratings_in_words

MOST_GAPS = 6
MOST_UNKNOWN = 4
MOST_STRETCH = 3
STILL_IN_MIND = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """Something that others wait for: how much of it, in words, and where it is done."""

    words: str
    url: str


def waiting_tasks(waiting: Waiting, overdue: int = 0) -> tuple[WaitingTask, ...]:
    """What waits for somebody, of what the navigation has counted: ratings, requests to a mentor, tasks; and
    how often something is overdue of those who report to them."""
    mentoring = f"{address('mentoring:mentoring')}?as=mentor"
    found = (
        (waiting.own_ratings + waiting.ratings, ratings_in_words, address("portal:ratings")),
        (waiting.requests, _requests_in_words, f"{mentoring}#requests"),
        (waiting.tasks, _tasks_in_words, f"{mentoring}#tasks"),
        (waiting.sign_offs, _sign_offs_in_words, address("content:sign_offs")),
        (waiting.stretch, _stretch_in_words, f"{address('content:stretch_tasks')}?as=manager"),
        (overdue, _overdue_in_words, f"{address('content:overdue')}?show=direct"),
    )
    return tuple(WaitingTask(words(count), url) for count, words, url in found if count)


def _requests_in_words(count: int) -> str:
    words = ngettext("%(count)s request to answer", "%(count)s requests to answer", count)
    return words % {"count": bounded(count)}


def _tasks_in_words(count: int) -> str:
    words = ngettext("%(count)s task to give feedback on", "%(count)s tasks to give feedback on", count)
    return words % {"count": bounded(count)}


def _sign_offs_in_words(count: int) -> str:
    words = ngettext("%(count)s checklist to sign off", "%(count)s checklists to sign off", count)
    return words % {"count": bounded(count)}


def _stretch_in_words(count: int) -> str:
    words = ngettext("%(count)s stretch task to confirm", "%(count)s stretch tasks to confirm", count)
    return words % {"count": bounded(count)}


def _overdue_in_words(count: int) -> str:
    words = ngettext(
        "%(count)s overdue assignment of your direct reports",
        "%(count)s overdue assignments of your direct reports",
        count,
    )
    return words % {"count": bounded(count)}


def late_assignments(assigned: Sequence[OwnAssignment], plan: LearnerPlan) -> set[int]:
    """Ids of the assignments of which the learner's minutes do not hold a module by its day."""
    late = set(plan.late)
    return {one.row.assignment_id for one in assigned if any(each.module.pk in late for each in one.modules)}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a module does for a gap, in the words of a plan's item."""

    skill: Skill
    reason: str
    level_before: float
    level_after: float
    required: float


@dataclass(frozen=True, slots=True)
class StartedModule:
    """A module that was started off the plan, and the gap that it helps to close, if any."""

    activity: Activity
    effect: Effect | None

    @property
    def module(self) -> Module:
        return self.activity.module


def step_to_do(plan: LearnerPlan, unanswered: Collection[int]) -> PlanStep | None:
    """What the plan says to do now, without what it would ask again: ratings in the skills of which one waits
    for somebody else already. None where nothing is left."""
    steps = [plan.next_step, *plan.steps] if plan.next_step else []
    able = (
        step
        for step in steps
        if step.item.module_id or step.item.is_test or step.item.skill_id not in unanswered
    )
    return next(able, None)


def started_for_gaps(activity: Activity | None, gaps: PersonGaps, as_of: datetime) -> StartedModule | None:
    """What was started, with the first of the person's gaps that it raises from where they are.

    None where nothing was, or where it helps no gap and was last opened more than two weeks ago.
    """
    if activity is None:
        return None
    effects = recent_columns().effects_of(activity.module_id)
    for row in gaps.gaps:
        effect = effects.get(row.skill.pk)
        if effect is None or row.level is None or row.required is None:
            continue
        start, end = effect
        if leads_on(start, end, row.level):
            reason = PlanItem.Reason.CLOSES if end >= row.required else PlanItem.Reason.RAISES
            return StartedModule(activity, Effect(row.skill, reason, row.level, end, row.required))
    return StartedModule(activity, None) if activity.touched_at > as_of - STILL_IN_MIND else None
