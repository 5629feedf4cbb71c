"""A mentor as every colleague sees them: what they help with, and how to reach them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.gaps.reports import strengths_shown
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from portal.search.finding.people import languages_of


@login_required
@require_safe
def mentor(request: SignedInRequest, mentor_id: str) -> HttpResponse:
    """Somebody who offers to mentor: no level, number or address, and nobody who has stopped or left."""
    offers = Mentor.objects.willing().working().select_related("person")
    found = get_object_or_404(offers, person__public_id=mentor_id)
    pairings = Pairing.objects.open().filter(mentee=request.user, mentor=found.person)
    context = {
        "mentor": found,
        "person": found.person,
        "job": Employment.objects.current().filter(person=found.person).order_by("pk").first(),
        "skills": strengths_shown([found.person_id]).get(found.person_id, ()),
        "languages": languages_of(found.person),
        "pairing": pairings.order_by("pk").first(),
        "breadcrumbs": [(_("Mentoring"), reverse("mentoring:mentoring"))],
    }
    return render(request, "portal/people/mentor.html", context)
