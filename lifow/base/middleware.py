"""What every response has in common, whichever app gave it."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils.translation import gettext as _

RETRY_AFTER_SECONDS = 5


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


class DatabaseAwayMiddleware:
    """Answers 503 with Retry-After while the database cannot be reached; other errors stay errors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError) or connection_works():
            return None
        return HttpResponse(
            _("The database cannot be reached at the moment. Nothing was saved; try again in a few seconds."),
            status=503,
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
            content_type="text/plain; charset=utf-8",
        )


def connection_works() -> bool:
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return connection.is_usable()
