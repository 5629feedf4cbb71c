"""Requests as views receive them."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class SignedInRequest(HttpRequest):
    """A request that `login_required` has let through, with what the middleware put on it."""

    user: Any
    htmx: HtmxDetails
