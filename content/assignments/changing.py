"""Pages on which an assignment is changed after it was made, and on which its history is read."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.assignments.forms import AssignmentForms
from content.assignments.models import Assignment
from content.assignments.reports import contents_of, history_of, last_change_of, preview_change
from content.assignments.services import (
    AssignmentChangedError,
    AssignmentError,
    change_assignment,
    check_contents,
)
from content.assignments.views import assignment_seen_by, for_assigners
from lifow.base.requests import SignedInRequest


@for_assigners
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, assignment_id: str) -> HttpResponseBase:
    """Change an assignment: see what it would do to whom, then save it."""
    found = assignment_seen_by(request, assignment_id)
    if not request.user.has_perm("content.change_assignment", found):
        raise Http404
    if found.is_ended:
        messages.info(request, _("It has ended, and is not changed any more. Assign the modules anew."))
        return redirect("content:assignment", assignment_id=found.public_id)
    data = request.POST if request.method == "POST" else None
    before = contents_of(found)
    forms = AssignmentForms(data, user=request.user, begins_with=before, edition=found.edition)
    if forms.asked is not None:
        if request.htmx:
            return render(request, "content/assignments/searched_list.html", {"search": forms.asked})
        forms.is_valid()
        return _page(request, found, forms.without_errors())
    if data is None:
        return _page(request, found, forms)
    if not forms.is_valid():
        return _page(request, found, forms, status=422)
    return _changed(request, found, forms)


@for_assigners
@require_safe
def history(request: SignedInRequest, assignment_id: str) -> HttpResponse:
    """Who made an assignment, what was changed by whom, and when it ended."""
    found = assignment_seen_by(request, assignment_id)
    context = {"assignment": found, "entries": history_of(found), "breadcrumbs": _above(found)}
    return render(request, "content/assignments/history.html", context)


def _changed(request: SignedInRequest, found: Assignment, forms: AssignmentForms) -> HttpResponseBase:
    """Save what was previewed, or show what it would do."""
    contents, now = forms.contents, timezone.now()
    more: dict[str, Any] = {}
    try:
        if "save" in request.POST and forms.is_previewed:
            edition = forms.form.cleaned_data["edition"]
            change_assignment(
                assignment=found, contents=contents, edition=edition, by=request.user, as_of=now
            )
            messages.success(request, _("Saved. Whom it concerns is told in their working hours."))
            return redirect("content:assignment", assignment_id=found.public_id)
        check_contents(contents, request.user, now, contents_of(found))
    except AssignmentChangedError:
        found = assignment_seen_by(request, found.public_id)
        forms.begin_from(found.edition)
        more = {"meanwhile": last_change_of(found), "status": 409}
    except AssignmentError as error:
        forms.add_error(error.field, str(error))
        return _page(request, found, forms, status=422)
    forms.note_previewed()
    return _page(request, found, forms, preview=preview_change(found, contents, now), **more)


def _page(
    request: SignedInRequest, found: Assignment, forms: AssignmentForms, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "assignment": found,
        "forms": forms,
        "form": forms.form,
        "back_url": reverse("content:assignment", args=[found.public_id]),
        "breadcrumbs": _above(found),
        **more,
    }
    return render(request, "content/assignments/change_assignment.html", context, status=status)


def _above(found: Assignment) -> list[tuple[str, str]]:
    return [
        (_("Assignments"), reverse("content:assignments")),
        (found.title, reverse("content:assignment", args=[found.public_id])),
    ]
