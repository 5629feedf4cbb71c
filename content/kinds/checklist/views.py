"""Ticking a checklist, line by line, and signing off those of others."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.activity.services import ModuleNotOpenError
from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module
from content.kinds.checklist import services
from content.kinds.checklist.choices import CopyState
from content.kinds.checklist.forms import SignOffForm
from content.kinds.checklist.models import LONGEST_NOTE, ChecklistCopy
from content.kinds.checklist.reports import checklist_of, checklist_of_copy, sign_offs_for
from content.kinds.checklist.services import ChecklistError
from lifow.base.requests import SignedInRequest

MOST_LISTED = 100


@login_required
@require_POST
def change_line(request: SignedInRequest, checklist_id: str) -> HttpResponseBase:
    """Tick a line of one's own copy, or keep a note on it; saved at once."""
    module = _checklist(checklist_id)
    key, note = request.POST.get("line", ""), request.POST.get("note")
    whose: dict[str, Any] = {"person": request.user, "module": module, "key": key, "as_of": timezone.now()}
    try:
        if note is not None:
            services.note_line(note=note, **whose)
        else:
            services.tick_line(is_ticked=request.POST.get("ticked") == "1", **whose)
    except (ChecklistError, ModuleNotOpenError) as error:
        return _refused(request, module, key, note, str(error))
    if request.htmx:
        return _line(request, module, key, is_note=note is not None)
    return redirect(f"{_address(module)}#line-{key}")


@login_required
@require_POST
def ask(request: SignedInRequest, checklist_id: str) -> HttpResponseBase:
    """Ask for the sign-off of one's own copy."""
    module = _checklist(checklist_id)
    try:
        services.ask_for_sign_off(person=request.user, module=module, as_of=timezone.now())
    except (ChecklistError, ModuleNotOpenError) as error:
        messages.error(request, str(error))
    return redirect(f"{_address(module)}#checklist")


@login_required
@require_safe
def sign_offs(request: SignedInRequest) -> HttpResponse:
    """The checklists that wait for one's sign-off, the longest first."""
    rows = list(sign_offs_for(request.user)[:MOST_LISTED])
    return render(request, "content/kinds/checklist/sign_offs.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: SignedInRequest, sign_off_id: str) -> HttpResponseBase:
    """A checklist of somebody else: to sign it off, or to send it back with words."""
    rows = ChecklistCopy.objects.select_related("person", "module", "answered_by")
    copy = get_object_or_404(rows, public_id=sign_off_id)
    if not request.user.has_perm("content.sign_off_checklist", copy):
        raise Http404
    form = SignOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _answered(request, copy, form):
        return redirect("content:sign_offs")
    context = {
        "copy": copy,
        "checklist": checklist_of_copy(copy),
        "form": form,
        "is_asked": copy.state == CopyState.ASKED,
    }
    status = 422 if form.is_bound else 200
    return render(request, "content/kinds/checklist/sign_off.html", context, status=status)


def _answered(request: SignedInRequest, copy: ChecklistCopy, form: SignOffForm) -> bool:
    """Whether the answer was taken; else the form says what is wrong."""
    act = services.send_back if "send_back" in request.POST else services.sign_off
    if act is services.sign_off and "sign_off" not in request.POST:
        form.add_error(None, _("Choose whether to sign it off or to send it back."))
        return False
    try:
        act(copy=copy, by=request.user, words=form.cleaned_data["words"], as_of=timezone.now())
    except ChecklistError as error:
        form.add_error("words" if act is services.send_back else None, str(error))
        copy.refresh_from_db()
        return False
    said = _("Signed off. %(name)s is told.") if act is services.sign_off else _("Sent back to %(name)s.")
    messages.success(request, said % {"name": copy.person})
    return True


def _checklist(checklist_id: str) -> Module:
    rows = Module.objects.published().filter(kind=ModuleKind.CHECKLIST)
    return get_object_or_404(rows, public_id=checklist_id)


def _address(module: Module) -> str:
    return reverse("content:module", args=[module.public_id])


def _line(request: SignedInRequest, module: Module, key: str, *, is_note: bool) -> HttpResponse:
    """What of the page has changed: the tick or the note, and where the checklist stands."""
    checklist = checklist_of(module, request.user)
    line = next(one for one in checklist.lines if one.key == key)
    context = {
        "checklist": checklist,
        "line": line,
        "module": module,
        "is_note": is_note,
        "longest": LONGEST_NOTE,
        "may_change": not checklist.is_signed_off,
    }
    return render(request, "content/kinds/checklist/line_changed.html", context)


def _refused(
    request: SignedInRequest, module: Module, key: str, note: str | None, why: str
) -> HttpResponseBase:
    """Why a line was not changed. A note that was typed stays on a page of its own; a tick was none."""
    if not note:
        messages.error(request, why)
        response: HttpResponseBase = redirect(f"{_address(module)}#checklist")
        if request.htmx:
            response = HttpResponse(headers={"HX-Refresh": "true"})
        return response
    line = next((one for one in checklist_of(module, request.user).lines if one.key == key), None)
    context = {
        "module": module,
        "line": line,
        "key": key,
        "note": note,
        "error": why,
        "longest": LONGEST_NOTE,
    }
    page = "content/kinds/checklist/note_refused.html"
    response = render(request, page, context, status=422)
    if request.htmx:
        response.status_code = 200
        response["HX-Retarget"], response["HX-Reselect"] = "#main", "#main"
        response["HX-Reswap"] = "outerHTML"
    return response
