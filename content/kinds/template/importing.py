"""The page on which a Word document becomes a template: it shows what is taken over, and writes nothing."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.catalogue.choices import ModuleKind
from content.kinds.template.forms import UploadForm
from content.kinds.template.imported import ImportedTemplate, in_words, template_from
from content.kinds.template.interchange.packages import DocxError
from content.kinds.template.reading import notes_of, text_with_notes
from lifow.base.access import needs_permission
from lifow.base.requests import SignedInRequest

for_authors = needs_permission(
    "content.change_module",
    who=gettext_lazy("Only content authors add and change modules. An HR admin can give you access."),
)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def import_template(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Read a Word document, and show what it becomes: the editor of a new module goes on from there."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    context: dict[str, Any] = {"form": form, "breadcrumbs": [(_("Authoring"), reverse("content:authoring"))]}
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = template_from(name=file.name, data=file.read())
        except DocxError as error:
            form.add_error("file", str(in_words(error.code)))
        else:
            notes = notes_of(found.comments, found.text)
            context |= {"found": found, "fields": _fields(found), "text": text_with_notes(found.text, notes)}
    status = 422 if form.errors else 200
    return render(request, "content/kinds/template/import.html", context, status=status)


def _fields(found: ImportedTemplate) -> list[tuple[str, object]]:
    """What the editor of a new module is sent, as if an author had typed it; it saves nothing by that."""
    rows = [
        (f"parts-comments-{number}-{name}", said)
        for number, one in enumerate(found.comments)
        for name, said in (
            ("key", one.key),
            ("quote", one.quote),
            ("occurrence", one.occurrence),
            ("text", one.text),
        )
    ]
    lines = [
        (f"{prefix}-{name}", count)
        for prefix in ("effects", "prerequisites")
        for name, count in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))
    ]
    return [
        ("title", found.title),
        ("kind", ModuleKind.TEMPLATE.value),
        ("built_for", ModuleKind.TEMPLATE.value),
        ("minutes", found.minutes),
        ("parts-comments-count", len(found.comments)),
        *rows,
        *lines,
    ]
