"""Another person's skills, for those who answer for them: their managers and HR."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.gaps.reports import gaps_of
from assessments.roles.reports import roles_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment, Person
from portal.breadcrumbs import person_breadcrumbs, person_skill_breadcrumbs
from portal.ratings.forms import RatingForm
from portal.ratings.submission import new_rating_form, take_rating
from portal.skills.reports import skill_context, skill_or_404


def visible_person(user: Person, person_id: str) -> Person:
    """The person, if the user may see them; otherwise it is as if they did not exist."""
    found = get_object_or_404(Person, public_id=person_id)
    if not user.has_perm("people.view_person", found):
        raise Http404
    return found


@login_required
@require_safe
def person(request: SignedInRequest, person_id: str) -> HttpResponse:
    """Where somebody stands: readiness, what is missing, what nobody knows."""
    found = visible_person(request.user, person_id)
    context = {
        **_about(request.user, found),
        "gaps": gaps_of(found),
        "roles": roles_of(found, timezone.localdate()),
    }
    return render(request, "portal/people/person.html", context)


@login_required
@require_safe
def person_skill(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponse:
    """One skill of somebody: level, evidence, what helps, and the manager's own rating."""
    found = visible_person(request.user, person_id)
    skill = skill_or_404(skill_id)
    return _person_skill(request, found, new_rating_form(skill))


@login_required
@require_POST
def rate_person(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponseBase:
    """Rate somebody of one's reporting line, confirming or correcting what they said."""
    found = visible_person(request.user, person_id)
    if not request.user.has_perm("assessments.rate_as_manager", found):
        raise Http404
    skill = skill_or_404(skill_id, to_rate=True)
    form = RatingForm(request.POST, skill=skill)
    if not take_rating(form, person=found, rater=request.user, as_of=timezone.now()):
        return _person_skill(request, found, form, status=422)
    said = _("Your rating of %(person)s in %(skill)s is saved.")
    messages.success(request, said % {"skill": skill, "person": found})
    if request.POST.get("next") == "ratings":
        return redirect("portal:ratings")
    return redirect("portal:person_skill", person_id=found.public_id, skill_id=skill.public_id)


def _person_skill(
    request: SignedInRequest, person: Person, form: RatingForm, status: int = 200
) -> HttpResponse:
    about = _about(request.user, person)
    context = {
        **about,
        **skill_context(person, form.skill, form.levels),
        "breadcrumbs": person_skill_breadcrumbs(about["breadcrumbs"], person),
        "form": form,
        "next": form.data.get("next", ""),
    }
    return render(request, "portal/people/person_skill.html", context, status=status)


def _about(reader: Person, person: Person) -> dict[str, Any]:
    """The person, what they do here, where the page stands, and whether the reader may rate them."""
    employment = (
        Employment.objects.current().filter(person=person).select_related("org_unit", "manager").first()
    )
    may_rate = reader.has_perm("assessments.rate_as_manager", person)
    return {
        "person": person,
        "employment": employment,
        "breadcrumbs": person_breadcrumbs(reader, person, employment, is_above=may_rate),
        "may_rate": may_rate,
    }
