"""A learner's home: what to do now."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.gaps.reports import gaps_of
from assessments.requests.reports import open_requests_of, unanswered_of
from assessments.roles.reports import roles_of
from content.planning.reports import plan_of, step_with_more_time
from lifow.base.requests import SignedInRequest
from lifow.people.persons.reports import leave_of
from mentoring.pairings.reports import mentor_line
from portal.home.left_out import left_out_of
from portal.home.reports import MOST_GAPS, MOST_UNKNOWN, started_for_gaps, step_to_do, waiting_tasks
from portal.home.waiting import waiting_skills
from portal.navigation import waiting_of
from portal.requests.words import words_of


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
    gaps, plan = gaps_of(request.user), plan_of(request.user, now)
    said = unanswered_of(request.user)
    unanswered = {one.skill_id for one, _manager in said}
    asked = words_of(open_requests_of(request.user), said, request.user)
    wants_more = "more" in request.GET and plan.plan is not None
    after = step_with_more_time(request.user, [step.item for step in plan.steps], now) if wants_more else None
    now_step = step_to_do(plan, unanswered)
    context = {
        "leave": leave_of(request.user, now),
        "wants_more": wants_more,
        "after": after,
        "waiting": waiting_tasks(waiting_of(request, request.user)),
        "now_step": now_step,
        "waits": () if now_step else waiting_skills(plan, gaps, asked),
        "unanswered": unanswered,
        "gaps": gaps,
        "most_gaps": MOST_GAPS,
        "most_unknown": MOST_UNKNOWN,
        "plan": plan,
        "started": started_for_gaps(plan.started_off_plan, gaps, now),
        "roles": roles_of(request.user, now),
        "mentor": mentor_line(request.user, as_of=now),
        "asked": asked,
        "left_out": left_out_of(plan, gaps, asked),
    }
    return render(request, "portal/home/home.html", context)
