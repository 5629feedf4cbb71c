"""What every response has in common, whichever app gave it."""

from urllib.parse import unquote, urlencode

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.db import DataError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from lifow.base.api.errors import is_of_the_api, page_not_found, problem_page
from lifow.base.database.connection import RETRY_AFTER_SECONDS, connection_works


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


class NotKeptMiddleware:
    """Has no answer kept by a browser, a proxy or a program, but those that say that they are public.

    It stands outside of what makes ETags, which Django makes of nothing that is not kept: a program that
    remembers one by itself is answered 304 all the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "public" not in response.headers.get("Cache-Control", ""):
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


class DatabaseAwayMiddleware:
    """Answers 503 with Retry-After while the database cannot be reached; other errors stay errors.

    It stands outside of all that reads the database. An error of a view is seen as an exception, one of
    the middleware below (a session, the person signed in) as the response that Django made of it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 500 and not connection_works():
            return database_away(request)
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError) and not connection_works():
            return database_away(request)
        return None


def database_away(request) -> HttpResponse:
    """What is said meanwhile: a problem below /api/, a page elsewhere."""
    if is_of_the_api(request):
        response = problem_page("unavailable", _("Nothing was saved; try again in a few seconds."))
    else:
        # Without the request: nothing on the page may ask who is signed in.
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
