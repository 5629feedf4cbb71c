"""What home shows, at a glance, for channels that tell it elsewhere: the same, in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.gaps.reports import gaps_of
from assessments.requests.reports import awaited_of
from content.assignments.models import StretchTask
from content.assignments.reports import OwnAssignment, open_at_a_glance, overdue_of_reports, stretch_waiting
from content.planning.reports import LearnerPlan, PlanStep, plan_of
from content.refreshers.reports import Waiting as Refreshers
from content.refreshers.reports import next_refreshers_of
from lifow.base.days import days_anywhere
from lifow.people.persons.models import Person
from mentoring.sessions.models import Session
from mentoring.sessions.reports import SessionShown, open_sessions
from portal.home.reports import (
    MOST_STRETCH,
    StartedModule,
    WaitingTask,
    started_for_gaps,
    step_to_do,
    waiting_tasks,
)
from portal.navigation import AtHome, waiting_for

MOST_SESSIONS = 3


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """What waits for somebody and what they can do this week, in the order of home.

    waiting     what others wait for
    started     what was opened off the plan and is not finished
    steps       of the plan, what to do now first; not what waits for somebody else's answer
    refreshers  what can be asked again today, whether or not they work at this moment
    to_pick     sessions of which they are to pick a time; `sessions` are booked, the next one first
    """

    waiting: Sequence[WaitingTask]
    started: StartedModule | None
    plan: LearnerPlan
    steps: Sequence[PlanStep]
    refreshers: Refreshers | None
    assigned: Sequence[OwnAssignment]
    stretch: Sequence[StretchTask]
    to_pick: Sequence[SessionShown]
    sessions: Sequence[Session]

    @property
    def is_empty(self) -> bool:
        some = (self.waiting, self.started, self.steps, self.refreshers, self.assigned, self.stretch)
        return not any((*some, self.to_pick, self.sessions))


def at_a_glance(person: Person, as_of: datetime) -> AtAGlance:
    """What home would show somebody now; about 20 queries."""
    waiting = waiting_for(person, home_on=days_anywhere(as_of)[1])
    has = waiting.at_home or AtHome(assigned=True, stretch=True, refreshers=True, mentoring=True)
    gaps = gaps_of(person)
    plan = plan_of(person, as_of, known={row.skill.pk: row.skill for row in gaps.required})
    unanswered = {one.skill_id for one in awaited_of(person) if one.is_answer}
    to_pick, booked = open_sessions(person, as_of=as_of)
    overdue = overdue_of_reports(person, as_of) if waiting.has_reports else 0
    assigned, _more = open_at_a_glance(person, as_of) if has.assigned else ((), 0)
    sessions = sorted(booked.values(), key=lambda one: one.starts_at or as_of)
    return AtAGlance(
        waiting=waiting_tasks(waiting, overdue),
        started=started_for_gaps(plan.started_off_plan, gaps, as_of),
        plan=plan,
        steps=tuple(_steps(plan, unanswered)),
        refreshers=_refreshers(person, as_of) if has.refreshers else None,
        assigned=assigned,
        stretch=list(stretch_waiting(person)[:MOST_STRETCH]) if has.stretch else (),
        to_pick=to_pick,
        sessions=sessions[:MOST_SESSIONS],
    )


def _refreshers(person: Person, as_of: datetime) -> Refreshers | None:
    """What can be asked again today, whether or not they work at this moment; None where nothing can."""
    found = next_refreshers_of([person], at=as_of, in_hours=False)[person.pk]
    return found if found.cards else None


def _steps(plan: LearnerPlan, unanswered: set[int]) -> Sequence[PlanStep]:
    """What is left to do of the plan by its learner, what to do now first."""
    now = step_to_do(plan, unanswered)
    able = [
        step
        for step in plan.steps
        if step.item.module_id or step.item.is_test or step.item.skill_id not in unanswered
    ]
    return [step for step in able if step == now] + [
        step for step in able if step != now and not step.is_done
    ]
