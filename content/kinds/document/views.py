"""The PDF of a module and the text of its pages, for whoever sees the module."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from content.catalogue.models import Module
from content.kinds.document.models import DocumentText
from content.kinds.document.parts import file_id_of, tidy_document
from content.kinds.document.reports import file_of, pages_of, text_of
from lifow.base.access import needs_permission
from lifow.base.requests import SignedInRequest
from lifow.base.uploads.choices import FileType
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.serving import file_response

LONGEST_FIND = 200
POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""Nothing that a document names is fetched, and no page but ours shows it. A sandbox would keep browsers from
showing a PDF at all; what would run in one is refused before (`content.kinds.document.pdf_text`)."""


@login_required
@require_safe
@xframe_options_sameorigin
def document(request: SignedInRequest, document_id: str, pdf_id: str) -> HttpResponseBase:
    """The PDF that a module has now, to be shown by the browser."""
    module = get_object_or_404(Module.objects.readable_by(request.user), public_id=document_id)
    if module.kind != Module.Kind.DOCUMENT or file_id_of(module.parts) != pdf_id:
        raise Http404
    return _pdf(request, pdf_id, module.title)


@needs_permission(
    "content.change_module", who=gettext_lazy("Only content authors see documents of drafts and versions.")
)
@require_safe
@xframe_options_sameorigin
def document_file(request: SignedInRequest, pdf_id: str) -> HttpResponseBase:
    """A PDF that an author has uploaded, before and after it is in a module."""
    return _pdf(request, pdf_id, "")


@login_required
@require_safe
def document_pages(request: SignedInRequest, document_id: str) -> HttpResponse:
    """The text of one page of a document, and where words are in it."""
    module = get_object_or_404(Module.objects.readable_by(request.user), public_id=document_id)
    file = file_of(tidy_document(module.parts)) if module.kind == Module.Kind.DOCUMENT else None
    text = text_of(file) if file is not None else None
    if text is None or text.state != DocumentText.State.READ:
        raise Http404
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None
    find = request.GET.get("find", "").replace("\0", "").strip()[:LONGEST_FIND]
    found = pages_of(text, number=number, find=find)
    context = {"module": module, "file": file, "pages": found}
    template = (
        "content/kinds/document/pages.html" if request.htmx else "content/kinds/document/pages_page.html"
    )
    return render(request, template, context)


def _pdf(request: SignedInRequest, pdf_id: str, title: str) -> HttpResponseBase:
    rows = StoredFile.objects.filter(media_type=FileType.PDF, document_text__state=DocumentText.State.READ)
    response = file_response(request, get_object_or_404(rows, public_id=pdf_id))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Disposition"] = f'inline; filename="{slugify(title) or "document"}.pdf"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
