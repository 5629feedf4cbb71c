"""Another person's skills, for those who answer for them: their managers and HR."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.evidence.models import Evidence
from assessments.frameworks.reports import levels_of
from assessments.gaps.reports import gaps_of
from assessments.roles.reports import roles_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment, Person
from portal.access import skill_or_404, visible_person
from portal.breadcrumbs import person_breadcrumbs, person_skill_breadcrumbs
from portal.requests.words import asked_about
from portal.skills.reports import skill_context


@login_required
@require_safe
def person(request: SignedInRequest, person_id: str) -> HttpResponse:
    """Where somebody stands: readiness, what is missing, what nobody knows."""
    found = visible_person(request.user, person_id)
    context = {
        **_about(request.user, found),
        "gaps": gaps_of(found),
        "roles": roles_of(found, timezone.localdate()),
        "asked": asked_about(found, request.user),
    }
    return render(request, "portal/people/person.html", context)


@login_required
@require_safe
def person_skill(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponse:
    """One skill of somebody: level, evidence, what helps."""
    found = visible_person(request.user, person_id)
    skill = skill_or_404(skill_id)
    about = _about(request.user, found)
    context = {
        **about,
        **skill_context(found, skill, levels_of(skill)),
        "breadcrumbs": person_skill_breadcrumbs(about["breadcrumbs"], found),
        "asked": asked_about(found, request.user, skill),
    }
    context["hidden_rating"] = _hidden_rating(request.user, about["employment"], context["evidence"])
    return render(request, "portal/people/person_skill.html", context)


def _hidden_rating(
    reader: Person, employment: Employment | None, evidence: Sequence[Evidence]
) -> Evidence | None:
    """The self-rating that a manager has still to answer: their own word comes before they read it."""
    if employment is None or employment.manager_id != reader.pk:
        return None
    spoken = (one for one in evidence if one.source in (Evidence.Source.SELF, Evidence.Source.MANAGER))
    newest = next(spoken, None)
    return newest if newest is not None and newest.source == Evidence.Source.SELF else None


def _about(reader: Person, person: Person) -> dict[str, Any]:
    """The person, what they do here, where the page stands, and what the reader may do about them."""
    employment = (
        Employment.objects.current().filter(person=person).select_related("org_unit", "manager").first()
    )
    may_rate = reader.has_perm("assessments.rate_as_manager", person)
    return {
        "person": person,
        "employment": employment,
        "breadcrumbs": person_breadcrumbs(reader, person, employment, is_above=may_rate),
        "may_rate": may_rate,
        "may_ask": may_rate or reader.is_hr_admin,
    }
