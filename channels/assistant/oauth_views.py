"""How a program gets a token for a person: consent on a page of lifow, after lifow's own sign-in.

django-mcpz does the protocol (authorization code with PKCE, exact redirect addresses, single-use codes,
rotating refresh tokens); here are the page of consent, what can be allowed, the documents by which programs
find their way, and how often anybody may try. Nothing but this grant is served. Record 0060.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django_mcpz.oauth import views as oauth
from django_mcpz.oauth.discovery import canonical, issuer_path, issuer_url

from channels.assistant.scopes import SCOPES, offered_scopes
from channels.assistant.services import is_room_to_register
from lifow.base.api.limits import address_of, take

View = Callable[..., HttpResponseBase]
READ_BY_ANYBODY = {"Access-Control-Allow-Origin": "*"}
TRIES = 60
"""Requests for a token a minute from one address, and as many to end one."""
REGISTRATIONS = 20
CONSENTS = 30


def limited(most: int) -> Callable[[View], View]:
    """A view that one address asks at most so often a minute."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            allowance = take(f"assistant:{view.__name__}:{address_of(request)}", most)
            if allowance.is_spent:
                return _problem(
                    "temporarily_unavailable",
                    _("Too many requests. Wait for as many seconds as Retry-After says."),
                    HTTPStatus.TOO_MANY_REQUESTS,
                    {"Retry-After": str(allowance.seconds)},
                )
            return view(request, *args, **kwargs)

        return counted

    return decorate


@csrf_exempt
@limited(CONSENTS)
def authorize(request: HttpRequest) -> HttpResponseBase:
    """The page on which a person says what a program may do for them.

    It is shown each time, also to whoever has agreed before. What changes something is not ticked beforehand.
    """
    if request.method == "POST" and "decision" not in request.POST:
        # The form has a token against forgery, which django-mcpz asks for; a program's own request has none.
        return oauth.authorize(request)
    if request.user.is_authenticated:
        offered = offered_scopes(request.GET.get("scope", ""), request.user)
        if request.method == "POST" and request.POST.get("decision") == "allow":
            offered = [scope for scope in offered if scope.name in request.POST.getlist("scopes")]
            if not offered:
                messages.error(request, _("Choose what it may do, or do not connect it."))
                return redirect(request.get_full_path())
        sent = request.GET.copy()
        sent["scope"] = " ".join(scope.name for scope in offered)
        request.GET = sent  # type: ignore[assignment]
        request.offered_scopes = offered  # type: ignore[attr-defined]
    return _with_way_back(request, oauth.authorize(request))


token = csrf_exempt(require_POST(limited(TRIES)(oauth.token)))
revoke = csrf_exempt(require_POST(limited(TRIES)(oauth.revoke)))


@csrf_exempt
@require_POST
@limited(REGISTRATIONS)
def register(request: HttpRequest) -> HttpResponse:
    """A program makes itself known (RFC 7591). It may do nothing until a person has agreed on our page."""
    if not is_room_to_register(as_of=timezone.now()):
        words = _("Too many programs have registered today. Try again tomorrow.")
        return _problem(
            "temporarily_unavailable", words, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "3600"}
        )
    return oauth.register(request)


@require_safe
def server_metadata(request: HttpRequest, issuer: str) -> HttpResponse:
    """What this server of tokens offers (RFC 8414): one grant, with PKCE."""
    if f"/{issuer}".rstrip("/") != issuer_path():
        raise Http404
    base = issuer_url(request)
    told = {
        "issuer": base,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "registration_endpoint": f"{base}/register",
        "revocation_endpoint": f"{base}/revoke",
        "scopes_supported": [scope.name for scope in SCOPES],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
        "client_id_metadata_document_supported": True,
        "authorization_response_iss_parameter_supported": True,
        "service_documentation": request.build_absolute_uri(reverse("channels:connections")),
    }
    return JsonResponse(told, headers=READ_BY_ANYBODY)


@require_safe
def resource_metadata(request: HttpRequest) -> HttpResponse:
    """Where tokens for the assistant's endpoint come from, and for what (RFC 9728)."""
    told = {
        "resource": canonical(request.build_absolute_uri(reverse("channels:mcp"))),
        "authorization_servers": [issuer_url(request)],
        "scopes_supported": [scope.name for scope in SCOPES],
        "bearer_methods_supported": ["header"],
        "resource_name": "lifow",
    }
    return JsonResponse(told, headers=READ_BY_ANYBODY)


def _with_way_back(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The page with our own content security policy, which lets its form lead back to the program alone."""
    if "Content-Security-Policy" in response.headers:
        del response.headers["Content-Security-Policy"]
    back = urlsplit(request.GET.get("redirect_uri", ""))
    if response.status_code == HTTPStatus.OK:
        response._csp_update = {"form-action": [f"{back.scheme}://{back.netloc}"]}  # type: ignore[attr-defined]
    return response


def _problem(error: str, words: str, status: HTTPStatus, headers: dict[str, str]) -> HttpResponse:
    told = {"error": error, "error_description": words}
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store", **headers})
