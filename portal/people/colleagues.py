"""A colleague as everybody finds them who has chosen it, and the page where they choose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.gaps.reports import strengths_shown
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment
from mentoring.mentors.forms import FoundForForm
from mentoring.mentors.models import Mentor
from mentoring.mentors.reports import chosen_skills, found_for
from mentoring.mentors.services import choose_findable_skills
from portal.search.finding.colleagues import colleagues_to_find
from portal.search.finding.people import languages_of


@login_required
@require_safe
def colleague(request: SignedInRequest, colleague_id: str) -> HttpResponse:
    """Somebody who lets colleagues find them: no level, number or address, and what they chose alone."""
    found = get_object_or_404(colleagues_to_find(), public_id=colleague_id)
    skills = found_for([found.pk]).get(found.pk)
    if not skills:
        raise Http404
    context = {
        "person": found,
        "job": Employment.objects.current().filter(person=found.pk).order_by("pk").first(),
        "skills": skills,
        "languages": languages_of(found),
        "breadcrumbs": [(_("Search"), reverse("portal:search"))],
    }
    return render(request, "portal/people/colleague.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Choose what colleagues may find one for, among the skills that others have seen in one's work."""
    skills = strengths_shown([request.user.pk]).get(request.user.pk, [])
    chosen = chosen_skills(request.user)
    initial = {"skills": [one.public_id for one in skills if one.pk in chosen]}
    form = FoundForForm(request.POST if request.method == "POST" else None, skills=skills, initial=initial)
    if form.is_valid():
        picked = form.cleaned_data["skills"]
        ids = [one.pk for one in picked]
        choose_findable_skills(person=request.user, skill_ids=ids, as_of=timezone.now())
        messages.success(request, _told([one.name for one in picked]))
        return redirect("portal:found_for")
    context = {
        "form": form,
        "is_mentor": Mentor.objects.willing().filter(person=request.user).exists(),
        "breadcrumbs": [(_("My skills"), reverse("portal:skills"))],
    }
    return render(request, "portal/people/found_for.html", context, status=422 if form.errors else 200)


def _told(names: list[str]) -> str:
    if not names:
        return _("Saved. Colleagues find you for no skill.")
    return _("Saved. Colleagues find you for %(skills)s.") % {"skills": ", ".join(names)}
