"""Who has read a product update."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from content.catalogue.services import ModuleError
from content.kinds.update.models import ProductUpdate
from content.kinds.update.reports import not_read_by, readers_of
from content.kinds.update.services import remind_readers
from lifow.base.access import needs_permission
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest

for_hr = needs_permission(
    "content.view_readers", who=gettext_lazy("Only HR admins see who has not read a product update.")
)


@for_hr
@require_POST
def remind(request: SignedInRequest, update_id: str) -> HttpResponseBase:
    """Have those told once more who have not read an update."""
    update = get_object_or_404(ProductUpdate, module__public_id=update_id)
    try:
        remind_readers(update=update, as_of=timezone.now())
    except ModuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("They are reminded in their working hours."))
    return redirect("content:readers", update_id=update_id)


@for_hr
@require_safe
def readers(request: SignedInRequest, update_id: str) -> HttpResponse:
    """How many of those whom an update concerns have read it, and who has not."""
    rows = ProductUpdate.objects.select_related("module")
    update, now = get_object_or_404(rows, module__public_id=update_id), timezone.now()
    left = not_read_by(update.module, now).order_by("family_name", "given_name", "pk")
    page = page_of(left, request.GET)
    context = {
        "update": update,
        "readers": readers_of(update, now),
        "people": page.rows,
        "page": page,
        "breadcrumbs": [
            (_("Modules"), reverse("content:modules")),
            (update.module.title, reverse("content:module", args=[update.module.public_id])),
        ],
    }
    return render(request, "content/kinds/update/readers.html", context)
