"""A picture as an answer: for views that have asked whether somebody may see it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from lifow.base.media.files import path_of
from lifow.base.media.models import Picture

A_YEAR = 365 * 24 * 60 * 60


def picture_response(request: HttpRequest, picture: Picture) -> HttpResponseBase:
    """The file of a picture. It never changes, so that a browser keeps it; nobody on the way does."""
    headers = {
        "Cache-Control": f"private, max-age={A_YEAR}, immutable",
        "ETag": f'"{picture.digest}"',
        "X-Content-Type-Options": "nosniff",
    }
    response: HttpResponseBase | None = get_conditional_response(request, etag=headers["ETag"])
    if response is None or response.status_code == 200:
        try:
            stream = path_of(picture.digest).open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(stream, content_type=picture.media_type)
    for name, value in headers.items():
        response.headers[name] = value
    return response
