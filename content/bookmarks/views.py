"""Saving a module for later, and taking it off the list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.bookmarks.services import SavedError, save_for_later, take_off_list
from content.catalogue.models import Module
from lifow.base.requests import SignedInRequest


@login_required
@require_POST
def save(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Save a module, or with `save=0` take it off the list."""
    module = get_object_or_404(Module.objects.readable_by(request.user), public_id=module_id)
    if request.POST.get("save") == "0":
        take_off_list(person=request.user, module=module)
        messages.success(request, _("Taken off your list."))
        return redirect("content:module", module_id=module.public_id)
    try:
        save_for_later(person=request.user, module=module, as_of=timezone.now())
    except SavedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved. You find it under Modules, Saved."))
    return redirect("content:module", module_id=module.public_id)
