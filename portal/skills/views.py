"""A person's own skills, and rating oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.frameworks.reports import levels_of
from assessments.gaps.reports import gaps_of, gaps_with_conflicts
from assessments.roles.reports import roles_of
from assessments.testing.sittings.reports import checks_offered
from lifow.base.days import days_anywhere
from lifow.base.requests import SignedInRequest
from portal.access import in_place_of, skill_or_404
from portal.breadcrumbs import own_skill_breadcrumbs
from portal.navigation import waiting_of
from portal.ratings.forms import RatingForm
from portal.ratings.submission import new_rating_form, take_rating
from portal.requests.words import asked_about
from portal.sittings.words import check_in_words
from portal.skills.reports import skill_context


@login_required
@require_safe
def skills(request: SignedInRequest) -> HttpResponse:
    """Every skill that is needed or known, with the level and how sure it is."""
    roles = roles_of(request.user, timezone.now())
    gaps = gaps_with_conflicts(gaps_of(request.user), reader=request.user)
    context = {
        "gaps": gaps,
        "roles": roles,
        "asked": asked_about(request.user, request.user),
        "to_give": waiting_of(request, request.user).own_ratings,
        "tests": checks_offered(request.user, [row.skill.pk for row in gaps.assess_first], timezone.now()),
    }
    return render(request, "portal/skills/skills.html", context)


@login_required
@require_safe
def skill(request: SignedInRequest, skill_id: str) -> HttpResponse:
    """One skill of one's own: the level, the evidence behind it, and what helps."""
    found = skill_or_404(skill_id)
    if (now := in_place_of(found)) is not None:
        return redirect("portal:skill", skill_id=now.public_id)
    at_home = waiting_of(request, request.user, home_on=days_anywhere(timezone.now())[1]).at_home
    test = checks_offered(request.user, [found.pk], timezone.now()).get(found.pk)
    context = {
        **skill_context(
            request.user,
            found,
            levels_of(found),
            reader=request.user,
            has_stretch=at_home is None or at_home.stretch,
        ),
        "test": test,
        "test_words": check_in_words(test) if test is not None else "",
        "breadcrumbs": own_skill_breadcrumbs(),
        "asked": asked_about(request.user, request.user),
    }
    return render(request, "portal/skills/skill.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedInRequest, skill_id: str) -> HttpResponseBase:
    """Rate oneself; gaps and plan follow at once."""
    found = skill_or_404(skill_id)
    if (now := in_place_of(found)) is not None:
        if request.method == "POST":
            said = _("%(old)s is %(skill)s now. Nothing was saved: rate yourself in %(skill)s.")
            messages.error(request, said % {"old": found, "skill": now})
        return redirect("portal:rate", skill_id=now.public_id)
    if found.retired_at:
        messages.error(request, _("%(skill)s is no longer assessed. No rating is needed.") % {"skill": found})
        return redirect("portal:skill", skill_id=found.public_id)
    found = skill_or_404(skill_id, to_rate=True)
    form = RatingForm(request.POST, skill=found) if request.method == "POST" else new_rating_form(found)
    if form.is_bound and take_rating(form, person=request.user, rater=request.user, as_of=timezone.now()):
        said = _("Your rating in %(skill)s is saved. Your gaps and your plan are up to date.")
        messages.success(request, said % {"skill": found})
        if request.POST.get("next") == "ratings":
            return redirect("portal:ratings")
        return redirect("portal:skill", skill_id=found.public_id)
    context = {
        "skill": found,
        "form": form,
        "next": form.data.get("next", ""),
        "breadcrumbs": own_skill_breadcrumbs(found),
    }
    return render(request, "portal/ratings/rate.html", context, status=422 if form.is_bound else 200)
