"""A learner's home: what to do now."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.gaps.reports import PersonGaps, gaps_of
from assessments.requests.reports import awaited_of
from assessments.roles.reports import roles_of
from content.assignments.reports import (
    assigned_modules_of,
    open_at_a_glance,
    overdue_of_reports,
    stretch_waiting,
)
from content.discovery.reports import own_modules, suggested_modules
from content.planning.reports import LearnerPlan, next_monday, plan_of, step_with_more_time
from content.refreshers.reports import refreshers_at_a_glance
from lifow.base.days import days_anywhere
from lifow.base.requests import SignedInRequest
from lifow.people.persons.choices import EmploymentStatus
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leave_of, statuses_of
from mentoring.pairings.reports import line_of, mentors_to_count, pairings_at_home
from mentoring.sessions.reports import next_sessions
from portal.home.left_out import left_out_of
from portal.home.reports import (
    MOST_GAPS,
    MOST_STRETCH,
    MOST_UNKNOWN,
    late_assignments,
    started_for_gaps,
    step_to_do,
    waiting_tasks,
)
from portal.home.waiting import waiting_skills
from portal.navigation import AtHome, waiting_of
from portal.requests.words import others_awaited, words_of


@login_required
@require_safe
def start(request: SignedInRequest) -> HttpResponseBase:
    """Where a person lands after signing in: the page that their work begins with."""
    if request.user.is_hr_admin:
        return redirect("portal:organisation")
    if request.user.is_author:
        return redirect("content:authoring")
    waiting = waiting_of(request, request.user)
    if waiting.has_reports:
        return redirect("portal:team")
    if waiting.mentoring:
        return redirect(reverse("mentoring:mentoring") + "?as=mentor")
    return redirect("portal:home")


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for a manager or a mentor, what to do now, this week's plan, and the gaps that it closes.

    With `more` in the address also what comes after the plan: for today, without changing the week.
    """
    now = timezone.localtime()
    waiting = waiting_of(request, request.user, home_on=days_anywhere(now)[1])
    has = waiting.at_home or AtHome(assigned=True, stretch=True, refreshers=True, mentoring=True)
    gaps = gaps_of(request.user)
    plan = plan_of(request.user, now, known={row.skill.pk: row.skill for row in gaps.required})
    awaited = awaited_of(request.user)
    unanswered = {one.skill_id for one in awaited if one.is_answer}
    pairings = pairings_at_home(request.user) if has.mentoring else []
    looked_at = {request.user.pk, *others_awaited(awaited, request.user), *mentors_to_count(pairings)}
    statuses = statuses_of(looked_at, now)
    on_leave = {pk for pk, status in statuses.items() if status == EmploymentStatus.LEAVE}
    asked = words_of(awaited, request.user, on_leave)
    wants_more = "more" in request.GET and plan.plan is not None
    after = step_with_more_time(request.user, [step.item for step in plan.steps], now) if wants_more else None
    now_step = step_to_do(plan, unanswered)
    leave = leave_of(request.user, now) if request.user.pk in on_leave else None
    overdue = overdue_of_reports(request.user, now) if waiting.has_reports else 0
    context = {
        "leave": leave,
        "wants_more": wants_more,
        "after": after,
        "waiting": waiting_tasks(waiting, overdue),
        "now_step": now_step,
        "waits": () if now_step else waiting_skills(plan, gaps, asked),
        "unanswered": unanswered,
        "gaps": gaps,
        "most_gaps": MOST_GAPS,
        "most_unknown": MOST_UNKNOWN,
        "plan": plan,
        "next_monday": next_monday(request.user, now),
        **_assigned(request.user, plan, has, now),
        **_suggested(request.user, plan, gaps, has, now, on_leave=leave is not None),
        "refreshers": refreshers_at_a_glance(request.user, at=now) if has.refreshers else None,
        "started": started_for_gaps(plan.started_off_plan, gaps, now),
        "roles": roles_of(request.user, now),
        "mentor": line_of(pairings, statuses),
        "sessions": next_sessions(pairings, as_of=now),
        "asked": asked,
        "left_out": left_out_of(plan, gaps, asked),
    }
    return render(request, "portal/home/home.html", context)


def _assigned(person: Person, plan: LearnerPlan, has: AtHome, now: datetime) -> dict[str, object]:
    """What somebody has said is to be done, and what the plan will not hold until it is due."""
    assigned, more = open_at_a_glance(person, now) if has.assigned else ((), 0)
    return {
        "assigned": assigned,
        "more_assigned": more,
        "late": late_assignments(assigned, plan),
        "stretch": stretch_waiting(person)[:MOST_STRETCH] if has.stretch else (),
    }


def _suggested(
    person: Person, plan: LearnerPlan, gaps: PersonGaps, has: AtHome, now: datetime, *, on_leave: bool
) -> dict[str, object]:
    """Modules beside the plan and what is assigned, none during leave; and those done that may get a vote."""
    planned = {step.item.module_id for step in plan.steps if step.item.module_id}
    planned |= {one.module.pk for one in plan.put_off if one.module}
    beside = planned | set(assigned_modules_of(person) if has.assigned else ())
    suggested, to_vote = suggested_modules(gaps, own_modules(person, now), beside)
    return {"suggested": () if on_leave else suggested, "to_vote": to_vote}
