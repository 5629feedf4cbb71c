"""A stored file as it is played: in ranges, to whoever the view has let in."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from lifow.base.uploads import files
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.ranges import ByteRange, UnsatisfiableError, range_of

A_YEAR = 365 * 24 * 60 * 60


def file_response(request: HttpRequest, row: StoredFile) -> HttpResponseBase:
    """A file, or the part that was asked for. It never changes, so that a browser keeps it.

    Where the settings name a place that a proxy in front serves itself, the proxy is told which file it is.
    """
    etag = f'"{row.digest}"'
    response = get_conditional_response(request, etag=etag) or _body(request, row, etag)
    headers = {
        "Cache-Control": f"private, max-age={A_YEAR}, immutable",
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _body(request: HttpRequest, row: StoredFile, etag: str) -> HttpResponseBase:
    if settings.UPLOADS["accel_redirect"]:
        place = f"{settings.UPLOADS['accel_redirect'].rstrip('/')}/{files.place_of(row.digest)}"
        return HttpResponse(headers={"X-Accel-Redirect": place}, content_type=row.media_type)
    asked = request.headers.get("Range", "")
    is_same = request.headers.get("If-Range", etag) == etag
    try:
        part = range_of(asked, row.bytes) if is_same and request.method == "GET" else None
    except UnsatisfiableError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.bytes}"})
    try:
        return _part(row, part) if part else _whole(row)
    except FileNotFoundError as error:
        raise Http404 from error


def _part(row: StoredFile, part: ByteRange) -> HttpResponse:
    with files.path_of(row.digest).open("rb") as stream:
        stream.seek(part.first)
        data = stream.read(part.length)
    said = f"bytes {part.first}-{part.last}/{row.bytes}"
    return HttpResponse(data, status=206, headers={"Content-Range": said}, content_type=row.media_type)


def _whole(row: StoredFile) -> FileResponse:
    return FileResponse(files.path_of(row.digest).open("rb"), content_type=row.media_type)
