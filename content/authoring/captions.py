"""The captions of a video line by line: correct them, and have a machine draft them."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.authoring.services.captions import save_captions
from content.authoring.views import for_authors
from content.catalogue.models import Module
from content.catalogue.services import ModuleChangedError, ModuleError, edited_contents, edition_of
from content.kinds.video.forms import CaptionsForm
from content.kinds.video.reports import EditedCaptions, edited_captions
from content.kinds.video.services import ask_for_captions
from lifow.base.requests import SignedInRequest

CHECKED = "checked"
PAGE = "content/authoring/captions.html"


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def captions(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """The captions of a video in one language (`?language=`), to be corrected and to be confirmed."""
    module = get_object_or_404(Module, public_id=module_id)
    edited = _edited(module, request.GET.get("language", ""))
    if request.method != "POST":
        form = CaptionsForm(initial={"text": edited.text, "edition": edited.edition})
        return _page(request, module, edited, form)
    form = CaptionsForm(request.POST)
    if not form.is_valid() or not _save(request, module, edited, form):
        return _page(request, module, edited, form, status=422)
    if CHECKED in request.POST:
        messages.success(request, _("Saved as checked.") if edited.by_machine else _("Saved."))
        return redirect("content:edit", module_id=module.public_id)
    messages.success(request, _("Saved."))
    return redirect(_address(module, edited))


@for_authors
@require_POST
def draft_captions(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Have a machine draft the captions of a video. Again is once."""
    module = get_object_or_404(Module, public_id=module_id)
    edited = _edited(module, request.GET.get("language", ""))
    if edited.can_draft:
        ask_for_captions(file=edited.file, by=request.user, as_of=timezone.now())
    return redirect(_address(module, edited))


def _edited(module: Module, language: str) -> EditedCaptions:
    edited = edited_captions(module, language)
    if edited is None:
        raise Http404
    return edited


def _address(module: Module, edited: EditedCaptions) -> str:
    return f"{reverse('content:edit_captions', args=[module.public_id])}?language={edited.language}"


def _save(request: SignedInRequest, module: Module, edited: EditedCaptions, form: CaptionsForm) -> bool:
    """Whether the captions are saved; else the form says why not."""
    is_checked = CHECKED in request.POST or (not edited.by_machine)
    try:
        save_captions(
            module=module,
            language=edited.language,
            text=form.cleaned_data["text"],
            is_checked=is_checked,
            by=request.user,
            based_on=form.cleaned_data["edition"],
        )
    except ModuleError as error:
        form.add_error("text" if error.field else None, str(error))
        if isinstance(error, ModuleChangedError):
            form.begin_again(edition_of(edited_contents(module)))
        return False
    return True


def _page(
    request: SignedInRequest,
    module: Module,
    edited: EditedCaptions,
    form: CaptionsForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "module": module,
        "edited": edited,
        "form": form,
        "breadcrumbs": [
            (_("Authoring"), reverse("content:authoring")),
            (str(module), reverse("content:edit", args=[module.public_id])),
        ],
    }
    return render(request, PAGE, context, status=status)
