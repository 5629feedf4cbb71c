"""Who calls the API: a machine with a token for its client credentials, or a person who is signed in."""

from copy import copy
from dataclasses import dataclass
from typing import Any, cast

from allauth.idp.oidc.contrib.rest_framework.authentication import TokenAuthentication
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


@dataclass(frozen=True, slots=True)
class ApiClient:
    """A machine. It acts for HR: it sees what an HR admin sees, and its scopes bound what it may do."""

    client_id: str
    pk: None = None
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True
    is_hr_admin: bool = True
    is_author: bool = False

    @property
    def public_id(self) -> str:
        return self.client_id

    def __str__(self) -> str:
        return self.client_id


class ClientTokenAuthentication(TokenAuthentication):
    """`Authorization: Bearer …` with a token from `/identity/o/api/token`.

    A token that has no person behind it authenticates as an `ApiClient`. A bearer token that is unknown or
    has run out is an error, not an anonymous call.
    """

    def authenticate(self, request):
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        # The headers alone say who calls: nobody's body is read before they are known.
        bodiless = copy(request._request)
        bodiless.POST = QueryDict()
        known = super().authenticate(bodiless)
        if known is None:
            raise AuthenticationFailed(_("The access token is unknown or has expired. Request a new one."))
        user, token = known
        return user or ApiClient(client_id=token.client_id), token

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="lifow"'


def caller_id(request: Request) -> str:
    """The client id of the machine, or the public id of the person, that a view has let through."""
    return cast("ApiClient", request.user).public_id


def person_calling(request: Request) -> Any:
    """The person who calls; None where it is a machine."""
    return None if request.user.pk is None else request.user
