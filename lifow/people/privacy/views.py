"""What is kept about a person: to read, and to take along as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from lifow.people.privacy.reports import export_of, export_page
from lifow.people.privacy.services import note_export


@login_required
@require_safe
def own_data(request: SignedInRequest) -> HttpResponse:
    """What is kept about oneself: the kinds of it, and the rows of the one that the address names."""
    return _page(request, request.user, download=reverse("people:own_data_file"))


@login_required
@require_safe
def own_data_file(request: SignedInRequest) -> HttpResponse:
    """All that is kept about oneself as JSON, whole."""
    return _file(request.user)


@login_required
@require_safe
def person_data(request: SignedInRequest, person_id: str) -> HttpResponse:
    """The same about somebody, for HR; that it was read is kept in the log of changes."""
    person = _for_hr(request, person_id)
    note_export(person=person)
    return _page(request, person, download=reverse("people:person_data_file", args=[person.public_id]))


@login_required
@require_safe
def person_data_file(request: SignedInRequest, person_id: str) -> HttpResponse:
    """The same as JSON, whole."""
    person = _for_hr(request, person_id)
    note_export(person=person)
    return _file(person)


def _for_hr(request: HttpRequest, person_id: str) -> Person:
    """A person, for who sees the company; for others nobody is there."""
    if not request.user.has_perm("people.view_organisation"):
        raise Http404
    person: Person = get_object_or_404(Person.objects.select_related("merged_into"), public_id=person_id)
    return person.merged_into or person


def _page(request: SignedInRequest, person: Person, *, download: str) -> HttpResponse:
    is_own = person == request.user
    context = {
        "page": export_page(person, request.GET.get("show", "")),
        "download_url": download,
        "is_own": is_own,
        "title": _("What is kept about me")
        if is_own
        else _("What is kept about %(name)s") % {"name": person},
    }
    return render(request, "people/privacy/kept.html", context)


def _file(person: Person) -> HttpResponse:
    now = timezone.now()
    response = JsonResponse(
        export_of(person, as_of=now).to_dict(), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = f"lifow-{person.public_id}-{now:%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
