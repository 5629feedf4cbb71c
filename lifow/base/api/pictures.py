"""Pictures as files of the API."""

from django.http import Http404, HttpResponse

from lifow.base.media.files import read_file
from lifow.base.media.models import Picture


def picture_file(picture: Picture | None) -> HttpResponse:
    """The file of a picture, for those who may see what it belongs to; 404 where there is none."""
    content = None if picture is None else read_file(picture.digest)
    if picture is None or content is None:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=picture.media_type, headers=headers)
