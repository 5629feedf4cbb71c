"""What makes lifow an app on a phone, and the page on which a device is connected."""

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from channels.push.forms import SubscriptionForm
from channels.push.keys import public_key
from channels.push.services import SubscriptionError, subscribe_device
from channels.push.user_agents import name_of
from lifow.base.requests import SignedInRequest

SCRIPT = "dist/service-worker.js"
COLOUR = "#5269d6"
BACKGROUND = "#fbfaf8"
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any maskable"))


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """How lifow is installed as an app (W3C Web Application Manifest)."""
    shortcuts = [(gettext("Search"), "portal:search"), (gettext("Inbox"), "notifications:inbox")]
    said = {
        "id": "/",
        "name": "lifow",
        "short_name": "lifow",
        "description": gettext("Learning in the flow of work"),
        "lang": get_language(),
        "start_url": reverse("portal:home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": COLOUR,
        "background_color": BACKGROUND,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [{"name": name, "url": reverse(address)} for name, address in shortcuts],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows messages and the page for when there is no network.

    It is served from the top of the site, because a worker has a say in what is below it alone.
    """
    built = Path(finders.find(SCRIPT) or staticfiles_storage.path(SCRIPT))
    return HttpResponse(built.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What a device keeps to show while there is no network: the same for everybody."""
    return render(request, "channels/offline.html")


@login_required
@require_safe
def this_device(request: SignedInRequest) -> HttpResponse:
    """Where somebody has this browser show what they are told."""
    context = {
        "public_key": public_key(),
        "name": name_of(request.headers.get("User-Agent", "")),
        "breadcrumbs": [(gettext("Connections"), reverse("channels:connections"))],
    }
    return render(request, "channels/this_device.html", context)


@login_required
@require_POST
def subscribe(request: SignedInRequest) -> HttpResponse:
    """Keep a browser's subscription, as its script sends it; again is the same."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.first_error, status=422, content_type="text/plain; charset=utf-8")
    try:
        subscribe_device(
            person=request.user,
            name=name_of(request.headers.get("User-Agent", "")),
            as_of=timezone.now(),
            **form.cleaned_data,
        )
    except SubscriptionError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)
