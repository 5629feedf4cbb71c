"""A manager's pages: the team's heat map, and the ratings that wait for the manager's word."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.reports import RatingToConfirm, count_ratings_to_confirm, ratings_to_confirm, team_map
from lifow.base.requests import SignedInRequest
from lifow.people.models import Person
from lifow.web.maps import people_rows, skill_columns
from lifow.web.ratings import new_rating_form
from lifow.web.views.people import visible_person


@login_required
@require_safe
def team(request: SignedInRequest) -> HttpResponse:
    """People × skills of those who report to one; `?manager=` shows the team of somebody below."""
    manager = _manager(request)
    if manager is None:
        who = _("Team pages are for people with direct reports. HR keeps who reports to whom.")
        return render(request, "web/no_permission.html", {"who": who}, status=403)
    members = Person.objects.reporting_to(manager).by_name()
    heat = team_map(members)
    context = {
        "manager": manager,
        "is_own": manager == request.user,
        "columns": skill_columns(heat),
        "rows": people_rows(heat),
        "waiting": count_ratings_to_confirm(request.user),
    }
    return render(request, "web/team.html", context)


@login_required
@require_safe
def ratings(request: SignedInRequest) -> HttpResponse:
    """Self-ratings to confirm or correct: one at a time, the others listed below it."""
    waiting = ratings_to_confirm(request.user)
    current = _chosen(waiting, request.GET.get("rating"))
    context = {
        "current": current,
        "others": [one for one in waiting if one != current],
        "form": new_rating_form(current.evidence.skill) if current else None,
        "chosen": round(current.evidence.level) if current else None,
        "trail": [(_("Team"), reverse("web:team"))],
    }
    return render(request, "web/ratings.html", context)


def _manager(request: SignedInRequest) -> Person | None:
    """Whose team is shown; None where the user has none and asked for nobody's."""
    asked = request.GET.get("manager")
    if asked:
        return visible_person(request.user, asked)
    return request.user if Person.objects.reporting_to(request.user).exists() else None


def _chosen(waiting: tuple[RatingToConfirm, ...], public_id: str | None) -> RatingToConfirm | None:
    if not public_id:
        return next(iter(waiting), None)
    for one in waiting:
        if one.evidence.public_id == public_id:
            return one
    raise Http404
