"""A manager's pages: the team's heat map, and the teams below."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.gaps.reports import TeamFigures, figures_of_teams, team_map
from content.assignments.reports import overdue_of
from content.assignments.rules import rows_with_acts
from lifow.base.pages import page_of
from lifow.base.querysets import CountOf
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment, Person, PersonQuerySet
from lifow.people.persons.reports import leaves_of
from portal.access import visible_person
from portal.breadcrumbs import organisation_link
from portal.heat_maps import people_rows, skill_columns
from portal.navigation import waiting_of

MOST_OVERDUE = 5


@login_required
@require_safe
def team(request: SignedInRequest) -> HttpResponse:
    """People × skills of those who report to one, and their teams; `?manager=` asks for one below."""
    manager = _manager(request)
    if manager is not None:
        return _team(request, manager)
    if request.user.has_perm("people.view_organisation"):
        return _teams(request)
    who = _("Team pages are for people with direct reports. Who reports to whom comes from the HR system.")
    return render(request, "no_permission.html", {"who": who}, status=403)


def _team(request: SignedInRequest, manager: Person) -> HttpResponse:
    members = Person.objects.reporting_to(manager)
    page = page_of(members.by_name(), request.GET)
    heat = team_map(page.rows)
    now = timezone.now()
    on_leave = leaves_of([one.pk for one in page.rows], now)
    managers = Person.objects.filter(pk__in=[one.pk for one in page.rows]).with_reports().by_name()
    is_own = manager == request.user
    late = list(overdue_of(manager, now, direct=True)[: MOST_OVERDUE + 1]) if is_own else []
    context = {
        "overdue": rows_with_acts(request.user, late[:MOST_OVERDUE], now, are_below=True),
        "has_more_overdue": len(late) > MOST_OVERDUE,
        "here": request.get_full_path(),
        "manager": manager,
        "is_own": is_own,
        "columns": skill_columns(heat),
        "rows": people_rows(heat, on_leave),
        "page": page,
        **_about(manager, members, now),
        "below": _most_pressing_first(_teams_of(managers, now)),
        "frameworks": sorted({skill.framework for skill in heat.skills}, key=str),
        "waiting": waiting_of(request, request.user).ratings if is_own else 0,
        "breadcrumbs": _above(request.user, is_own),
    }
    return render(request, "portal/team/team.html", context)


def _about(manager: Person, members: PersonQuerySet, as_of: datetime) -> dict[str, Any]:
    """Their unit, how many they are, and how many of them are on leave; one query."""
    unit = Employment.objects.current().filter(person=OuterRef("pk")).values("org_unit__name")[:1]
    away = members.filter(pk__in=Person.objects.on_leave(as_of).values("pk"))
    found = Person.objects.filter(pk=manager.pk).annotate(
        unit=Subquery(unit),
        headcount=CountOf(members.order_by().values("pk")),
        on_leave=CountOf(away.order_by().values("pk")),
    )
    told: dict[str, Any] = found.values("unit", "headcount", "on_leave").get()
    return told


def _teams(request: SignedInRequest) -> HttpResponse:
    """Every team, a page at a time, for HR, who have none of their own to begin with."""
    page = page_of(Person.objects.with_reports().by_name(), request.GET)
    context = {
        "teams": _teams_of(page.rows, timezone.now()),
        "page": page,
        "breadcrumbs": [organisation_link()],
    }
    return render(request, "portal/team/teams.html", context)


def _teams_of(managers: Iterable[Person], as_of: datetime) -> list[tuple[Person, TeamFigures | None]]:
    """Managers `with_reports`, each with the figures of the team; three queries at most."""
    shown = list(managers)
    figures = figures_of_teams(shown, as_of) if shown else {}
    return [(one, figures.get(one.pk)) for one in shown]


def _most_pressing_first(
    teams: list[tuple[Person, TeamFigures | None]],
) -> list[tuple[Person, TeamFigures | None]]:
    """Teams with the most people with a critical gap first, then with the most who are not assessed."""

    def pressing(team: tuple[Person, TeamFigures | None]) -> tuple[int, int]:
        figures = team[1]
        return (-figures.critical, -figures.not_assessed) if figures else (0, 0)

    return sorted(teams, key=pressing)


def _above(user: Person, is_own: bool) -> list[tuple[str, str]]:
    if is_own:
        return []
    if user.has_perm("people.view_organisation"):
        return [organisation_link()]
    return [(_("Team"), reverse("portal:team"))]


def _manager(request: SignedInRequest) -> Person | None:
    """Whose team is shown; None where the user has none and asked for nobody's."""
    asked = request.GET.get("manager")
    if asked:
        return visible_person(request.user, asked)
    return request.user if waiting_of(request, request.user).has_reports else None
