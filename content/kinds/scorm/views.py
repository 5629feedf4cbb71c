"""A package is opened, its files are served to its frame, and what it tells is written down."""

import json
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile, ZipInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from content.catalogue.models import Module
from content.kinds.scorm.archives import PackageError, file_in, opened, read_part
from content.kinds.scorm.models import ScormLaunch
from content.kinds.scorm.reports import launch_at, progress_of, standing_of, told_to_package
from content.kinds.scorm.services import LaunchError, end_launch, launch_module, note_report
from content.kinds.scorm.serving import LONGEST_PAGE, PAGES, SANDBOX, headers_for, type_of, with_api
from content.kinds.scorm.tokens import token_of
from lifow.base.requests import SignedInRequest
from lifow.base.uploads.files import path_of
from lifow.base.uploads.ranges import UnsatisfiableError, range_of

API = "dist/scorm-api.js"
PIECE = 2**16
LARGEST_REPORT = 600_000
"""Characters: what may be told, each character of it escaped."""
MOST_REPORTS = 2**53


@login_required
@require_POST
def package_open(request: SignedInRequest, package_id: str) -> HttpResponseBase:
    """Open the package of a module, and go to it."""
    module = get_object_or_404(Module.objects.visible_to(request.user), public_id=package_id)
    if module.kind != Module.Kind.SCORM:
        raise Http404
    try:
        launch = launch_module(
            person=request.user,
            module=module,
            session_key=request.session.session_key or "",
            as_of=timezone.now(),
        )
    except LaunchError as error:
        messages.error(request, str(error))
        return redirect("content:module", module_id=module.public_id)
    return redirect("content:package", launch_id=launch.public_id)


@login_required
@require_safe
def package(request: SignedInRequest, launch_id: str) -> HttpResponseBase:
    """The page around an opened package: its frame, and what was saved."""
    launch = _own_launch(request, launch_id)
    if launch_at(token_of(launch.public_id), timezone.now()) is None:
        messages.info(request, _("This package was closed. Open it again to go on."))
        return redirect("content:module", module_id=launch.module.public_id)
    found = launch.file.scorm_package
    told = told_to_package(launch, found)
    # Reports of this page are later than any of it before it was loaded again, also of one that is under way.
    now = round(timezone.now().timestamp() * 1000)
    context = {
        "launch": launch,
        "sequence": max(launch.sequence, now),
        "module": launch.module,
        "sandbox": SANDBOX,
        "url": _files_of(token_of(launch.public_id)) + found.href,
        # The frame begins with this as the name of its window: the one thing that it can read at once.
        "name": json.dumps({"lifow": "scorm", "cmi": told}, ensure_ascii=False),
        "standing": standing_of(progress_of(launch.person, launch.module, launch.file)),
        "is_kept": launch.module.status == Module.Status.PUBLISHED,
    }
    return render(request, "content/kinds/scorm/package.html", context)


@login_required
@require_POST
def package_report(request: SignedInRequest, launch_id: str) -> HttpResponse:
    """Write down what an opened package tells, as the page around it passes it on."""
    launch = _own_launch(request, launch_id)
    sequence = request.POST.get("sequence", "")
    told = request.POST.get("cmi", "")
    is_number = sequence.isascii() and sequence.isdigit() and len(sequence) < 17
    if not is_number or not 0 < int(sequence) < MOST_REPORTS or len(told) > LARGEST_REPORT:
        return JsonResponse({"problem": _("This report cannot be read.")}, status=400)
    try:
        elements: Any = json.loads(told)
    except (ValueError, RecursionError):
        return JsonResponse({"problem": _("This report cannot be read.")}, status=400)
    is_open, standing = note_report(
        launch=launch, sequence=int(sequence), elements=elements, as_of=timezone.now()
    )
    if not is_open:
        return JsonResponse({"problem": _("It was opened in another window, or closed.")}, status=409)
    return JsonResponse({"words": standing.words, "is_done": standing.is_done})


@login_required
@require_POST
def package_close(request: SignedInRequest, launch_id: str) -> HttpResponseBase:
    """Close a package, and go back to its module."""
    launch = _own_launch(request, launch_id)
    end_launch(launch=launch, as_of=timezone.now())
    return redirect("content:module", module_id=launch.module.public_id)


@require_safe
@xframe_options_exempt
def package_file(request: HttpRequest, launch_token: str, file_name: str) -> HttpResponseBase:
    """A file of an opened package. Its frame has no cookies: the address itself says whose it is."""
    launch = launch_at(launch_token, timezone.now())
    if launch is None or not Module.objects.readable_by(launch.person).filter(pk=launch.module_id).exists():
        raise Http404
    base = request.build_absolute_uri(_files_of(launch_token))
    api = request.build_absolute_uri(static(API))
    try:
        response = _file(request, launch, file_name, api)
    except (PackageError, FileNotFoundError) as error:
        raise Http404 from error
    for header, value in headers_for(base, api).items():
        response.headers[header] = value
    return response


def _files_of(token: str) -> str:
    """The address below which the files of a launch are."""
    return reverse("content:package_file", args=[token, "-"]).removesuffix("-")


def _own_launch(request: SignedInRequest, launch_id: str) -> ScormLaunch:
    rows = ScormLaunch.objects.filter(person=request.user, public_id=launch_id)
    return get_object_or_404(rows.select_related("module", "file__scorm_package", "person"))


def _file(request: HttpRequest, launch: ScormLaunch, name: str, api: str) -> HttpResponseBase:
    path = path_of(launch.file.digest)
    with opened(path) as archive:
        entry = file_in(archive, name)
        if entry is None:
            raise Http404
        media_type = type_of(entry.filename)
        if media_type in PAGES:
            if entry.file_size > LONGEST_PAGE:
                raise Http404
            page = with_api(read_part(archive, entry, 0, LONGEST_PAGE), api)
            return HttpResponse(page, content_type=media_type)
        asked = request.headers.get("Range", "")
        try:
            part = range_of(asked, entry.file_size) if request.method == "GET" else None
        except UnsatisfiableError:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{entry.file_size}"})
        if part is not None:
            said = {"Content-Range": f"bytes {part.first}-{part.last}/{entry.file_size}"}
            data = read_part(archive, entry, part.first, part.length)
            return HttpResponse(data, status=206, headers=said, content_type=media_type)
    return StreamingHttpResponse(_pieces(ZipFile(path), entry), content_type=media_type)


def _pieces(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """A file piece by piece: a large one is never whole in memory."""
    with archive, archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            yield piece
