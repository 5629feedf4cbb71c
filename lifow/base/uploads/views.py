"""Uploads by tus 1.0.0 (core, creation, checksum, expiration, termination): a thin border around services.

Pages send what their forms do: the session, and the CSRF token in a header.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from lifow.base.uploads import services
from lifow.base.uploads.models import Upload
from lifow.base.uploads.services import PIECE, UNFINISHED_FOR, UploadError
from lifow.base.uploads.uses import may_upload

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
ALGORITHMS = ("sha1", "sha256")
MOST_CHECKED = 8 * 2**20
"""Bytes of a request with a checksum: they are kept in memory until it is known to be right."""
CHECKSUM_MISMATCH = 460
BODY = "application/offset+octet-stream"
STATUSES: Mapping[str, int] = {
    "empty": 400,
    "purpose": 400,
    "too_large": 413,
    "too_long": 413,
    "too_much": 413,
    "disk_full": 507,
    "conflict": 409,
    "gone": 410,
}
REFUSED = 422
"""The file is complete, and none that is kept."""
FILE_HEADER = "Lifow-File"
"""The id of the stored file, told with the last bytes, and to those who ask again."""
View = Callable[..., HttpResponse]


def _tus(view: View) -> View:
    """What all requests have in common: who may, the method that is meant, and errors in words."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = str(request.method)
        if method == "POST":
            method = request.headers.get("X-HTTP-Method-Override", method).upper()
        if not request.user.is_authenticated:
            response = _text(401, _("You are signed out. Sign in again; the upload goes on where it was."))
        elif not may_upload(request.user):
            response = _text(403, _("Only content authors upload files. An HR admin can give you access."))
        else:
            try:
                response = view(request, method, *args, **kwargs)
            except UploadError as error:
                response = _text(STATUSES.get(error.code, REFUSED), str(error))
        response.headers["Tus-Resumable"] = VERSION
        return response

    return checked


def _text(status: int, text: str = "", headers: Mapping[str, str] | None = None) -> HttpResponse:
    plain = "text/plain; charset=utf-8"
    return HttpResponse(text, status=status, headers=dict(headers or {}), content_type=plain)


def _other_version(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _text(412, headers={"Tus-Version": VERSION})


def _options() -> HttpResponse:
    told = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(services.largest_bytes()),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return _text(204, headers=told)


@_tus
def uploads(request: HttpRequest, method: str) -> HttpResponse:
    """Begin an upload."""
    if method == "OPTIONS":
        return _options()
    if method != "POST":
        return HttpResponseNotAllowed(["OPTIONS", "POST"])
    if (refused := _other_version(request)) is not None:
        return refused
    length = _number(request.headers.get("Upload-Length"))
    if length is None:
        return _text(400, _("Upload-Length has to say how long the file is."))
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    purpose = told.get("purpose", "")
    if not may_upload(request.user, purpose) and purpose:
        return _text(403, _("You cannot upload files for this."))
    upload = services.begin_upload(
        owner=request.user,
        purpose=purpose,
        name=told.get("filename", ""),
        length=length,
        as_of=timezone.now(),
    )
    address = request.build_absolute_uri(reverse("uploads:upload", args=[upload.public_id]))
    return _text(201, headers={"Location": address, "Upload-Offset": "0", **_expires(upload)})


@_tus
def upload(request: HttpRequest, method: str, upload_id: str) -> HttpResponse:
    """How far an upload is, its next bytes, or its end."""
    if method == "OPTIONS":
        return _options()
    answers = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}
    if method not in answers:
        return HttpResponseNotAllowed(["OPTIONS", *answers])
    found = get_object_or_404(Upload.objects.of(request.user), public_id=upload_id)
    return _other_version(request) or answers[method](request, found)


def _head(request: HttpRequest, found: Upload) -> HttpResponse:
    """How many bytes have arrived. What is complete and was killed before it was stored is stored now."""
    told = {"Upload-Length": str(found.length), "Cache-Control": "no-store"}
    return _text(200, headers={**told, **_how_far(found)})


def _patch(request: HttpRequest, found: Upload) -> HttpResponse:
    if request.content_type != BODY:
        return _text(415, _("Send the bytes as %(type)s.") % {"type": BODY})
    offset, coming = (_number(request.headers.get(name)) for name in ("Upload-Offset", "Content-Length"))
    if offset is None or coming is None:
        return _text(400, _("Upload-Offset and Content-Length have to be numbers."))
    if offset != found.offset:
        return _text(409, headers={"Upload-Offset": str(found.offset)})
    if coming > found.length - offset:
        return _text(413, _("The file is longer than it was said to be."))
    checksum = request.headers.get("Upload-Checksum")
    if checksum is not None:
        refused = _write_checked(request, found, coming, checksum)
        if refused is not None:
            return refused
    else:
        _write(request, found, coming)
    found.refresh_from_db()
    return _text(204, headers=_how_far(found))


def _write(request: HttpRequest, found: Upload, coming: int) -> None:
    """Write what arrives, piece by piece; a connection that is cut leaves what has come."""
    offset, left = found.offset, coming
    while left and (data := _read(request, min(PIECE, left))):
        offset = services.write_piece(upload_id=found.pk, offset=offset, data=data, as_of=timezone.now())
        left -= len(data)


def _write_checked(request: HttpRequest, found: Upload, coming: int, checksum: str) -> HttpResponse | None:
    """Write all of a request or nothing: what is not what the checksum says was changed on the way."""
    name, _space, told = checksum.partition(" ")
    if name not in ALGORITHMS:
        return _text(400, _("Use a checksum of %(algorithms)s.") % {"algorithms": ", ".join(ALGORITHMS)})
    if coming > MOST_CHECKED:
        return _text(413, _("Send at most 8 MB at once with a checksum."))
    data = b""
    while len(data) < coming and (piece := _read(request, coming - len(data))):
        data += piece
    if len(data) < coming:
        return _text(400)
    if base64.b64encode(hashlib.new(name, data).digest()).decode() != told.strip():
        return _text(CHECKSUM_MISMATCH)
    services.write_piece(upload_id=found.pk, offset=found.offset, data=data, as_of=timezone.now())
    return None


def _read(request: HttpRequest, most: int) -> bytes:
    try:
        return bytes(request.read(most))
    except (UnreadablePostError, OSError):
        return b""


def _delete(request: HttpRequest, found: Upload) -> HttpResponse:
    services.end_upload(upload=found)
    return _text(204)


def _how_far(found: Upload) -> dict[str, str]:
    """The offset; of a complete upload also what it was stored as."""
    if found.offset < found.length:
        return {"Upload-Offset": str(found.offset), **_expires(found)}
    stored = services.finish_upload(upload=found, as_of=timezone.now())
    return {"Upload-Offset": str(found.length), FILE_HEADER: stored.public_id}


def _expires(found: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date((found.touched_at + UNFINISHED_FOR).timestamp())}


def _number(told: str | None) -> int | None:
    return int(told) if told and told.isascii() and told.isdigit() and len(told) < 19 else None


def _metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: names and Base64 values with commas between; what cannot be read is left out."""
    told = {}
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return told
