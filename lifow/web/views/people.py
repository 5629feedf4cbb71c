"""Another person's skills, for those who answer for them: their managers and HR."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.models import Skill
from assessments.reports import evidence_of, gaps_of, roles_of, standing_of
from assessments.services import EvidenceError
from content.reports import modules_that_help
from lifow.base.requests import SignedInRequest
from lifow.people.models import Person
from lifow.web.forms import RatingForm
from lifow.web.ratings import new_rating_form, take_rating


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
        "person": found,
        "gaps": gaps_of(found),
        "roles": roles_of(found, timezone.localdate()),
        "may_rate": request.user.has_perm("assessments.rate_as_manager", found),
    }
    return render(request, "web/person.html", context)


@login_required
@require_safe
def person_skill(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponse:
    """One skill of somebody: level, evidence, what helps, and the manager's own rating."""
    found = visible_person(request.user, person_id)
    skill = get_object_or_404(Skill.objects.select_related("framework"), public_id=skill_id)
    return _person_skill(request, found, skill, new_rating_form(skill))


@login_required
@require_POST
def rate_person(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponseBase:
    """Rate somebody of one's reporting line, confirming or correcting what they said."""
    found = visible_person(request.user, person_id)
    skill = get_object_or_404(Skill.objects.select_related("framework"), public_id=skill_id)
    if not request.user.has_perm("assessments.rate_as_manager", found):
        raise Http404
    form = RatingForm(request.POST, skill=skill)
    if form.is_valid():
        try:
            take_rating(form, person=found, rater=request.user, as_of=timezone.now())
        except EvidenceError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            said = {"skill": skill, "person": found}
            messages.success(request, _("Noted: %(skill)s of %(person)s.") % said)
            if request.POST.get("next") == "ratings":
                return redirect("web:ratings")
            return redirect("web:person_skill", person_id=found.public_id, skill_id=skill.public_id)
    return _person_skill(request, found, skill, form, status=422)


def _person_skill(
    request: SignedInRequest, person: Person, skill: Skill, form: RatingForm, status: int = 200
) -> HttpResponse:
    standing = standing_of(person, skill)
    context = {
        "person": person,
        "skill": skill,
        "standing": standing,
        "evidence": evidence_of(person, skill),
        "modules": modules_that_help(skill, standing.level if standing else None),
        "form": form,
        "may_rate": request.user.has_perm("assessments.rate_as_manager", person),
    }
    return render(request, "web/person_skill.html", context, status=status)
