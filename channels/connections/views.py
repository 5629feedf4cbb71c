"""The page on which people see what is connected to their account, connect more, and disconnect."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from channels.registry import all_integrations, find_integration
from lifow.base.requests import SignedInRequest


@login_required
@require_safe
def connections(request: SignedInRequest) -> HttpResponse:
    """What is connected, by kind, each with how to connect it."""
    found = [(one, one.address(request.user), one.connections_of(request.user)) for one in all_integrations()]
    return render(request, "channels/connections.html", {"integrations": found})


@login_required
@require_POST
def disconnect(request: SignedInRequest) -> HttpResponse:
    """End one connection. Whoever clicks twice is told the same."""
    integration = find_integration(request.POST.get("integration", ""))
    if integration is None:
        raise Http404
    integration.disconnect(
        person=request.user, connection_id=request.POST.get("connection", ""), as_of=timezone.now()
    )
    messages.success(request, _("Disconnected. It reads and does nothing for you any more."))
    return redirect("channels:connections")
