"""What a module said before, what its draft changes, and going back to an earlier version."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.authoring.reports import changes_between, review_standing
from content.authoring.services import check_not_in_review, discard_changes
from content.authoring.views import for_authors
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module, ModuleVersion
from content.catalogue.services import (
    ModuleContents,
    ModuleError,
    contents_from,
    contents_of,
    draft_of,
    edition_of,
    restore_version,
)
from content.kinds.quiz.reports import text_of_contents
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest


@for_authors
@require_safe
def versions(request: SignedInRequest, module_id: str) -> HttpResponse:
    """All that a module said, the newest first, and the draft of what comes next."""
    module = get_object_or_404(Module, public_id=module_id)
    rows = module.versions.select_related("published_by").order_by("-number")
    page = page_of(rows, request.GET)
    context = {
        "module": module,
        "draft": draft_of(module),
        "versions": page.rows,
        "page": page,
        "newest": rows.values_list("number", flat=True).first(),
        "breadcrumbs": _breadcrumbs(module),
    }
    return render(request, "content/authoring/versions.html", context)


@for_authors
@require_safe
def version(request: SignedInRequest, module_id: str, module_version_id: str) -> HttpResponse:
    """One version as learners saw it, and what it changed of the one before."""
    found = get_object_or_404(
        ModuleVersion.objects.select_related("module", "published_by"),
        public_id=module_version_id,
        module__public_id=module_id,
    )
    newer = found.module.versions.filter(number__gt=found.number).exists()
    before = found.module.versions.filter(number__lt=found.number).order_by("-number").first()
    said = contents_from(found.contents)
    context = {
        "version": found,
        "is_newest": not newer,
        "before": before,
        "title": _("Version %(number)s") % {"number": found.number},
        "back": reverse("content:versions", args=[found.module.public_id]),
        "breadcrumbs": [
            *_breadcrumbs(found.module),
            (_("Versions"), reverse("content:versions", args=[found.module.public_id])),
        ],
    }
    return _show(request, found.module, contents_from(before.contents) if before else None, said, context)


@for_authors
@require_safe
def draft(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """What the draft changes of what learners see now."""
    module = get_object_or_404(Module, public_id=module_id)
    standing = review_standing(module)
    if standing.draft is None:
        messages.info(request, _("There are no changes that wait to be published."))
        return redirect("content:module", module_id=module.public_id)
    said = standing.contents
    context = {
        "draft": standing.draft,
        "edition": edition_of(said),
        "waiting": standing.waiting,
        "needs_review": standing.is_needed and not standing.is_approved,
        "title": _("Changes not published yet"),
        "breadcrumbs": _breadcrumbs(module),
    }
    return _show(request, module, contents_of(module), said, context)


@for_authors
@require_POST
def discard(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Leave a module as it is published."""
    module = get_object_or_404(Module, public_id=module_id)
    try:
        read = request.POST.get("edition", "")
        discard_changes(module=module, by=request.user, based_on=read, as_of=timezone.now())
    except ModuleError as error:
        messages.error(request, str(error))
        return redirect("content:draft", module_id=module.public_id)
    messages.success(request, _("The changes are discarded. The module stays as it is published."))
    return redirect("content:module", module_id=module.public_id)


@for_authors
@require_POST
def restore(request: SignedInRequest, module_id: str, module_version_id: str) -> HttpResponseBase:
    """Begin the next version with what an earlier one said."""
    versions_of = ModuleVersion.objects.select_related("module")
    found = get_object_or_404(versions_of, public_id=module_version_id, module__public_id=module_id)
    try:
        check_not_in_review(found.module)
        module = restore_version(version=found, by=request.user)
    except ModuleError as error:
        messages.error(request, str(error))
        return redirect("content:version", module_id=module_id, module_version_id=module_version_id)
    if draft_of(module) is None:
        messages.info(request, _("That is what the module says already."))
        return redirect("content:module", module_id=module_id)
    said = {"number": found.number}
    messages.success(
        request, _("Version %(number)s is a draft now. Publish it, and learners see it again.") % said
    )
    return redirect("content:draft", module_id=module_id)


def _show(
    request: SignedInRequest,
    module: Module,
    before: ModuleContents | None,
    after: ModuleContents,
    context: dict[str, object],
) -> HttpResponse:
    shown = {
        **context,
        "module": module,
        "contents": after,
        "blocks": text_of_contents(after.kind, after.body, after.parts),
        "shown": kind_of(after.kind).preview(after.parts),
        "changes": changes_between(before, after) if before else None,
    }
    return render(request, "content/authoring/version.html", shown)


def _breadcrumbs(module: Module) -> list[tuple[str, str]]:
    return [
        (_("Authoring"), reverse("content:authoring")),
        (module.title, reverse("content:module", args=[module.public_id])),
    ]
