"""Another person's skills, for those who answer for them: their managers and HR."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.frameworks.reports import levels_of
from assessments.gaps.reports import gaps_of, gaps_with_conflicts
from assessments.requests.models import RatingRequest
from assessments.requests.reports import Awaited, requests_in_skill, unanswered_among
from assessments.roles.reports import roles_of
from content.assignments.reports import has_stretch
from content.kinds.template.reports import shared_copies_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.reports import leave_of
from portal.access import in_place_of, skill_or_404, visible_person
from portal.breadcrumbs import person_breadcrumbs, person_skill_breadcrumbs
from portal.requests.words import asked_about, words_of
from portal.skills.reports import skill_context

MOST_SHARED = 10


@login_required
@require_safe
def person(request: SignedInRequest, person_id: str) -> HttpResponseBase:
    """Where somebody stands: readiness, what is missing, what nobody knows."""
    found = visible_person(request.user, person_id)
    if found.public_id != person_id:
        return redirect("portal:person", found.public_id)
    about = _about(request.user, found)
    is_manager = _is_managed_by(about["employment"], request.user)
    context = {
        **about,
        "gaps": gaps_with_conflicts(gaps_of(found), reader=request.user, is_manager=is_manager),
        "roles": roles_of(found, timezone.now()),
        "leave": leave_of(found, timezone.now()),
        "asked": asked_about(found, request.user),
        "shared": shared_copies_of(found, most=MOST_SHARED) if about["may_rate"] else (),
    }
    return render(request, "portal/people/person.html", context)


@login_required
@require_safe
def person_skill(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponseBase:
    """One skill of somebody: level, evidence, what helps."""
    found = visible_person(request.user, person_id)
    if found.public_id != person_id:
        return redirect("portal:person_skill", found.public_id, skill_id)
    skill = skill_or_404(skill_id)
    if (now := in_place_of(skill)) is not None:
        return redirect("portal:person_skill", person_id=found.public_id, skill_id=now.public_id)
    about = _about(request.user, found)
    is_manager = _is_managed_by(about["employment"], request.user)
    context = {
        **about,
        **skill_context(
            found,
            skill,
            levels_of(skill),
            reader=request.user,
            is_manager=is_manager,
            has_stretch=bool(getattr(about["employment"], "has_stretch", False)),
        ),
        "breadcrumbs": person_skill_breadcrumbs(about["breadcrumbs"], found),
    }
    manager = about["employment"].manager if about["employment"] else None
    requests = requests_in_skill(found, skill)
    said = unanswered_among(context["evidence"], requests, manager)
    # Until the manager has answered a self-rating they do not read its level: their own word comes first.
    context["hidden_rating"] = said[0][0] if said and is_manager else None
    opened = [one for one in requests if one.state == RatingRequest.State.OPEN]
    awaited = [*map(Awaited.by_request, opened), *(Awaited.by_rating(*one) for one in said)]
    context["asked"] = words_of(awaited, request.user)
    return render(request, "portal/people/person_skill.html", context)


def _is_managed_by(employment: Employment | None, reader: Person) -> bool:
    return employment is not None and employment.manager_id == reader.pk


def _about(reader: Person, person: Person) -> dict[str, Any]:
    """The person, what they do here, where the page stands, and what the reader may do about them."""
    current = Employment.objects.current().filter(person=person).select_related("org_unit", "manager")
    employment = current.annotate(has_stretch=has_stretch(OuterRef("person"))).first()
    may_rate = reader.has_perm("assessments.rate_as_manager", person)
    return {
        "person": person,
        "employment": employment,
        "breadcrumbs": person_breadcrumbs(reader, person, employment, is_above=may_rate),
        "may_rate": may_rate,
        "may_offer": may_rate,
        "may_ask": may_rate or reader.is_hr_admin,
    }
