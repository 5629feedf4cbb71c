"""One change of many modules, and a copy of one: pages."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from content.authoring.forms import BulkForm
from content.authoring.services import Changed, archive_modules, duplicate_module, file_modules, own_modules
from content.authoring.views import for_authors
from content.catalogue.models import Module
from content.catalogue.services import ModuleChangedError, ModuleError
from lifow.base.requests import SignedInRequest

OWNER, FILE, ARCHIVE = "owner", "file", "archive"
MOST_SENT = 100
LONGEST_TOKEN = 64


@for_authors
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """What to do with the modules that were ticked in a list; then it is done."""
    ids = [one for one in request.POST.getlist("module") if "\0" not in one][:MOST_SENT]
    modules = list(Module.objects.filter(public_id__in=ids).select_related("author").order_by("title", "pk"))
    if not modules:
        messages.error(request, _("Tick the modules to change first."))
        return redirect("content:authoring")
    act = request.POST.get("act", "")
    if act not in (OWNER, FILE, ARCHIVE):
        return _show(request, modules, BulkForm())
    form = BulkForm(request.POST, act=act)
    if not form.is_valid():
        return _show(request, modules, form, status=422)
    try:
        changed = _carry_out(request, act, modules, form)
    except ModuleError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _show(request, modules, form, status=422)
    _say(request, changed)
    return redirect("content:authoring")


@for_authors
@require_POST
def duplicate(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Begin a new module with what one says."""
    module = get_object_or_404(Module, public_id=module_id)
    token = request.POST.get("token", "")[:LONGEST_TOKEN].replace("\0", "")
    try:
        made = duplicate_module(module=module, by=request.user, idempotency_key=f"copy:{module.pk}:{token}")
    except ModuleChangedError as error:
        made = error.module
    except ModuleError as error:
        messages.error(request, str(error))
        return redirect("content:module", module_id=module.public_id)
    messages.success(request, _("This is a copy, and a draft of yours. Give it a title of its own."))
    return redirect("content:edit", module_id=made.public_id)


def _carry_out(request: SignedInRequest, act: str, modules: Sequence[Module], form: BulkForm) -> Changed:
    if act == OWNER:
        return own_modules(modules=modules, owner=form.people[form.cleaned_data["owner"]])
    if act == FILE:
        return file_modules(modules=modules, facets=form.cleaned_data["facets"], by=request.user)
    return archive_modules(modules=modules, by=request.user)


def _say(request: SignedInRequest, changed: Changed) -> None:
    said = ngettext("%(count)s module is changed.", "%(count)s modules are changed.", changed.count)
    messages.success(request, said % {"count": changed.count})
    for module, why in changed.left:
        messages.warning(request, _("“%(module)s” stays as it is: %(why)s") % {"module": module, "why": why})


def _show(
    request: SignedInRequest, modules: Sequence[Module], form: BulkForm, status: int = 200
) -> HttpResponse:
    context = {
        "modules": modules,
        "form": form,
        "breadcrumbs": [(_("Authoring"), reverse("content:authoring"))],
    }
    return render(request, "content/authoring/bulk.html", context, status=status)
