"""Whether this process can serve: for load balancers and container health checks."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lifow.base.database.limits import answered_within

# Load balancers give up themselves after some seconds, and then know nothing.
GIVEN_UP_AFTER_SECONDS = 2.0


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers; OutageMiddleware makes it 503 when it does not within two seconds."""
    with answered_within(GIVEN_UP_AFTER_SECONDS), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
