"""When a module is published, and who answers for it: pages."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.authoring.forms import OwnerForm, ScheduleForm
from content.authoring.models import ModuleOwner
from content.authoring.services import (
    AGAIN_AFTER,
    cancel_publication,
    company_day,
    confirm_module,
    schedule_publication,
    set_ownership,
)
from content.authoring.views import for_authors
from content.catalogue.models import Module
from content.catalogue.services import ModuleError
from lifow.base.requests import SignedInRequest

CONFIRM = "confirm"


@for_authors
@require_POST
def schedule(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Have a module be published at a moment."""
    module = get_object_or_404(Module, public_id=module_id)
    form = ScheduleForm(request.POST)
    if form.is_valid():
        at = form.cleaned_data["publish_at"]
        try:
            schedule_publication(module=module, by=request.user, publish_at=at, as_of=timezone.now())
        except ModuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("It is published on %(moment)s.") % {"moment": in_company_time(at)})
            return redirect("content:review", module_id=module.public_id)
    context = {
        "module": module,
        "form": form,
        "breadcrumbs": [
            (_("Authoring"), reverse("content:authoring")),
            (_("Review"), reverse("content:review", args=[module.public_id])),
        ],
    }
    return render(request, "content/authoring/schedule.html", context, status=422)


@for_authors
@require_POST
def cancel(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Call off that a module is published by itself."""
    module = get_object_or_404(Module, public_id=module_id)
    cancel_publication(module=module)
    messages.success(request, _("It is not published by itself any more."))
    return redirect("content:review", module_id=module.public_id)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Who answers for a module, when to look at it again, and that it is still right."""
    module = get_object_or_404(Module.objects.select_related("author"), public_id=module_id)
    row = ModuleOwner.objects.select_related("owner", "confirmed_by").filter(module=module).first()
    form = OwnerForm(request.POST or None, initial=_begin(module, row))
    if request.method == "POST" and form.is_valid() and _save(request, module, form):
        return redirect("content:module", module_id=module.public_id)
    today = company_day(timezone.now())
    context = {
        "module": module,
        "ownership": row,
        "form": form,
        "is_past": row is not None and row.review_on is not None and row.review_on <= today,
        "breadcrumbs": [
            (_("Authoring"), reverse("content:authoring")),
            (module.title, reverse("content:module", args=[module.public_id])),
        ],
    }
    return render(request, "content/authoring/owner.html", context, status=422 if form.errors else 200)


def in_company_time(moment: datetime) -> str:
    """A moment in the company's time zone, with its name."""
    there = localtime(moment, timezone.get_default_timezone())
    return f"{date_format(there, 'j M Y, H:i')} ({timezone.get_default_timezone_name()})"


def _begin(module: Module, row: ModuleOwner | None) -> dict[str, Any]:
    """What the form begins with; a day that has come is the next one already."""
    today = company_day(timezone.now())
    somebody = row.owner if row is not None else module.author
    day = row.review_on if row is not None else None
    if day is not None and day <= today:
        day = today + AGAIN_AFTER
    return {"owner": somebody.public_id if somebody else "", "review_on": day}


def _save(request: SignedInRequest, module: Module, form: OwnerForm) -> bool:
    said, now = form.cleaned_data, timezone.now()
    try:
        if CONFIRM in request.POST:
            next_on = said["review_on"] or company_day(now) + AGAIN_AFTER
            confirm_module(module=module, by=request.user, next_on=next_on, as_of=now)
            messages.success(
                request, _("Confirmed. Look at it again on %(day)s.") % {"day": date_format(next_on, "j M Y")}
            )
        else:
            set_ownership(module=module, owner=said["owner"], review_on=said["review_on"], as_of=now)
            messages.success(request, _("Saved."))
    except ModuleError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True
