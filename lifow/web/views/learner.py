"""A person's own pages: what to do now, where they stand, and saying how well they can do it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Skill
from assessments.reports import evidence_of, gaps_of, roles_of, standing_of
from assessments.services import EvidenceError
from content.reports import modules_that_help, plan_of
from lifow.base.requests import SignedInRequest
from lifow.web.forms import RatingForm
from lifow.web.ratings import new_rating_form, take_rating
from mentoring.reports import mentor_line


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
    return redirect("web:home")


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What to do now, this week's plan, and the gaps that it closes."""
    now = timezone.localtime()
    return render(
        request,
        "web/home.html",
        {
            "gaps": gaps_of(request.user),
            "plan": plan_of(request.user, now),
            "roles": roles_of(request.user, now.date()),
            "mentor": mentor_line(request.user),
        },
    )


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
    found = get_object_or_404(Skill.objects.select_related("framework"), public_id=skill_id)
    standing = standing_of(request.user, found)
    context = {
        "skill": found,
        "standing": standing,
        "evidence": evidence_of(request.user, found),
        "modules": modules_that_help(found, standing.level if standing else None),
        "form": new_rating_form(found),
    }
    return render(request, "web/skill.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedInRequest, skill_id: str) -> HttpResponseBase:
    """Rate oneself; gaps and plan follow at once."""
    found = get_object_or_404(Skill.objects.select_related("framework"), public_id=skill_id)
    form = RatingForm(request.POST, skill=found) if request.method == "POST" else new_rating_form(found)
    if request.method == "POST" and form.is_valid():
        try:
            take_rating(form, person=request.user, rater=request.user, as_of=timezone.now())
        except EvidenceError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(
                request, _("Noted: %(skill)s. Your gaps and your plan are up to date.") % {"skill": found}
            )
            return redirect("web:skill", skill_id=found.public_id)
    status = 422 if form.is_bound else 200
    context = {"skill": found, "form": form, "standing": standing_of(request.user, found)}
    return render(request, "web/rate.html", context, status=status)
