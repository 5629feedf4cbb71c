"""Pages of copies of templates: making one, writing in it, taking changes over, sharing it."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.catalogue.models import Module
from content.kinds.template.changes import CommentChange, TemplateChanges, changes_of
from content.kinds.template.compute.merging import Change
from content.kinds.template.copies import comments_of, edition_of
from content.kinds.template.forms import CopyForm, FileForm
from content.kinds.template.models import TemplateCopy
from content.kinds.template.reports import copies_of, copy_rows, file_of, left_in_words, read_copy
from content.kinds.template.services import (
    CopyChangedError,
    CopyError,
    decide_change,
    delete_copy,
    make_copy,
    save_copy,
    share_copy,
)
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.base.text_changes import text_changes

AUTOSAVE = "autosave"


@login_required
@require_POST
def make(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Make the reader a copy of a template, and open it."""
    module = get_object_or_404(Module.objects.published(), public_id=module_id)
    key = request.POST.get("idempotency_key", "")[:64] or secrets.token_urlsafe(16)
    try:
        made = make_copy(
            person=request.user, module=module, idempotency_key=key.replace("\0", ""), as_of=timezone.now()
        )
    except CopyError as error:
        messages.error(request, str(error))
        return redirect("content:module", module_id=module.public_id)
    return redirect("content:copy", copy_id=made.public_id)


@login_required
@require_safe
def copies(request: SignedInRequest) -> HttpResponse:
    """All copies that the reader has made, the one that was saved last first."""
    page = page_of(copies_of(request.user), request.GET)
    context = {"rows": copy_rows(page.rows), "page": page, "breadcrumbs": _breadcrumbs()[:1]}
    return render(request, "content/kinds/template/copies.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: SignedInRequest, copy_id: str) -> HttpResponse | HttpResponseBase:
    """A copy as its writer edits it, or as those read it with whom it is shared."""
    found = _visible(request, copy_id)
    if not request.user.has_perm("content.write_copy", found):
        if request.method == "POST":
            raise Http404
        context = {"copy": found, "text": read_copy(found), "file_form": FileForm()}
        return render(request, "content/kinds/template/shared.html", context)
    if request.method != "POST":
        return _show(request, found, _form(found))
    form = CopyForm(request.POST, comments=comments_of(found))
    if not form.is_valid():
        return _show(request, found, form, status=422)
    return _save(request, found, form)


def _save(request: SignedInRequest, found: TemplateCopy, form: CopyForm) -> HttpResponse | HttpResponseBase:
    said = form.cleaned_data
    try:
        saved = save_copy(
            copy=found,
            title=said["title"],
            text=said["text"],
            replies=form.replies,
            based_on=said["edition"],
            window=said["window"],
        )
    except CopyChangedError as error:
        if AUTOSAVE in request.POST:
            return _status(request, found, refused=str(error), edition=said["edition"], status=422)
        form.data = {**dict(form.data.items()), "edition": edition_of(error.copy)}
        form.add_error(
            None, _("%(why)s Both texts are below. Saving again replaces that one.") % {"why": error}
        )
        return _show(request, found, form, there=error.copy, status=422)
    except CopyError as error:
        form.add_error(None, str(error))
        return _show(request, found, form, status=422)
    if AUTOSAVE in request.POST:
        return _status(request, saved, edition=edition_of(saved))
    messages.success(request, _("Saved."))
    return redirect("content:copy", copy_id=saved.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: SignedInRequest, copy_id: str) -> HttpResponse | HttpResponseBase:
    """What the template says otherwise by now: each change is taken over, or the copy stays as it is."""
    found = _own(request, copy_id)
    if request.method == "POST":
        verb, _colon, change_id = request.POST.get("decide", "").partition(":")
        try:
            found = decide_change(copy=found, change_id=change_id, is_taken=verb == "take")
        except CopyError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("Taken over.") if verb == "take" else _("Left as it is in your copy.")
            )
        if not len(changes_of(found)):
            return redirect("content:copy", copy_id=found.public_id)
        return redirect("content:copy_changes", copy_id=found.public_id)
    context = {
        "copy": found,
        "changes": _shown_changes(changes_of(found)),
        "breadcrumbs": [*_breadcrumbs(), (found.title, reverse("content:copy", args=[found.public_id]))],
    }
    return render(request, "content/kinds/template/changes.html", context)


@login_required
@require_safe
def file(request: SignedInRequest, copy_id: str) -> HttpResponse | HttpResponseBase:
    """A copy as it is saved, as a file of another program."""
    found = _visible(request, copy_id)
    form = FileForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose Word, Markdown or plain text."))
        return redirect("content:copy", copy_id=found.public_id)
    said = form.cleaned_data
    made = file_of(found, said["format"], with_comments=said["comments"], as_of=timezone.now())
    headers = {"Content-Disposition": content_disposition_header(True, made.name) or ""}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


@login_required
@require_POST
def share(request: SignedInRequest, copy_id: str) -> HttpResponseBase:
    """Let those above the writer read a copy, or no longer."""
    found = _own(request, copy_id)
    is_shared = request.POST.get("share") == "1"
    share_copy(copy=found, is_shared=is_shared, as_of=timezone.now())
    said = _("Shared. Nobody but you can change it.") if is_shared else _("Only you can read it now.")
    messages.success(request, said)
    return redirect("content:copy", copy_id=found.public_id)


@login_required
@require_POST
def delete(request: SignedInRequest, copy_id: str) -> HttpResponseBase:
    """Delete a copy for good."""
    found = _own(request, copy_id)
    delete_copy(copy=found)
    messages.success(request, _("“%(copy)s” is deleted.") % {"copy": found})
    return redirect("content:copies")


def _visible(request: SignedInRequest, copy_id: str) -> TemplateCopy:
    """A copy that the reader may read; otherwise it is as if it did not exist."""
    rows = TemplateCopy.objects.select_related("module", "person", "version")
    found = get_object_or_404(rows, public_id=copy_id)
    if not request.user.has_perm("content.read_copy", found):
        raise Http404
    return found


def _own(request: SignedInRequest, copy_id: str) -> TemplateCopy:
    found = _visible(request, copy_id)
    if not request.user.has_perm("content.write_copy", found):
        raise Http404
    return found


def _form(found: TemplateCopy) -> CopyForm:
    said = {"title": found.title, "text": found.text}
    origin = {"edition": edition_of(found), "window": secrets.token_hex(8)}
    return CopyForm(initial={**said, **origin}, comments=comments_of(found))


def _show(
    request: SignedInRequest,
    found: TemplateCopy,
    form: CopyForm,
    there: TemplateCopy | None = None,
    status: int = 200,
) -> HttpResponse:
    comments = comments_of(found)
    context = {
        "copy": found,
        "form": form,
        "rows": [{**row, "passage": row["comment"].passage(found.text)} for row in form.rows],
        "open": sum(one.is_open for one in comments),
        "text": read_copy(found),
        "changes": len(changes_of(found)),
        "there": there,
        "left": left_in_words(request.user, found.module),
        "is_open": found.module.status == Module.Status.PUBLISHED,
        "file_form": FileForm(),
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "content/kinds/template/copy.html", context, status=status)


def _status(
    request: SignedInRequest, found: TemplateCopy, *, edition: str, refused: str = "", status: int = 200
) -> HttpResponse:
    """For a page that saves by itself: whether it is saved, and how the text looks."""
    context = {"copy": found, "edition": edition, "refused": refused, "by_itself": True}
    if not refused:
        context["text"] = read_copy(found)
    return render(request, "content/kinds/template/saved.html", context, status=status)


def _shown_changes(found: TemplateChanges) -> list[dict[str, Any]]:
    """Changes with their words: what goes, what comes, and what the writer has there."""
    every: list[Change | CommentChange] = [*found.text, *found.comments]
    return [{"change": one, "pieces": text_changes(one.before, one.after)} for one in every]


def _breadcrumbs() -> list[tuple[str, str]]:
    return [(_("Modules"), reverse("content:modules")), (_("My copies"), reverse("content:copies"))]
