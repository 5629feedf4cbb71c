"""Extra time of one person in tests: set by HR, seen by HR and the person alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.testing.sittings.forms import AccommodationForm
from assessments.testing.sittings.models import Accommodation
from assessments.testing.sittings.services import set_accommodation
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extra_time(request: SignedInRequest, person_id: str) -> HttpResponseBase:
    """How much more time somebody has in tests that they begin from now on."""
    if not request.user.has_perm("assessments.set_accommodation"):
        raise Http404
    person = get_object_or_404(Person.objects.unmerged(), public_id=person_id)
    found = Accommodation.objects.filter(person=person).select_related("set_by").first()
    form = AccommodationForm(
        request.POST or None, initial={"extra_percent": found.extra_percent if found else 0}
    )
    if form.is_bound and form.is_valid():
        percent = form.cleaned_data["extra_percent"]
        set_accommodation(person=person, extra_percent=percent, by=request.user, as_of=timezone.now())
        told = {"person": person, "percent": percent}
        messages.success(request, _("%(person)s has %(percent)s%% more time in tests from now on.") % told)
        return redirect("portal:person", person.public_id)
    context = {
        "person": person,
        "form": form,
        "found": found,
        "breadcrumbs": [(str(person), reverse("portal:person", args=[person.public_id]))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/testing/sittings/extra_time.html", context, status=status)
