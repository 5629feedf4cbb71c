"""What is assigned: one's own, what HR and managers assign, how far people are, and what is overdue."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.assignments.choices import OVERDUE, AssignedState
from content.assignments.forms import AssignmentForms, WaiveForm, first_contents
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.reports import (
    assigned_of,
    assignments_listed,
    for_whom,
    numbers_shown,
    overdue_of,
    own_assignments,
    preview_of,
)
from content.assignments.rules import rows_with_acts
from content.assignments.services import AssignmentError, ask_again, assign, check_contents, end_assignment
from content.assignments.services import remind as send_reminder
from content.assignments.services import waive as waive_row
from content.catalogue.models import Module
from lifow.base.access import needs_permission
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leaves_of

for_assigners = needs_permission(
    "content.assign",
    who=gettext_lazy(
        "HR admins assign modules to everybody, managers to those who report to them. Who reports to whom "
        "comes from the HR system."
    ),
)


@login_required
@require_safe
def assigned(request: SignedInRequest) -> HttpResponse:
    """What is assigned to the reader, when it is due, and why."""
    open_ones, past = own_assignments(request.user, timezone.now())
    return render(request, "content/assignments/assigned.html", {"open": open_ones, "past": past})


@for_assigners
@require_safe
def assignments(request: SignedInRequest) -> HttpResponse:
    """What was assigned, and how far people are; HR sees all of it, managers their own."""
    ended = request.GET.get("show") == "ended"
    page = page_of(assignments_listed(request.user, ended=ended), request.GET)
    here = reverse("content:assignments")
    tabs = [
        {"label": _("Active"), "url": here, "current": not ended},
        {"label": _("Ended"), "url": f"{here}?show=ended", "current": ended},
        {"label": _("Overdue"), "url": reverse("content:overdue"), "current": False},
    ]
    place = (
        (_("Organisation"), "portal:organisation") if request.user.is_hr_admin else (_("Team"), "portal:team")
    )
    context = {
        "rows": [(one, for_whom(one)) for one in page.rows],
        "page": page,
        "tabs": tabs,
        "ended": ended,
        "breadcrumbs": [(place[0], reverse(place[1]))],
    }
    return render(request, "content/assignments/assignments.html", context)


@for_assigners
@require_http_methods(["GET", "HEAD", "POST"])
def new_assignment(request: SignedInRequest) -> HttpResponseBase:
    """Assign modules: fill in, see whom it would concern, then assign. `?module=` and `?person=` begin with
    one."""
    data = request.POST if request.method == "POST" else None
    begun = first_contents(request.user, person=_person(request), module=_module(request))
    forms = AssignmentForms(data, user=request.user, begins_with=begun)
    if forms.asked is not None:
        if request.htmx:
            return render(request, "content/assignments/searched_list.html", {"search": forms.asked})
        forms.is_valid()
        return _new_page(request, forms.without_errors())
    if data is None:
        return _new_page(request, forms)
    if not forms.is_valid():
        return _new_page(request, forms, status=422)
    if "assign" in request.POST and forms.is_previewed:
        made = _assigned(request, forms)
        if made is not None:
            return redirect("content:assignment", assignment_id=made.public_id)
        return _new_page(request, forms, status=422)
    contents, now = forms.contents, timezone.now()
    try:
        check_contents(contents, request.user, now)
    except AssignmentError as error:
        forms.add_error(error.field, str(error))
        return _new_page(request, forms, status=422)
    forms.note_previewed()
    return _new_page(request, forms, preview=preview_of(contents.applicable, now))


def _assigned(request: SignedInRequest, forms: AssignmentForms) -> Assignment | None:
    """The assignment as it was made; None where the form says what is wrong."""
    key = f"{request.user.pk}:{forms.form.cleaned_data['idempotency_key']}"
    try:
        made = assign(contents=forms.contents, by=request.user, as_of=timezone.now(), idempotency_key=key)
    except AssignmentError as error:
        forms.add_error(error.field, str(error))
        return None
    if made.refreshed_at is None:
        messages.success(request, _("Assigned. People are told within some minutes."))
    else:
        words = ngettext("Assigned to %(count)s person.", "Assigned to %(count)s people.", made.people_count)
        messages.success(request, words % {"count": made.people_count})
    return made


@for_assigners
@require_safe
def assignment(request: SignedInRequest, assignment_id: str) -> HttpResponse:
    """An assignment: what and for whom, how far its people are, and what can be done about it."""
    found, now = assignment_seen_by(request, assignment_id), timezone.now()
    asked = request.GET.get("show", "")
    show = asked if asked in (OVERDUE, *AssignedState.values) else ""
    page = page_of(assigned_of(found, show, now), request.GET)
    on_leave = leaves_of([row.person_id for row in page.rows if row.is_open], now)
    context = {
        "assignment": found,
        "whom": for_whom(found),
        "steps": found.steps.select_related("module").order_by("position"),
        "instead": found.equivalents.select_related("module", "form").order_by("pk"),
        "numbers": numbers_shown(found, now),
        "may_change": not found.is_ended and request.user.has_perm("content.change_assignment", found),
        "rows": rows_with_acts(request.user, page.rows, now, on_leave=on_leave),
        "page": page,
        "show": show,
        "tabs": _tabs(found, show),
        "here": request.get_full_path(),
        "breadcrumbs": [(_("Assignments"), reverse("content:assignments"))],
    }
    return render(request, "content/assignments/assignment.html", context)


@for_assigners
@require_POST
def end(request: SignedInRequest, assignment_id: str) -> HttpResponseBase:
    """End an assignment: nobody has to do it any more."""
    found = assignment_seen_by(request, assignment_id)
    end_assignment(assignment=found, by=request.user, as_of=timezone.now())
    messages.success(request, _("“%(title)s” has ended. What was done stays done.") % {"title": found})
    return redirect("content:assignment", assignment_id=found.public_id)


@for_assigners
@require_safe
def overdue(request: SignedInRequest) -> HttpResponse:
    """What is overdue: of everybody for HR, of the reporting line for managers; `?show=direct` of direct
    reports."""
    now, is_direct = timezone.now(), request.GET.get("show") == "direct"
    page = page_of(overdue_of(request.user, now, direct=is_direct), request.GET)
    here = reverse("content:overdue")
    everybody = _("Everybody") if request.user.is_hr_admin else _("My reporting line")
    context = {
        "rows": rows_with_acts(request.user, page.rows, now),
        "page": page,
        "tabs": [
            {"label": everybody, "url": here, "current": not is_direct},
            {"label": _("My direct reports"), "url": f"{here}?show=direct", "current": is_direct},
        ],
        "here": request.get_full_path(),
        "breadcrumbs": [(_("Assignments"), reverse("content:assignments"))],
    }
    return render(request, "content/assignments/overdue.html", context)


@login_required
@require_POST
def remind(request: SignedInRequest, assigned_id: str) -> HttpResponseBase:
    """Remind somebody, once a day at most."""
    row = _row(request, assigned_id, "content.remind_of_assignment")
    try:
        send_reminder(row=row, as_of=timezone.now())
    except AssignmentError as error:
        messages.error(request, str(error))
    else:
        said = _("%(name)s is reminded of “%(title)s” in their working hours.")
        messages.success(request, said % {"name": row.person, "title": row.assignment})
    return redirect(_back(request, row))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: SignedInRequest, assigned_id: str) -> HttpResponseBase:
    """Say that somebody need not do it, with a reason; or ask for it again."""
    row = _row(request, assigned_id, "content.waive_assignment")
    form = WaiveForm(request.POST if request.method == "POST" and "again" not in request.POST else None)
    if request.method == "POST" and _waived(request, row, form):
        return redirect(_back(request, row))
    context = {"row": row, "form": form, "back": _back(request, row)}
    return render(request, "content/assignments/waive.html", context, status=422 if form.is_bound else 200)


def _waived(request: SignedInRequest, row: AssignedPerson, form: WaiveForm) -> bool:
    """Whether it was waived, or is asked for again; else the form, or a message, says why not."""
    try:
        if "again" in request.POST:
            ask_again(row=row, as_of=timezone.now())
            said = _("“%(title)s” is to do again for %(name)s.")
        elif form.is_valid():
            reason = form.cleaned_data["reason"]
            waive_row(row=row, by=request.user, reason=reason, as_of=timezone.now())
            said = _("“%(title)s” is waived for %(name)s, who is told.")
        else:
            return False
    except AssignmentError as error:
        if form.is_bound:
            form.add_error(error.field or None, str(error))
            return False
        messages.error(request, str(error))
        return True
    messages.success(request, said % {"title": row.assignment, "name": row.person})
    return True


def _new_page(
    request: SignedInRequest, forms: AssignmentForms, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "forms": forms,
        "form": forms.form,
        "breadcrumbs": [(_("Assignments"), reverse("content:assignments"))],
        **more,
    }
    return render(request, "content/assignments/new_assignment.html", context, status=status)


def _tabs(found: Assignment, show: str) -> list[dict[str, Any]]:
    here = reverse("content:assignment", args=[found.public_id])
    lists = {
        "": _("All"),
        OVERDUE: _("Overdue"),
        AssignedState.OPEN.value: _("To do"),
        AssignedState.DONE.value: _("Done"),
        AssignedState.WAIVED.value: _("Waived"),
    }
    return [
        {"label": label, "url": f"{here}?show={name}" if name else here, "current": name == show}
        for name, label in lists.items()
    ]


def assignment_seen_by(request: SignedInRequest, assignment_id: str) -> Assignment:
    """An assignment that the reader may look at."""
    rows: QuerySet[Assignment] = Assignment.objects.select_related(
        "role", "org_unit", "manager", "created_by", "ended_by"
    )
    found = get_object_or_404(rows, public_id=assignment_id)
    if not request.user.has_perm("content.view_assignment", found):
        raise Http404
    return found


def _row(request: SignedInRequest, assigned_id: str, permission: str) -> AssignedPerson:
    rows = AssignedPerson.objects.select_related("person", "assignment", "waived_by")
    row = get_object_or_404(rows, public_id=assigned_id)
    if not request.user.has_perm(permission, row):
        raise Http404
    return row


def _back(request: SignedInRequest, row: AssignedPerson) -> str:
    """Where the act was: the page that sent it, if it is one of ours."""
    asked = request.POST.get("back", request.GET.get("back", ""))
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    if request.user.has_perm("content.view_assignment", row.assignment):
        return reverse("content:assignment", args=[row.assignment.public_id])
    return reverse("content:overdue")


def _person(request: SignedInRequest) -> Person | None:
    """The person that the address begins with, if the user may assign them something."""
    asked = request.GET.get("person", "")
    if not asked:
        return None
    found = get_object_or_404(Person, public_id=asked)
    may = found != request.user and request.user.has_perm("people.view_person", found)
    if not may:
        raise Http404
    return found


def _module(request: SignedInRequest) -> Module | None:
    asked = request.GET.get("module", "")
    return get_object_or_404(Module.objects.published(), public_id=asked) if asked else None
