"""Making material: what is missing, what an author has made and how it is used, and the editor."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.aggregates.reports import known_gaps
from content.authoring.forms import ModuleForms
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleChangedError,
    ModuleError,
    create_module,
    draft_of,
    publish_module,
    retire_module,
    save_draft,
    update_module,
)
from content.coverage.reports import missing_content, missing_steps
from lifow.base.access import needs_permission
from lifow.base.markdown import render_markdown
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

STEPS_SHOWN = 5
PUBLISHES = "publish"


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
    asked = request.GET.get("status")
    status = asked if asked in Module.Status.values else Module.Status.PUBLISHED
    shown = mine.filter(status=status).with_use().prefetch_related("effects__skill")
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
    """Write a new module; `?skill=&from=&to=` fill in what it is to raise."""
    asked = {"skill": "skill", "from": "from_level", "to": "to_level"}
    begin = {field: request.GET[name] for name, field in asked.items() if name in request.GET}
    return _editor(request, None, begin=begin)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Change a module."""
    return _editor(request, get_object_or_404(Module, public_id=module_id))


@for_authors
@require_POST
def publish(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Make a module part of everyone's plans, as far as it helps them."""
    module = get_object_or_404(Module, public_id=module_id)
    try:
        publish_module(module=module, by=request.user, based_on=request.POST.get("edition", ""))
    except ModuleError as error:
        messages.error(request, str(error))
        return redirect("content:draft", module_id=module.public_id)
    messages.success(
        request, _("“%(module)s” is published. Plans include it within a minute.") % {"module": module}
    )
    return redirect("content:module", module_id=module.public_id)


@for_authors
@require_POST
def retire(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Take a module out of the plans and the catalogue."""
    module = get_object_or_404(Module, public_id=module_id)
    retire_module(module=module, by=request.user)
    messages.success(
        request,
        _("“%(module)s” is retired. It stays done for everybody who has done it.") % {"module": module},
    )
    return redirect("content:module", module_id=module.public_id)


def _editor(request: SignedInRequest, module: Module | None, **begin: Any) -> HttpResponse | HttpResponseBase:
    if request.method != "POST":
        return _show_editor(request, module, ModuleForms(module=module, **begin))
    forms = ModuleForms(request.POST, module=module)
    if "preview" in request.POST:
        return _preview(request, module, forms)
    saved = _save(request, module, forms)
    if saved is None:
        return _show_editor(request, module, forms, status=422)
    return redirect("content:module", module_id=saved.public_id)


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
    if PUBLISHES in request.POST and saved.status == Module.Status.PUBLISHED:
        messages.success(request, _("Published. Plans are updated within a minute."))
    elif draft_of(saved):
        messages.success(request, _("Saved as a draft. Learners still see the version before."))
    else:
        messages.success(request, _("Saved. This is how learners will see it."))
    return saved


def _write(author: Person, module: Module | None, forms: ModuleForms) -> Module:
    said = forms.module.cleaned_data
    if module is not None:
        write = update_module if PUBLISHES in forms.module.data else save_draft
        return write(module=module, contents=forms.contents, by=author, based_on=said["edition"])
    idempotency_key = f"{author.pk}:{said['idempotency_key']}" if said["idempotency_key"] else None
    return create_module(author=author, contents=forms.contents, idempotency_key=idempotency_key)


def _preview(request: SignedInRequest, module: Module | None, forms: ModuleForms) -> HttpResponse:
    """The text as readers will see it: alone for htmx, else the page with all that was typed."""
    if request.htmx:
        shown = _shown(*(request.POST.get(name, "") for name in ("title", "summary", "body")))
        return render(request, "content/authoring/preview.html", shown)
    forms.is_valid()
    return _show_editor(request, module, forms)


def _shown(title: str, summary: str, body: str) -> dict[str, str]:
    """What the preview shows of a module."""
    return {"title": title, "summary": summary, "preview": render_markdown(body)}


def _show_editor(
    request: SignedInRequest, module: Module | None, forms: ModuleForms, status: int = 200
) -> HttpResponse:
    context = {
        "module": module,
        "form": forms.module,
        "effects": forms.effects,
        "prerequisites": forms.prerequisites,
        **_shown(*(forms.module[name].value() or "" for name in ("title", "summary", "body"))),
    }
    return render(request, "content/authoring/edit.html", context, status=status)


def _status_tabs(modules: Any, status: str, everyone: bool) -> list[dict[str, Any]]:
    counts = dict(modules.values_list("status").annotate(Count("pk")).order_by())
    return [
        {
            "label": label,
            "url": _address(value, everyone),
            "count": counts.get(value, 0),
            "current": value == status,
        }
        for value, label in (
            (Module.Status.PUBLISHED, _("Published")),
            (Module.Status.DRAFT, _("Drafts")),
            (Module.Status.RETIRED, _("Retired")),
        )
    ]


def _address(status: str, everyone: bool) -> str:
    address = f"{reverse('content:authoring')}?status={status}"
    return f"{address}&of=everyone" if everyone else address
