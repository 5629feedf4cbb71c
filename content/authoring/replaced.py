"""What a product update has marked as outdated, and saying that a module is still right: pages."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.authoring.services import confirm_replaced
from content.authoring.views import for_authors
from content.catalogue.models import Module
from content.catalogue.services import ModuleError
from content.kinds.update.models import ProductUpdate, ReplacedModule
from content.kinds.update.reports import replaced_by
from lifow.base.requests import SignedInRequest


@for_authors
@require_safe
def replaced(request: SignedInRequest, update_id: str) -> HttpResponse:
    """The modules that an update has marked, each with what to do; those that wait come first."""
    rows = ProductUpdate.objects.select_related("module")
    update = get_object_or_404(rows, module__public_id=update_id)
    context = {
        "update": update,
        "rows": replaced_by(update),
        "breadcrumbs": [
            (_("Authoring"), reverse("content:authoring")),
            (update.module.title, reverse("content:module", args=[update.module.public_id])),
        ],
    }
    return render(request, "content/authoring/replaced.html", context)


@for_authors
@require_POST
def still_right(request: SignedInRequest, update_id: str, replaced_id: str) -> HttpResponseBase:
    """Say that a module is right although an update has marked it."""
    rows = ReplacedModule.objects.select_related("module").filter(update__module__public_id=update_id)
    row = get_object_or_404(rows, public_id=replaced_id)
    try:
        found = confirm_replaced(replaced=row, by=request.user, as_of=timezone.now())
    except ModuleError as error:
        messages.error(request, str(error))
    else:
        module = Module.objects.get(pk=found.module_id)
        said = _("“%(module)s” is still right. Learners have it again.")
        if module.status != Module.Status.PUBLISHED:
            said = _("Saved. “%(module)s” stays outdated for another reason.")
        messages.success(request, said % {"module": module})
    return redirect("content:replaced", update_id=update_id)
