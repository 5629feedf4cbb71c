"""What every response has in common, whichever app gave it."""

from urllib.parse import unquote, urlencode

import structlog
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django_htmx.http import HttpResponseClientRedirect
from django_structlog.middlewares import RequestMiddleware
from rest_framework.permissions import SAFE_METHODS

from lifow.base.api.errors import is_of_the_api, outage_answer, page_not_found
from lifow.base.api.outages import outage_of
from lifow.base.channels import Channel, through
from lifow.base.outages import is_outage, reason_of

log = structlog.get_logger(__name__)

UNLOGGED = "/ask/"
"""Where questions are asked: with a name or without one, so that no line tells which."""


class AdminPolicyMiddleware:
    """Relaxes the content security policy where the admin's theme needs it: under /admin/ only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {
                "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return response


class RequestLogMiddleware(RequestMiddleware):
    """Writes a line of the log for each request, but for those to addresses where people may write without a
    name: of these not even that somebody was there.

    Errors are logged, without who ran into them.
    """

    def prepare(self, request):
        if not is_unlogged(request.path):
            super().prepare(request)

    def handle_response(self, request, response):
        if is_unlogged(request.path):
            structlog.contextvars.clear_contextvars()
        else:
            super().handle_response(request, response)

    @staticmethod
    def bind_user_id(request):
        if not is_unlogged(request.path):
            RequestMiddleware.bind_user_id(request)


def is_unlogged(path: str) -> bool:
    """Whether nothing is logged of requests to an address, whoever sends them."""
    return path.startswith(UNLOGGED)


class ChannelMiddleware:
    """Has what a request writes say that it was done in the API or on a page; views of other channels say so
    themselves."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with through(Channel.API if is_of_the_api(request) else Channel.PORTAL):
            return self.get_response(request)


class NotKeptMiddleware:
    """Has no answer kept by a browser, a proxy or a program, but those that say that they are public, and by
    a browser those that never change.

    It stands outside of what makes ETags, which Django makes of nothing that is not kept: a program that
    remembers one by itself is answered 304 all the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        kept = response.headers.get("Cache-Control", "")
        if "public" not in kept and "immutable" not in kept:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class SignInAgainMiddleware:
    """Sends the whole page to sign in where a part of one was asked for after the session had ended."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.htmx and response.status_code == 302 and response.url.startswith(str(settings.LOGIN_URL)):
            back = request.htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")
        return response


class UnfitAddressMiddleware:
    """Answers 404 where an address has a NUL: PostgreSQL keeps none in a text, so nothing is there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, DataError) and "\0" in unquote(request.get_full_path()):
            return page_not_found(request, exception)
        return None


class OutageMiddleware:
    """Answers 503 or 507 with Retry-After where a view ran into an outage; other errors stay errors.

    It stands inside of all others, so that an outage is a line of the log and no traceback. What breaks in
    the middleware around (a session, the person signed in) is answered in the same way by `server_error`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        outage = outage_of(exception)
        return None if outage is None else outage_answer(request, outage)


class ReadableSessionMiddleware(SessionMiddleware):
    """Sessions as Django has them, but that a page can be read while nothing can be written.

    What reading a page changes of a session (a message that was shown) is forgotten then.
    """

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except Exception as error:
            if request.method not in SAFE_METHODS or not is_outage(error):
                raise
            log.warning("session_not_saved", error=reason_of(error))
            return response
