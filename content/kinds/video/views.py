"""The file, the captions and the progress of a video, for whoever sees its module."""

from math import isfinite

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from content.catalogue.models import Module
from content.kinds.video.cues import as_webvtt
from content.kinds.video.parts import file_id_of, spoken_in, tidy_video
from content.kinds.video.reports import file_of, seen_by
from content.kinds.video.seen import stretches_in
from content.kinds.video.services import note_said, note_seen
from lifow.base.access import needs_permission
from lifow.base.requests import SignedInRequest
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.serving import file_response

LONGEST_STRETCHES = 10_000


@login_required
@require_safe
def video(request: SignedInRequest, module_id: str, file_id: str) -> HttpResponseBase:
    """The video that a module has now."""
    module = get_object_or_404(Module.objects.visible_to(request.user), public_id=module_id)
    if module.kind != Module.Kind.VIDEO or file_id_of(module.parts) != file_id:
        raise Http404
    return file_response(request, get_object_or_404(StoredFile, public_id=file_id))


@needs_permission(
    "content.change_module", who=gettext_lazy("Only content authors see videos of drafts and versions.")
)
@require_safe
def video_file(request: SignedInRequest, file_id: str) -> HttpResponseBase:
    """A video that an author has uploaded, before and after it is in a module."""
    return file_response(request, get_object_or_404(StoredFile, public_id=file_id))


@login_required
@require_safe
def captions(request: SignedInRequest, module_id: str, language: str) -> HttpResponse:
    """The captions of a video in one language: words and times, nothing else of what was uploaded."""
    module = get_object_or_404(Module.objects.visible_to(request.user), public_id=module_id)
    told = spoken_in(tidy_video(module.parts)) if module.kind == Module.Kind.VIDEO else []
    spoken = next((one for one in told if one.language == language), None)
    if spoken is None:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(as_webvtt(spoken.cues), headers=headers, content_type="text/vtt; charset=utf-8")


@login_required
@require_POST
def watched(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Note what somebody has seen, as their player tells it, or that they say so themselves."""
    module = get_object_or_404(Module.objects.published(), public_id=module_id)
    file = file_of(tidy_video(module.parts)) if module.kind == Module.Kind.VIDEO else None
    if file is None:
        raise Http404
    if "said" in request.POST:
        note_said(person=request.user, module=module, as_of=timezone.now())
        messages.success(request, _("Saved. You can mark “%(module)s” as done.") % {"module": module})
        return redirect("content:module", module_id=module.public_id)
    note_seen(
        person=request.user,
        module=module,
        position=_number(request.POST.get("position", "")),
        stretches=stretches_in(request.POST.get("seen", "")[:LONGEST_STRETCHES]),
        as_of=timezone.now(),
    )
    seen = seen_by(request.user, module, file)
    return JsonResponse({"words": seen.words, "is_enough": seen.is_enough})


def _number(told: str) -> float:
    try:
        found = float(told)
    except ValueError:
        return 0.0
    return found if isfinite(found) else 0.0
