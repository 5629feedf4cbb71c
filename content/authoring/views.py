"""Making material: what is missing, what an author has made and how it is used, and the editor."""

from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.aggregates.reports import known_gaps
from content.answers.reports import answers_mentioning
from content.authoring.choices import ReviewState
from content.authoring.forms import ADD_PICTURE, FIND, PICTURE, ModuleForms, PictureForm, with_picture
from content.authoring.models import EditingSession, ModuleReview
from content.authoring.reports import (
    LISTS,
    list_counts,
    listed_modules,
    open_editors,
    others_editing,
    unsaved,
    was_saved_since,
)
from content.authoring.services import (
    close_editor,
    forget_typed,
    keep_typed,
    note_open,
    publish_checked,
    save_changes,
)
from content.catalogue.kinds import BUTTONS
from content.catalogue.models import Module
from content.catalogue.services import (
    EDITION_LENGTH,
    ModuleChangedError,
    ModuleError,
    archive_module,
    create_module,
    draft_of,
)
from content.coverage.reports import missing_content, missing_steps
from content.kinds.quiz.reports import text_of_contents
from content.kinds.reading import reading_once
from lifow.base.access import needs_permission
from lifow.base.form_rows import excuse_missing
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

STEPS_SHOWN = 5
PUBLISHES, TO_REVIEW = "publish", "to_review"
AUTOSAVE = "autosave"
KIND_CHANGED = "kind_changed"


for_authors = needs_permission(
    "content.change_module",
    who=gettext_lazy("Only content authors add and change modules. An HR admin can give you access."),
)


@for_authors
@require_safe
def authoring(request: SignedInRequest) -> HttpResponse:
    """What to make, and what was made: the author's own, or everyone's."""
    everyone = request.GET.get("of") == "everyone"
    mine = Module.objects.all() if everyone else Module.objects.by(request.user)
    asked = request.GET.get("status", "")
    status = asked if asked in LISTS else Module.Status.PUBLISHED.value
    shown = listed_modules(mine, status, timezone.localdate()).with_use().prefetch_related("effects__skill")
    page = page_of(shown.select_related("author").order_by("title", "pk"), request.GET)
    context = {
        "missing": tuple(missing_steps()[:STEPS_SHOWN]),
        "missing_content": missing_content(),
        "has_gaps": known_gaps() > 0,
        "tabs": _status_tabs(mine, status, everyone),
        "status": status,
        "everyone": everyone,
        "other_url": _address(status, not everyone),
        "modules": page.rows,
        "page": page,
    }
    return render(request, "content/authoring/authoring.html", context)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Write a new module; `?kind=&skill=&from=&to=` fill in its kind and what it is to raise."""
    asked = {"kind": "kind", "skill": "skill", "from": "from_level", "to": "to_level"}
    begin = {field: request.GET[name] for name, field in asked.items() if name in request.GET}
    return _editor(request, None, **({"begin": begin} if begin else {}))


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Change a module."""
    waiting = ModuleReview.objects.filter(module=OuterRef("pk"), state=ReviewState.IN_REVIEW)
    found = Module.objects.annotate(is_in_review=Exists(waiting))
    found = found if request.method == "POST" else found.with_draft()
    module = get_object_or_404(found, public_id=module_id)
    if request.method != "POST" and vars(module)["is_in_review"]:
        messages.info(request, _("It is in review. Take it back from review to change it."))
        return redirect("content:review", module_id=module.public_id)
    with reading_once() if request.method != "POST" else nullcontext():
        return _editor(request, module)


@for_authors
@require_POST
def publish(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Make a module part of everyone's plans, as far as it helps them."""
    module = get_object_or_404(Module, public_id=module_id)
    try:
        publish_checked(module=module, by=request.user, based_on=request.POST.get("edition", ""))
    except ModuleError as error:
        messages.error(request, str(error))
        return redirect("content:review", module_id=module.public_id)
    messages.success(
        request, _("“%(module)s” is published. Plans include it within a minute.") % {"module": module}
    )
    return redirect("content:module", module_id=module.public_id)


@for_authors
@require_POST
def archive(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Take a module out of the plans and the catalogue."""
    module = get_object_or_404(Module, public_id=module_id)
    archive_module(module=module, by=request.user)
    messages.success(
        request,
        _("“%(module)s” is archived. It stays done for everybody who has done it.") % {"module": module},
    )
    return redirect("content:module", module_id=module.public_id)


def _editor(request: SignedInRequest, module: Module | None, **begin: Any) -> HttpResponse | HttpResponseBase:
    if request.method != "POST":
        return _open_editor(request, module, begin)
    if AUTOSAVE in request.POST:
        return _keep_typed(request, module)
    sent, picture = _with_picture(request)
    forms = ModuleForms(sent, module=module, files=request.FILES, by=request.user)
    if picture.errors:
        forms.picture = picture
        return _show_editor(request, module, forms.without_errors(), status=422)
    step = _step(request, module, forms)
    if step is not None:
        return step
    saved = _save(request, module, forms)
    if saved is None:
        return _show_editor(request, module, forms, status=422)
    close_editor(person=request.user, module=module)
    page = "content:review" if TO_REVIEW in request.POST else "content:module"
    return redirect(page, module_id=saved.public_id)


def _step(request: SignedInRequest, module: Module | None, forms: ModuleForms) -> HttpResponse | None:
    """What a button answers that changes the form and saves nothing; None for one that saves."""
    if any(name == KIND_CHANGED or name.startswith(BUTTONS) for name in request.POST):
        if forms.builder is not None:
            excuse_missing(forms.builder.given)
        if request.htmx:
            return render(request, "content/authoring/edit_parts.html", _parts_context(forms, module))
        return _show_editor(request, module, forms.without_errors())
    if FIND in request.POST:
        if request.htmx:
            context = {"prerequisites": forms.prerequisites}
            return render(request, "content/authoring/prerequisites_list.html", context)
        return _show_editor(request, module, forms.without_errors())
    if ADD_PICTURE in request.POST:
        return _show_editor(request, module, forms.without_errors())
    if "preview" in request.POST:
        return _preview(request, module, forms)
    return None


def _with_picture(request: SignedInRequest) -> tuple[QueryDict, PictureForm]:
    """What was sent, with the picture that came with it at the end of the text, and the form of that."""
    if ADD_PICTURE not in request.POST and PICTURE not in request.FILES:
        return request.POST, PictureForm()
    picture, sent = PictureForm(request.POST, request.FILES), request.POST.copy()
    if picture.is_valid():
        sent["body"] = with_picture(sent.get("body", ""), picture)
    return sent, picture


def _open_editor(request: SignedInRequest, module: Module | None, begin: dict[str, Any]) -> HttpResponse:
    """The editor, with what the author has typed before and not saved, if there is something."""
    typed, others = unsaved(request.user, None) if module is None else None, list[EditingSession]()
    if module is not None:
        now = timezone.now()
        note_open(person=request.user, module=module, as_of=now)
        typed, others = open_editors(module, request.user, now)
    if typed is None or any(begin.values()):
        return _show_editor(request, module, ModuleForms(module=module, **begin), others=others)
    forms = ModuleForms(QueryDict(typed.typed), module=module).without_errors()
    return _show_editor(request, module, forms, restored=typed, others=others)


def _keep_typed(request: SignedInRequest, module: Module | None) -> HttpResponse:
    """Keep what an author is typing, and say who else is there."""
    now, sent = timezone.now(), request.POST.copy()
    for name in (AUTOSAVE, "csrfmiddlewaretoken"):
        sent.pop(name, None)
    edition = sent.get("edition", "")[:EDITION_LENGTH]
    is_late = was_saved_since(request.user, module, sent, now)
    is_kept = not is_late and keep_typed(
        person=request.user, module=module, typed=sent.urlencode(), edition=edition, as_of=now
    )
    others = others_editing(module, request.user, now) if module is not None else []
    is_too_long = not is_kept and not is_late
    context = {"others": others, "kept_at": localtime(now) if is_kept else None, "not_kept": is_too_long}
    return render(request, "content/authoring/editing.html", context)


@for_authors
@require_POST
def editing(request: SignedInRequest, module_id: str) -> HttpResponse:
    """Note that an author still has a module open, and say who else has."""
    module, now = get_object_or_404(Module, public_id=module_id), timezone.now()
    note_open(person=request.user, module=module, as_of=now)
    context = {"others": others_editing(module, request.user, now)}
    return render(request, "content/authoring/editing.html", context)


@for_authors
@require_POST
def forget(request: SignedInRequest, module_id: str | None = None) -> HttpResponseBase:
    """Drop what an author has typed and not saved, of a module or of a new one."""
    module = get_object_or_404(Module, public_id=module_id) if module_id else None
    forget_typed(person=request.user, module=module)
    messages.success(request, _("Discarded. The module is as it was saved."))
    return redirect("content:edit", module_id=module.public_id) if module else redirect("content:new")


def _save(request: SignedInRequest, module: Module | None, forms: ModuleForms) -> Module | None:
    """The module as it was written; None where the forms say what is wrong."""
    if not forms.is_valid():
        return None
    try:
        saved = _write(request.user, module, forms)
    except ModuleError as error:
        forms.add_error(error.field, str(error))
        if isinstance(error, ModuleChangedError):
            forms.begin_again(error.module)
        return None
    if TO_REVIEW in request.POST:
        messages.success(request, _("Saved."))
    elif PUBLISHES in request.POST and draft_of(saved) is None and saved.status == Module.Status.PUBLISHED:
        messages.success(request, _("Published. Plans are updated within a minute."))
    elif draft_of(saved):
        messages.success(request, _("Saved as a draft. Learners still see the version before."))
    else:
        messages.success(request, _("Saved. This is how learners will see it."))
    return saved


def _write(author: Person, module: Module | None, forms: ModuleForms) -> Module:
    said = forms.module.cleaned_data
    if module is not None:
        publish = PUBLISHES in forms.module.data
        return save_changes(
            module=module, contents=forms.contents, by=author, based_on=said["edition"], publish=publish
        )
    idempotency_key = f"{author.pk}:{said['idempotency_key']}" if said["idempotency_key"] else None
    return create_module(author=author, contents=forms.contents, idempotency_key=idempotency_key)


def _preview(request: SignedInRequest, module: Module | None, forms: ModuleForms) -> HttpResponse:
    """The text as readers will see it: alone for htmx, else the page with all that was typed."""
    if request.htmx:
        return render(request, "content/authoring/preview.html", _shown(request, forms))
    forms.is_valid()
    return _show_editor(request, module, forms)


def _shown(request: SignedInRequest, forms: ModuleForms) -> dict[str, Any]:
    """What the preview shows of a module: what was typed, valid or not."""
    title, summary, body = (forms.module[name].value() or "" for name in ("title", "summary", "body"))
    parts = forms.kind.tidy(forms.builder.parts) if forms.builder else {}
    return {
        "title": title,
        "summary": summary,
        "preview": text_of_contents(forms.kind.name, body, parts),
        "shown": forms.kind.preview(parts),
        "mentioning": answers_mentioning(parts, request.user),
        "parts_first": forms.kind.parts_first,
    }


def _parts_context(forms: ModuleForms, module: Module | None) -> dict[str, Any]:
    return {"kind": forms.kind, "builder": forms.builder, "module": module}


def _show_editor(
    request: SignedInRequest, module: Module | None, forms: ModuleForms, status: int = 200, **more: Any
) -> HttpResponse:
    if module is not None and "others" not in more:
        more["others"] = others_editing(module, request.user, timezone.now())
    context = {
        **more,
        "form": forms.module,
        "effects": forms.effects,
        "prerequisites": forms.prerequisites,
        "picture": forms.picture,
        "needs_review": settings.MODULE_REVIEWS_NEEDED,
        **_parts_context(forms, module),
        **_shown(request, forms),
    }
    return render(request, "content/authoring/edit.html", context, status=status)


def _status_tabs(modules: Any, status: str, everyone: bool) -> list[dict[str, Any]]:
    counts = list_counts(modules, timezone.localdate())
    return [
        {
            "label": label,
            "url": _address(value, everyone),
            "count": counts[value],
            "current": value == status,
        }
        for value, label in LISTS.items()
    ]


def _address(status: str, everyone: bool) -> str:
    address = f"{reverse('content:authoring')}?status={status}"
    return f"{address}&of=everyone" if everyone else address
