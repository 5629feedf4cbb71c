"""A person's own pages: what to do now, where they stand, and saying how well they can do it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.reports import gaps_of, levels_of, roles_of
from content.reports import plan_of
from lifow.base.requests import SignedInRequest
from lifow.web.forms import RatingForm
from lifow.web.home import MOST_GAPS, MOST_UNKNOWN, begun_for_gaps
from lifow.web.ratings import new_rating_form, take_rating
from lifow.web.skill_pages import skill_context, skill_or_404
from lifow.web.trails import own_skill_trail
from mentoring.reports import count_waiting, mentor_line


@login_required
@require_safe
def start(request: SignedInRequest) -> HttpResponseBase:
    """Where a person lands after signing in: the page that their work begins with."""
    if request.user.is_hr_admin:
        return redirect("web:organisation")
    if request.user.is_author:
        return redirect("content:authoring")
    if request.user.has_perm("people.view_team"):
        return redirect("web:team")
    if count_waiting(request.user):
        return redirect(reverse("mentoring:mentoring") + "?as=mentor")
    return redirect("web:home")


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What to do now, this week's plan, and the gaps that it closes."""
    now = timezone.localtime()
    gaps, plan = gaps_of(request.user), plan_of(request.user, now)
    context = {
        "gaps": gaps,
        "most_gaps": MOST_GAPS,
        "most_unknown": MOST_UNKNOWN,
        "plan": plan,
        "begun": begun_for_gaps(plan.begun_off_plan, gaps, now),
        "roles": roles_of(request.user, now.date()),
        "mentor": mentor_line(request.user),
    }
    return render(request, "web/home.html", context)


@login_required
@require_safe
def skills(request: SignedInRequest) -> HttpResponse:
    """Every skill that is needed or known, with the level and how sure it is."""
    roles = roles_of(request.user, timezone.localdate())
    return render(request, "web/skills.html", {"gaps": gaps_of(request.user), "roles": roles})


@login_required
@require_safe
def skill(request: SignedInRequest, skill_id: str) -> HttpResponse:
    """One skill of one's own: the level, the evidence behind it, and what helps."""
    found = skill_or_404(skill_id)
    context = skill_context(request.user, found, levels_of(found))
    return render(request, "web/skill.html", {**context, "trail": own_skill_trail()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedInRequest, skill_id: str) -> HttpResponseBase:
    """Rate oneself; gaps and plan follow at once."""
    found = skill_or_404(skill_id, to_rate=True)
    form = RatingForm(request.POST, skill=found) if request.method == "POST" else new_rating_form(found)
    if form.is_bound and take_rating(form, person=request.user, rater=request.user, as_of=timezone.now()):
        said = _("Noted: %(skill)s. Your gaps and your plan are up to date.")
        messages.success(request, said % {"skill": found})
        return redirect("web:skill", skill_id=found.public_id)
    context = {"skill": found, "form": form, "trail": own_skill_trail(found)}
    return render(request, "web/rate.html", context, status=422 if form.is_bound else 200)
