"""Who calls the assistant's endpoint: a person, by a token that they have given to a program of theirs."""

from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_mcpz.oauth.auth import oauth_auth

from lifow.base.api.limits import REQUESTS, take
from lifow.base.days import zone_of
from lifow.people.accounts.rules import lacks_second_step
from lifow.people.persons.models import Person


def authenticate(request: HttpRequest) -> HttpResponse | None:
    """Know the person and what they have allowed, each time anew; the answer where the call goes no further.

    Unknown, ended and foreign tokens, and those of people who may not sign in, are answered 401 and where to
    get one (RFC 9728). A person's assistants have as many calls a minute together as a caller of the API.
    """
    refused = oauth_auth(request)
    if refused is not None:
        return refused
    if lacks_second_step(request.user):
        words = _("HR admins sign in with two steps. Turn it on in lifow to go on.")
        return JsonResponse({"error": words}, status=HTTPStatus.FORBIDDEN)
    allowance = take(f"assistant:{request.user.pk}", REQUESTS)
    if allowance.is_spent:
        words = _("Too many calls. Wait for as many seconds as Retry-After says.")
        headers = {"Retry-After": str(allowance.seconds), **allowance.headers()}
        return JsonResponse({"error": words}, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    timezone.activate(zone_of(cast("Person", request.user).timezone))
    return None


def may(request: HttpRequest, scope: str) -> bool:
    """Whether the person has allowed the program this."""
    return scope in request.mcp_token.scope.split()  # type: ignore[attr-defined]
