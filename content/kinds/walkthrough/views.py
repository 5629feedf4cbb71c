"""Rehearsing a walkthrough, step by step, and its pictures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module
from content.kinds.walkthrough.parts import LONGEST_TYPED, steps_of
from content.kinds.walkthrough.reports import ShownStep, Walkthrough, walkthrough_of
from content.kinds.walkthrough.services import note_followed, pass_step
from lifow.base.media.models import Picture
from lifow.base.media.serving import picture_response
from lifow.base.requests import SignedInRequest

HIT, TYPED, SHOW = "hit", "typed", "show"


@login_required
@require_safe
def picture(request: SignedInRequest, walkthrough_id: str, step_picture_id: str) -> HttpResponseBase:
    """The picture of a step, for everybody who can read the walkthrough."""
    readable = Module.objects.readable_by(request.user).filter(kind=ModuleKind.WALKTHROUGH)
    module = get_object_or_404(readable, public_id=walkthrough_id)
    if step_picture_id not in {one.picture for one in steps_of(module.parts)}:
        raise Http404
    return picture_response(request, get_object_or_404(Picture, public_id=step_picture_id))


@login_required
@require_safe
def rehearse(request: SignedInRequest, walkthrough_id: str) -> HttpResponseBase:
    """Go to the step that is next."""
    walkthrough = walkthrough_of(_module(walkthrough_id), request.user)
    if walkthrough.next_step is None:
        raise Http404
    return redirect(_address(walkthrough, walkthrough.next_step))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, walkthrough_id: str, step_key: str) -> HttpResponseBase:
    """One step of the rehearsal: to act on its picture, with a hint where that goes wrong."""
    walkthrough = walkthrough_of(_module(walkthrough_id), request.user)
    shown = walkthrough.step(step_key)
    if shown is None:
        raise Http404
    if request.method == "POST":
        if _is_right(request, shown):
            return _passed(request, walkthrough, shown)
        return _page(request, walkthrough, shown, is_wrong=True)
    return _page(request, walkthrough, shown, is_shown=SHOW in request.GET)


@login_required
@require_POST
def followed(request: SignedInRequest, walkthrough_id: str) -> HttpResponseBase:
    """Say that one has followed the steps on the page."""
    module = _module(walkthrough_id)
    note_followed(person=request.user, module=module, as_of=timezone.now())
    return redirect(f"{reverse('content:module', args=[module.public_id])}#steps")


def _is_right(request: SignedInRequest, shown: ShownStep) -> bool:
    if shown.step.is_type:
        return shown.step.is_typed_right(request.POST.get(TYPED, "")[: LONGEST_TYPED * 2])
    return not shown.may_be_hit or request.POST.get(HIT) == "1"


def _passed(request: SignedInRequest, walkthrough: Walkthrough, shown: ShownStep) -> HttpResponseBase:
    module = walkthrough.module
    pass_step(person=request.user, module=module, key=shown.step.key, as_of=timezone.now())
    following = walkthrough.after(shown)
    if following is not None:
        return redirect(_address(walkthrough, following))
    left = walkthrough_of(module, request.user).left
    said = _("That was the last step.") if left else _("You have gone through all steps.")
    messages.success(request, said)
    return redirect(f"{reverse('content:module', args=[module.public_id])}#steps")


def _module(walkthrough_id: str) -> Module:
    rows = Module.objects.published().filter(kind=ModuleKind.WALKTHROUGH)
    return get_object_or_404(rows, public_id=walkthrough_id)


def _address(walkthrough: Walkthrough, shown: ShownStep) -> str:
    return reverse("content:walkthrough_step", args=[walkthrough.module.public_id, shown.step.key])


def _page(
    request: SignedInRequest,
    walkthrough: Walkthrough,
    shown: ShownStep,
    *,
    is_wrong: bool = False,
    is_shown: bool = False,
) -> HttpResponse:
    following, before = walkthrough.after(shown), walkthrough.before(shown)
    context = {
        "walkthrough": walkthrough,
        "module": walkthrough.module,
        "shown": shown,
        "is_wrong": is_wrong,
        "is_shown": is_shown,
        "typed": request.POST.get(TYPED, "")[:LONGEST_TYPED],
        "longest": LONGEST_TYPED,
        "next_url": _address(walkthrough, following) if following else "",
        "previous_url": _address(walkthrough, before) if before else "",
    }
    return render(request, "content/kinds/walkthrough/step.html", context)
