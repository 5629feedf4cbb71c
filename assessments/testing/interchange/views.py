"""Pages of files with questions: upload, the review of what was read, and the export of a skill."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessments.testing.interchange.forms import ExportForm, UploadForm, WordsForm
from assessments.testing.interchange.models import ItemImport
from assessments.testing.interchange.reports import (
    ReviewedPlan,
    Said,
    export_items,
    exportable_skills,
    reviewed_plan,
    visible_imports,
)
from assessments.testing.interchange.reports.review import REMARKS, in_the_readers_words
from assessments.testing.interchange.services import (
    choose_for_import,
    confirm_import,
    take_items,
    upload_items,
)
from lifow.base.access import needs_permission
from lifow.base.file_imports.services import ImportStepError, cancel
from lifow.base.requests import SignedInRequest

A_PAGE = 100
REMARKS_SHOWN = 200
EARLIER_SHOWN = 20


for_authors = needs_permission(
    "assessments.author_questions",
    who=gettext_lazy(
        "Only content authors import and export questions for tests. An HR admin can give you access."
    ),
)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Upload a file with questions; what was uploaded before."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = upload_items(
                name=file.name,
                data=file.read(),
                format=form.cleaned_data["format"],
                uploaded_by=request.user,
                uploaded_at=timezone.now(),
                said=Said(language=next(iter(request.user.languages), "en")),
            )
        except ImportStepError as error:
            form.add_error("file", str(error))
        else:
            return _to(row)
    earlier = visible_imports(request.user).defer("upload", "outcome").select_related("uploaded_by")
    context = {
        "form": form,
        "earlier": earlier.order_by("-uploaded_at", "-pk")[:EARLIER_SHOWN],
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "assessments/testing/imports.html", context, status=422 if form.errors else 200)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def item_import(request: SignedInRequest, import_id: str) -> HttpResponse | HttpResponseBase:
    """What was read of a file: each question with what it gets, and each remark; nothing is written yet."""
    row = _import(request, import_id)
    plan = reviewed_plan(row.outcomes(), Said.of(row.said))
    sent = request.POST if request.method == "POST" else None
    form = WordsForm(sent, words=plan.unknown_skills, said=plan.said)
    if request.method != "POST":
        return _show(request, row, plan, form)
    try:
        done = _act(request, row, plan, form)
    except ImportStepError as error:
        messages.error(request, str(error))
        return _to(row)
    return _show(request, row, plan, form, status=422) if done is None else done


@for_authors
@require_safe
def import_remarks(request: SignedInRequest, import_id: str) -> HttpResponse:
    """All remarks of an import, as a table for a spreadsheet."""
    content = _import(request, import_id).outcomes().get(REMARKS)
    if content is None:
        raise Http404
    return _download(content, "remarks.csv", "text/csv; charset=utf-8")


@for_authors
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Choose a skill and a format; then what the format has no room for, and the file."""
    form = ExportForm(request.GET if "skill" in request.GET else None, skills=list(exportable_skills()))
    exported = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        exported = export_items(skill=said["skill"], format=said["format"])
        if "download" in request.GET:
            return _download(exported.content, exported.name, exported.media_type)
    context = {
        "form": form,
        "exported": exported,
        "remarks": [(one, in_the_readers_words(one)) for one in exported.remarks[:REMARKS_SHOWN]]
        if exported
        else [],
        "download_url": f"?{request.GET.urlencode()}&download=1",
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "assessments/testing/export.html", context, status=422 if form.errors else 200)


def _act(
    request: SignedInRequest, row: ItemImport, plan: ReviewedPlan, form: WordsForm
) -> HttpResponseBase | None:
    """Do what the form of the page asks for; None where what was chosen is wrong."""
    act = request.POST.get("act", "")
    if act == "cancel":
        cancel(row, cancelled_at=timezone.now())
        return _to(row)
    if not form.is_valid():
        return None
    row = take_items(row=row, shown=_numbers(request, "shown"), taken=_numbers(request, "take"))
    said = form.cleaned_data
    if row.is_planned:
        chosen = choose_for_import(
            row=row, skills=form.skills, level=said["level"], language=said["language"]
        )
        if not chosen.is_planned:
            if act == "apply":
                then = _("Read what has changed with your choices, and add the questions then.")
                messages.info(request, then)
            return _to(row)
    if act == "apply":
        confirm_import(
            row=row,
            shown=request.POST.get("plan", ""),
            confirmed_by=request.user,
            confirmed_at=timezone.now(),
        )
        return _to(row)
    return _to(row, page=request.POST.get("page", ""))


def _show(
    request: SignedInRequest, row: ItemImport, plan: ReviewedPlan, form: WordsForm, status: int = 200
) -> HttpResponse:
    number, pages = _page(request.GET.get("page", ""), len(plan.rows))
    start = (number - 1) * A_PAGE
    left_out = [one for one in plan.remarks if one[0].is_left_out]
    others = [one for one in plan.remarks if not one[0].is_left_out]
    context = {
        "row": row,
        "said": _state_in_words(row),
        "form": form,
        "is_unclear": plan.is_unclear,
        "needs_words": bool(plan.unknown_skills) or plan.needs_level or plan.needs_language,
        "items": plan.items(start, start + A_PAGE),
        "count": len(plan.rows),
        "first": start + 1,
        "last": min(start + A_PAGE, len(plan.rows)),
        "previous_page": number - 1 if number > 1 else 0,
        "next_page": number + 1 if number < pages else 0,
        "left_out": left_out[:REMARKS_SHOWN],
        "left_out_count": sum(one.count for one, _words in left_out),
        "remarks": others[:REMARKS_SHOWN],
        "remark_count": len(plan.remarks),
        "shows_all": max(len(left_out), len(others)) <= REMARKS_SHOWN,
        "breadcrumbs": [*_breadcrumbs(), (_("Import questions"), reverse("assessments:item_imports"))],
    }
    return render(request, "assessments/testing/import.html", context, status=status)


def _import(request: SignedInRequest, import_id: str) -> ItemImport:
    found: ItemImport = get_object_or_404(visible_imports(request.user), public_id=import_id)
    return found


def _numbers(request: HttpRequest, name: str) -> list[int]:
    """The numbers that were sent under a name; what is none is left out."""
    sent = request.POST.getlist(name)
    return [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 6]


def _page(asked: str, count: int) -> tuple[int, int]:
    """The number of the page that is asked for, and how many there are."""
    pages = max(1, -(-count // A_PAGE))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), pages), pages


def _state_in_words(row: ItemImport) -> str:
    states = {
        row.State.PLANNING: _("The file is being read."),
        row.State.PLANNED: _("This is what was read. Nothing is written yet."),
        row.State.APPLYING: _("The questions are being added."),
        row.State.APPLIED: _("The questions are added."),
        row.State.REFUSED: _("The file could not be imported. Nothing was written."),
        row.State.CANCELLED: _("The import is cancelled. Nothing was written."),
    }
    return str(states[row.State(row.state)])


def _breadcrumbs() -> list[tuple[str, str]]:
    return [(_("Test questions"), reverse("assessments:questions"))]


def _to(row: ItemImport, page: str = "") -> HttpResponseBase:
    address = reverse("assessments:item_import", args=[row.public_id])
    return redirect(f"{address}?page={page}" if page.isascii() and page.isdigit() else address)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
