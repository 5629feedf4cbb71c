"""HR's pages: the company's gaps, by unit and skill, and what to do about them first."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.frameworks.models import Framework
from assessments.gaps.models import GapReport
from assessments.gaps.reports import (
    SkillTotals,
    add_up,
    overview,
    people_needing,
    readiness_trend,
    team_map,
    totals_by_unit,
    units_of_people,
)
from assessments.gaps.services import policy_in_force
from content.planning.reports import missing_material
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment
from portal.breadcrumbs import organisation_link, unit_link, unit_trail
from portal.heat_maps import people_rows, skill_columns, unit_columns, unit_rows
from portal.organisation.reports import act_first, past_months
from portal.scope import Scope, asked_scope, company
from portal.skills.reports import skill_or_404

SKILLS_AT_A_GLANCE = 10
SKILLS_SHOWN = 12
STEPS_SHOWN = 15

View = Callable[..., HttpResponseBase]
Totals = Mapping[int, Sequence[SkillTotals]]


def for_hr(view: View) -> View:
    """Only people who look after the company's skills; others are told who they are."""

    @wraps(view)
    def checked(request: SignedInRequest, *args, **kwargs) -> HttpResponseBase:
        if request.user.has_perm("people.view_organisation"):
            return view(request, *args, **kwargs)
        who = _("These pages are for HR admins. An HR admin can give you access.")
        return render(request, "no_permission.html", {"who": who}, status=403)

    return login_required(checked)


@for_hr
@require_safe
def organisation(request: SignedInRequest) -> HttpResponse:
    """Where to act first, the numbers, the map at a glance, and how it went."""
    now = timezone.localtime()
    scope = company()
    people, totals = _totals(scope)
    missing = missing_material(people)
    reports = GapReport.objects.current().filter(person__in=people).defer("packed")
    whole = add_up(totals.values())
    context = {
        "tabs": _tabs("portal:organisation"),
        "actions": act_first(whole, missing),
        "overview": overview(reports, coverage=policy_in_force(now).parameters["interval_coverage"]),
        "headcount": len(people),
        "without_content": len({one.skill for one in missing}),
        "with_gaps": sum(one.gap > 0 for one in whole),
        "trend": readiness_trend(past_months(now)),
        **_map(scope, totals, whole[:SKILLS_AT_A_GLANCE]),
    }
    return render(request, "portal/organisation/organisation.html", context)


@for_hr
@require_safe
def organisation_map(request: SignedInRequest) -> HttpResponse:
    """Units × skills; `?unit=` looks inside a unit, down to its people."""
    scope = asked_scope(request)
    context = {"scope": scope, "tabs": _tabs("portal:organisation_map"), "trail": _trail_of(scope)}
    if not scope.units():
        heat = team_map(scope.people())
        context |= {"columns": skill_columns(heat), "rows": people_rows(heat)}
        context["frameworks"] = sorted({skill.framework for skill in heat.skills}, key=str)
        return render(request, "portal/organisation/organisation_people.html", context)
    totals = _totals(scope)[1]
    whole = add_up(totals.values())
    shown = whole if request.GET.get("skills") == "all" else whole[:SKILLS_SHOWN]
    context |= {"totals": shown, "hidden": len(whole) - len(shown), **_map(scope, totals, shown)}
    return render(request, "portal/organisation/organisation_map.html", context)


@for_hr
@require_safe
def organisation_skill(request: SignedInRequest, skill_id: str) -> HttpResponse:
    """The people who need a skill, the widest gap first; `?unit=` those of one unit."""
    skill = skill_or_404(skill_id)
    scope = asked_scope(request)
    found = people_needing(skill, scope.people().values_list("pk", flat=True))
    current = Employment.objects.current().filter(person__in=[person.pk for person, _standing in found])
    units = dict(current.values_list("person_id", "org_unit__name"))
    context = {
        "skill": skill,
        "scope": scope,
        "trail": [*_trail_of(scope), *([unit_link(scope.unit)] if scope.unit else [])],
        "people": [(person, units.get(person.pk, ""), standing) for person, standing in found],
    }
    return render(request, "portal/organisation/organisation_skill.html", context)


@for_hr
@require_safe
def missing_content(request: SignedInRequest) -> HttpResponse:
    """Gaps that no module closes: what has to be made, gap × headcount first."""
    missing = missing_material(Scope(None).people().values_list("pk", flat=True))
    shown = missing if request.GET.get("steps") == "all" else missing[:STEPS_SHOWN]
    context = {
        "tabs": _tabs("portal:missing_content"),
        "missing": shown,
        "hidden": len(missing) - len(shown),
        "skills": len({one.skill for one in missing}),
        "frameworks": Framework.objects.filter(pk__in={one.skill.framework_id for one in shown}),
    }
    return render(request, "portal/organisation/missing_content.html", context)


def _totals(scope: Scope) -> tuple[Mapping[int, int], Totals]:
    """Each person's unit inside the scope, and the totals of each unit."""
    units = [*scope.units(), *([scope.unit] if scope.unit else [])]
    people = units_of_people(units)
    return people, totals_by_unit(people, {unit.pk: unit for unit in units})


def _map(scope: Scope, totals: Totals, shown: Sequence[SkillTotals]) -> dict[str, Any]:
    skills = [one.skill for one in shown]
    return {
        "columns": unit_columns(skills, scope),
        "rows": unit_rows(scope, skills, totals),
        "frameworks": sorted({skill.framework for skill in skills}, key=str),
    }


def _trail_of(scope: Scope) -> list[tuple[str, str]]:
    """Above a scope; the company itself has nothing above it but its tabs."""
    if scope.unit is None or (scope.unit.parent is None and not scope.is_direct):
        return [organisation_link()]
    above = unit_trail(scope.unit)
    return [*above, unit_link(scope.unit)] if scope.is_direct else above


def _tabs(current: str) -> list[dict[str, Any]]:
    pages = [
        (_("Overview"), "portal:organisation"),
        (_("Units and skills"), "portal:organisation_map"),
        (_("Missing content"), "portal:missing_content"),
        (_("Mentoring programme"), "mentoring:programme"),
    ]
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in pages]
