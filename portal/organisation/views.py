"""HR's pages: the company's gaps, by unit and skill, and what to do about them first."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessments.aggregates.reports import (
    GroupNumbers,
    SkillTotals,
    group_numbers,
    headcount_of,
    known_gaps,
    needing,
    people_needing,
    trend,
)
from assessments.calibration.reports import calibrations
from assessments.frameworks.models import Skill
from assessments.gaps.reports import standings_in, team_map
from assessments.marks.reports import worth_telling
from content.activity.reports import learning_outside_hours
from content.assignments.reports import overdue_in_all
from content.coverage.reports import MissingContent, counted_missing, missing_steps
from content.coverage.reports import missing_content as missing_in_all
from content.facets.reports import counted_waiting
from lifow.base.access import needs_permission
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import OrgUnit, Person
from lifow.people.persons.reports import leaves_of
from portal.access import in_place_of, skill_or_404
from portal.breadcrumbs import organisation_link, unit_breadcrumbs, unit_link
from portal.heat_maps import people_rows, skill_columns, unit_columns, unit_rows
from portal.organisation.reports import act_first, first_step
from portal.organisation.tabs import organisation_tabs
from portal.scope import LeaveSwitch, Scope, asked_scope, company, leave_switch

SKILLS_AT_A_GLANCE = 10
SKILLS_SHOWN = 12
STEPS_SHOWN = 15


for_hr = needs_permission(
    "people.view_organisation",
    who=gettext_lazy("These pages are for HR admins. An HR admin can give you access."),
)


@for_hr
@require_safe
def organisation(request: SignedInRequest) -> HttpResponse:
    """Where to act first, the numbers, the map at a glance, and how it went."""
    scope = company(request)
    page = page_of(scope.units_by_name(), request.GET)
    numbers = group_numbers(scope.unit, page.rows, with_leave=scope.with_leave)
    missing, waiting_facets = _counted(request)
    context = {
        "tabs": organisation_tabs("portal:organisation"),
        "waiting_reports": worth_telling(timezone.now()),
        "actions": act_first(
            numbers, missing_steps().first(), overdue_in_all(), waiting_facets, request.user
        ),
        "overview": numbers.overview,
        "first_step": first_step(numbers, request.user),
        "as_of": numbers.as_of,
        "missing": missing,
        "with_gaps": sum(one.gap > 0 for one in numbers.skills),
        "trend": trend(numbers.here, numbers.as_of),
        "scope": scope,
        "leave_switch": _switch(request, scope, numbers),
        **_map(scope, page.rows, numbers, numbers.skills[:SKILLS_AT_A_GLANCE]),
    }
    return render(request, "portal/organisation/organisation.html", context)


def _counted(request: SignedInRequest) -> tuple[MissingContent, int]:
    """What content is missing, and how many values of facets wait; one query."""
    columns = {**counted_missing(), "waiting_facets": counted_waiting()}
    told = Person.objects.filter(pk=request.user.pk).annotate(**columns).values_list(*columns).get()
    return MissingContent(*told[:3]), told[3]


@for_hr
@require_safe
def organisation_map(request: SignedInRequest) -> HttpResponse:
    """Units × skills; `?unit=` looks inside a unit, down to its people."""
    scope = asked_scope(request)
    page = page_of(scope.units_by_name(), request.GET)
    context = {
        "scope": scope,
        "tabs": organisation_tabs("portal:organisation_map"),
        "breadcrumbs": _breadcrumbs_of(scope),
    }
    if not page.rows:
        now = timezone.now()
        page = page_of(scope.people(now), request.GET)
        heat = team_map(page.rows)
        counts = headcount_of(scope.unit, is_direct=scope.is_direct)
        on_leave = leaves_of([row.person.pk for row in heat.rows], now) if scope.with_leave else {}
        context |= {"page": page, "columns": skill_columns(heat), "rows": people_rows(heat, on_leave)}
        context["leave_switch"] = leave_switch(request, scope, people=counts.people, on_leave=counts.on_leave)
        context["frameworks"] = sorted({skill.framework for skill in heat.skills}, key=str)
        return render(request, "portal/organisation/organisation_people.html", context)
    numbers = group_numbers(scope.unit, page.rows, with_leave=scope.with_leave)
    shown = numbers.skills if request.GET.get("skills") == "all" else numbers.skills[:SKILLS_SHOWN]
    context |= {
        "page": page,
        "as_of": numbers.as_of,
        "leave_switch": _switch(request, scope, numbers),
        "totals": shown,
        "hidden": len(numbers.skills) - len(shown),
    }
    return render(
        request,
        "portal/organisation/organisation_map.html",
        context | _map(scope, page.rows, numbers, shown),
    )


@for_hr
@require_safe
def organisation_learning(request: SignedInRequest) -> HttpResponse:
    """Where learning spills out of working hours: a warning, and not a success."""
    context = {"tabs": organisation_tabs("portal:organisation_learning"), "outside": learning_outside_hours()}
    return render(request, "portal/organisation/organisation_learning.html", context)


@for_hr
@require_safe
def organisation_skill(request: SignedInRequest, skill_id: str) -> HttpResponse:
    """The people who need a skill, the widest gap first; `?unit=` those of one unit."""
    skill = skill_or_404(skill_id)
    if (now := in_place_of(skill)) is not None:
        address = reverse("portal:organisation_skill", args=[now.public_id])
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address)
    scope = asked_scope(request)
    unit = scope.unit if request.GET.get("unit") else None
    needs = people_needing(skill, unit, is_direct=scope.is_direct, with_leave=scope.with_leave)
    page = page_of(needs, request.GET)
    units = {need.counted_id: need.counted.org_unit for need in page.rows}
    found = standings_in(skill, [need.counted.person for need in page.rows])
    counts = needing(skill, scope.unit, is_direct=scope.is_direct)
    context = {
        "skill": skill,
        "scope": scope,
        "breadcrumbs": [*_breadcrumbs_of(scope), *([unit_link(scope.unit)] if scope.unit else [])],
        "people": [(person, units[person.pk], standing) for person, standing in found],
        "count": counts.people if scope.with_leave else counts.people - counts.on_leave,
        "on_leave": {need.counted_id for need in page.rows if need.counted.is_on_leave},
        "leave_switch": leave_switch(request, scope, people=counts.people, on_leave=counts.on_leave),
        "as_of": counts.as_of,
        "page": page,
        "ask_url": f"{reverse('portal:ask_ratings')}?{_query_of_asking(skill, scope, unit)}",
    }
    return render(request, "portal/organisation/organisation_skill.html", context)


def _query_of_asking(skill: Skill, scope: Scope, unit: OrgUnit | None) -> str:
    """Whom to ask about from the page of a skill: the same people."""
    direct = {"direct": 1} if scope.is_direct else {}
    return urlencode({"skill": skill.public_id, **({"unit": unit.public_id, **direct} if unit else {})})


@for_hr
@require_safe
def missing_content(request: SignedInRequest) -> HttpResponse:
    """Gaps that no module closes: what has to be made, gap × headcount first."""
    scope = company(request)
    with_leave = scope.with_leave
    steps, of_all = missing_steps(with_leave=with_leave), missing_in_all(with_leave=with_leave)
    is_whole = request.GET.get("steps") == "all"
    page = page_of(steps, request.GET) if is_whole else None
    shown = page.rows if page else tuple(steps[:STEPS_SHOWN])
    if with_leave:
        for one in shown:
            one.count_leave()
    counts = headcount_of(scope.unit)
    context = {
        "tabs": organisation_tabs("portal:missing_content"),
        "scope": scope,
        "missing": shown,
        "hidden": 0 if page else of_all.steps - len(shown),
        "page": page,
        "skills": of_all.skills,
        "as_of": of_all.as_of,
        "has_gaps": bool(shown) or known_gaps() > 0,
        "leave_switch": leave_switch(request, scope, people=counts.people, on_leave=counts.on_leave),
        "frameworks": sorted({one.skill.framework for one in shown}, key=str),
    }
    return render(request, "portal/organisation/missing_content.html", context)


@for_hr
@require_safe
def calibration(request: SignedInRequest) -> HttpResponse:
    """How often what was said to be likely came true."""
    context = {"tabs": organisation_tabs("portal:calibration"), "tables": calibrations()}
    return render(request, "portal/organisation/calibration.html", context)


def _map(
    scope: Scope, units: Sequence[OrgUnit], numbers: GroupNumbers, shown: Sequence[SkillTotals]
) -> dict[str, Any]:
    skills = [one.skill for one in shown]
    return {
        "columns": unit_columns(skills, scope),
        "rows": unit_rows(scope, units, skills, numbers.of_parts(skills)),
        "frameworks": sorted({skill.framework for skill in skills}, key=str),
    }


def _switch(request: SignedInRequest, scope: Scope, numbers: GroupNumbers) -> LeaveSwitch | None:
    people = numbers.here.headcount + numbers.on_leave
    return leave_switch(request, scope, people=people, on_leave=numbers.on_leave)


def _breadcrumbs_of(scope: Scope) -> list[tuple[str, str]]:
    """Above a scope; the company itself has nothing above it but its tabs."""
    if scope.unit is None or (scope.unit.parent is None and not scope.is_direct):
        return [organisation_link()]
    above = unit_breadcrumbs(scope.unit)
    return [*above, unit_link(scope.unit)] if scope.is_direct else above
