"""Pictures as they are shown on pages: to those who see what they are used for."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from lifow.base.media.access import may_see
from lifow.base.media.files import path_of
from lifow.base.media.models import Picture

A_YEAR = 365 * 24 * 60 * 60


@login_required
@require_safe
def picture(request: HttpRequest, picture_id: str) -> HttpResponseBase:
    """The file of a picture. It never changes, so that a browser keeps it; nobody on the way does."""
    row = get_object_or_404(Picture, public_id=picture_id)
    if not may_see(request.user, row):
        raise Http404
    headers = {
        "Cache-Control": f"private, max-age={A_YEAR}, immutable",
        "ETag": f'"{row.digest}"',
        "X-Content-Type-Options": "nosniff",
    }
    response: HttpResponseBase | None = get_conditional_response(request, etag=headers["ETag"])
    if response is None or response.status_code == 200:
        try:
            stream = path_of(row.digest).open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(stream, content_type=row.media_type)
    for name, value in headers.items():
        response.headers[name] = value
    return response
