"""HR's page of the channels: what is connected, a test of each, and what came of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from channels.figures.access import for_hr
from channels.overview.reports import overview as overview_of_channels
from channels.overview.services import UnknownConnectionError, try_connection
from lifow.base.requests import SignedInRequest
from portal.organisation.tabs import organisation_tabs


@for_hr
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """What is connected and works, what was shown and taken, and where people learn; never by person."""
    context = {"tabs": organisation_tabs("channels:overview"), "overview": overview_of_channels()}
    return render(request, "channels/overview.html", context)


@for_hr
@require_POST
def try_now(request: SignedInRequest) -> HttpResponse:
    """Test one connection; what it finds is on the page from then on."""
    try:
        test = try_connection(key=request.POST.get("key", ""), as_of=timezone.now())
    except UnknownConnectionError as error:
        raise Http404 from error
    (messages.success if test.is_well else messages.error)(request, test.says)
    return redirect("channels:overview")
