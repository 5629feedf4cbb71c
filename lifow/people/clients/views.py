"""Where machines get their tokens and give them back: for client credentials alone, and not without limit.

Attempts are counted by the address that they come from, a client by the tokens that it got: nobody locks it
out by trying in its name. Both pages take credentials and no cookie, so that there is nothing to forge
(`csrf_exempt`).
"""

import base64
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lifow.base.api.limits import Allowance, address_of, look, take
from lifow.people.clients.services import api_scopes, speed_up_secret

ASKED_BY_ADDRESS = 300
"""Requests a minute from one address, whatever becomes of them."""
REFUSED_BY_ADDRESS = 30
"""Refused requests a minute from one address."""
TOKENS_OF_CLIENT = 60
"""Tokens a minute for one client; each is good for an hour."""


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for a client's credentials (RFC 6749, 4.4)."""
    if request.POST.get("grant_type") not in (None, Client.GrantType.CLIENT_CREDENTIALS):
        return _refused("unsupported_grant_type", status=HTTPStatus.BAD_REQUEST)
    client_id, _secret = _credentials(request)
    given = f"token:given:{_short(client_id)}"
    if (allowance := look(given, TOKENS_OF_CLIENT)).is_spent:
        return _too_many(allowance)
    response = _within_limits(views.token, request)
    if response.status_code == HTTPStatus.OK:
        take(given, TOKENS_OF_CLIENT)
    return response


@csrf_exempt
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Ends a token of a client (RFC 7009)."""
    return _within_limits(views.revoke, request)


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """What this server of tokens offers (RFC 8414)."""
    data: dict[str, Any] = {
        "issuer": get_adapter().get_issuer(),
        "token_endpoint": request.build_absolute_uri(reverse("idp:oidc:token")),
        "revocation_endpoint": request.build_absolute_uri(reverse("idp:oidc:revoke")),
        "jwks_uri": request.build_absolute_uri(reverse("idp:oidc:jwks")),
        "grant_types_supported": [Client.GrantType.CLIENT_CREDENTIALS.value],
        "response_types_supported": [],
        "scopes_supported": api_scopes(),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    return JsonResponse(data, headers={"Access-Control-Allow-Origin": "*"})


def _within_limits(view: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> HttpResponse:
    """The answer of a view that knows clients by their secret, unless the address asks too often."""
    address = address_of(request)
    refused = f"token:refused:{address}"
    for allowance in (
        take(f"token:asked:{address}", ASKED_BY_ADDRESS),
        look(refused, REFUSED_BY_ADDRESS),
    ):
        if allowance.is_spent:
            return _too_many(allowance)
    client_id, secret = _credentials(request)
    if "\0" in client_id:
        # No database has such an id, and some take offence at the question.
        response = _refused("invalid_client", status=HTTPStatus.UNAUTHORIZED)
    else:
        speed_up_secret(client_id, secret)
        response = view(request)
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        take(refused, REFUSED_BY_ADDRESS)
    return response


def _credentials(request: HttpRequest) -> tuple[str, str]:
    """Id and secret as the header or else the body says them; empty where neither does."""
    scheme, _space, said = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _colon, secret = base64.b64decode(said).decode().partition(":")
        except ValueError:
            return "", ""
        return client_id, secret
    return request.POST.get("client_id", ""), request.POST.get("client_secret", "")


def _short(name: str) -> str:
    """A name as a part of a cache's key, whatever somebody sent as one."""
    return hashlib.sha256(name.encode(errors="replace")).hexdigest()[:32]


def _refused(error: str, *, status: HTTPStatus) -> HttpResponse:
    return JsonResponse({"error": error}, status=status, headers={"Cache-Control": "no-store"})


def _too_many(allowance: Allowance) -> HttpResponse:
    words = _("Too many requests. Wait for as many seconds as Retry-After says.")
    return JsonResponse(
        {"error": "too_many_requests", "error_description": words},
        status=HTTPStatus.TOO_MANY_REQUESTS,
        headers={"Cache-Control": "no-store", "Retry-After": str(allowance.seconds), **allowance.headers()},
    )
