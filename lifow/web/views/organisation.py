"""HR's pages: the company's gaps, by unit and skill, and what to do about them first."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import GapReport, Skill
from assessments.reports import (
    overview,
    people_needing,
    readiness_trend,
    team_map,
    totals_by_unit,
    units_of_people,
)
from content.reports import missing_material
from lifow.base.requests import SignedInRequest
from lifow.people.models import OrgUnit, Person
from lifow.web.maps import people_rows, skill_columns, unit_columns, unit_rows
from lifow.web.organisation import act_first, past_months

SKILLS_SHOWN = 12
COVERAGE = 0.8

View = Callable[..., HttpResponseBase]


def for_hr(view: View) -> View:
    """Only people who look after the company's skills; others are told who they are."""

    @wraps(view)
    def checked(request: SignedInRequest, *args, **kwargs) -> HttpResponseBase:
        if request.user.has_perm("people.view_organisation"):
            return view(request, *args, **kwargs)
        who = _("These pages are for HR admins. An HR admin can make you one.")
        return render(request, "web/no_permission.html", {"who": who}, status=403)

    return login_required(checked)


@for_hr
@require_safe
def organisation(request: SignedInRequest) -> HttpResponse:
    """Where to act first, the numbers, and how they went."""
    root = OrgUnit.objects.open().roots().order_by("pk").first()
    people = units_of_people([root]) if root else {}
    totals = totals_by_unit(people, {root.pk: root})[root.pk] if root else ()
    reports = GapReport.objects.current().filter(person__in=people)
    context = {
        "actions": act_first(totals, missing_material(people)),
        "overview": overview(reports.defer("packed"), coverage=COVERAGE),
        "headcount": len(people),
        "trend": readiness_trend(past_months(timezone.localtime())),
        "totals": totals[:SKILLS_SHOWN],
    }
    return render(request, "web/organisation.html", context)


@for_hr
@require_safe
def organisation_map(request: SignedInRequest) -> HttpResponse:
    """Units × skills; `?unit=` looks inside a unit, down to its people."""
    unit = _unit(request)
    inside = list(OrgUnit.objects.open().filter(parent=unit).order_by("name"))
    trail = [_organisation_link(), *_above(unit)]
    if not inside and unit is not None:
        heat = team_map(Person.objects.in_org_unit(unit).employed().distinct().by_name())
        context = {"unit": unit, "trail": trail, "columns": skill_columns(heat), "rows": people_rows(heat)}
        return render(request, "web/organisation_map.html", {**context, "of_people": True})
    people = units_of_people(inside)
    totals = totals_by_unit(people, {one.pk: one for one in inside})
    skills = _most_missing(totals)
    shown = skills if request.GET.get("skills") == "all" else skills[:SKILLS_SHOWN]
    context = {
        "unit": unit,
        "trail": trail,
        "columns": unit_columns(shown),
        "rows": unit_rows(inside, shown, totals),
        "hidden": len(skills) - len(shown),
    }
    return render(request, "web/organisation_map.html", context)


@for_hr
@require_safe
def organisation_skill(request: SignedInRequest, skill_id: str) -> HttpResponse:
    """The people who need a skill, the widest gap first; `?unit=` those of one unit."""
    skill = get_object_or_404(Skill.objects.select_related("framework"), public_id=skill_id)
    unit = _unit(request)
    people = Person.objects.employed()
    if unit is not None:
        people = people.in_org_unit(unit)
    context = {
        "skill": skill,
        "unit": unit,
        "trail": [_organisation_link()],
        "people": people_needing(skill, people.distinct().values_list("pk", flat=True)),
    }
    return render(request, "web/organisation_skill.html", context)


@for_hr
@require_safe
def missing_content(request: SignedInRequest) -> HttpResponse:
    """Gaps that no module closes: what has to be made, gap × headcount first."""
    people = Person.objects.employed().distinct().values_list("pk", flat=True)
    context = {"missing": missing_material(people), "trail": [_organisation_link()]}
    return render(request, "web/missing_content.html", context)


def _unit(request: SignedInRequest) -> OrgUnit | None:
    asked = request.GET.get("unit")
    if asked:
        return get_object_or_404(OrgUnit, public_id=asked)
    return OrgUnit.objects.open().roots().order_by("pk").first()


def _organisation_link() -> tuple[str, str]:
    return _("Organisation"), reverse("web:organisation")


def _above(unit: OrgUnit | None) -> list[tuple[str, str]]:
    """Links to the maps of the units that a unit is part of, the company first."""
    links: list[tuple[str, str]] = []
    while unit is not None and unit.parent is not None:
        unit = unit.parent
        links.append((unit.name, f"{reverse('web:organisation_map')}?unit={unit.public_id}"))
    return links[::-1]


def _most_missing(totals: dict) -> list[Skill]:
    missing: dict[Skill, float] = {}
    for one in (one for rows in totals.values() for one in rows):
        missing[one.skill] = missing.get(one.skill, 0) + one.missing
    return sorted(missing, key=lambda skill: (-missing[skill], skill.name))
