"""The editor of a question: what it is about, its answers as rows, and how it will be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.forms import QuestionForms, StartForm, sent_fields, tried
from assessments.testing.bank.forms.bodies import with_rows_changed
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.reports import (
    PREVIEW_SEED,
    in_words,
    shown_item,
    summary_of,
    version_problems,
)
from assessments.testing.bank.services import ItemChangedError, ItemError, create_item, revise_item
from assessments.testing.bank.views.access import for_authors, item_named, versions_of_item
from lifow.base.media.encoding import MOST_BYTES
from lifow.base.media.services import PictureError, keep_picture
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

PARTS = {
    "row": "assessments/testing/edit_answers.html",
    "try": "assessments/testing/preview.html",
    "preview": "assessments/testing/preview.html",
}
"""What of the editor a button sends, and what it gets back; nothing is saved by these."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What the editor is for: the newest version of a question, or a new question of a kind for a skill."""

    skill: Skill
    kind: str
    language: str
    version: ItemVersion | None = None
    level: int | None = None

    @property
    def item(self) -> Item | None:
        return self.version.item if self.version else None


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Write a question: first for which skill and of which kind, then the question itself."""
    start = StartForm(request.GET if "kind" in request.GET else None, initial=request.GET.dict())
    if not (start.is_bound and start.is_valid()):
        context = {"form": start, "breadcrumbs": _breadcrumbs(None)}
        is_asked_for = request.method != "POST" and not start.is_bound
        return render(request, "assessments/testing/new.html", context, status=200 if is_asked_for else 422)
    said = start.cleaned_data
    return _editor(request, Edited(said["skill"], said["kind"], said["language"], level=said["level"]))


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, item_id: str) -> HttpResponse | HttpResponseBase:
    """Change a draft, or write the next version of what is published."""
    item = item_named(item_id)
    version = versions_of_item(item)[0]
    if item.state == ItemState.RETIRED or version.state == VersionState.IN_REVIEW:
        why = (
            _("This question is being reviewed. Take it back to change it.")
            if version.state == VersionState.IN_REVIEW
            else _("This question is retired. Put it back into use to change it.")
        )
        messages.error(request, why)
        return redirect("assessments:question", item_id=item.public_id)
    return _editor(request, Edited(item.skill, version.kind, item.language, version))


def _editor(request: SignedInRequest, edited: Edited) -> HttpResponse | HttpResponseBase:
    if request.method != "POST":
        begin = {"level": edited.level} if edited.level else {}
        return _show(request, edited, _forms(None, edited, begin))
    data, refused = _with_picture(request)
    forms = _forms(with_rows_changed(data), edited)
    forms.answers.focus_row(data.get("row", ""))
    if refused:
        forms.question.add_error("file", refused)
    if PARTS.keys() & data.keys():
        return _show(request, edited, forms)
    saved = _save(request.user, edited, forms)
    if saved is None:
        return _show(request, edited, forms, status=422)
    messages.success(request, _("Saved. This is how it will be shown."))
    return redirect("assessments:question", item_id=saved.item.public_id)


def _forms(data: QueryDict | None, edited: Edited, begin: Mapping[str, Any] | None = None) -> QuestionForms:
    return QuestionForms(data, skill=edited.skill, kind=edited.kind, version=edited.version, begin=begin)


def _save(author: Person, edited: Edited, forms: QuestionForms) -> ItemVersion | None:
    """The version as it was written; None where the forms say what is wrong."""
    if not forms.is_valid():
        return None
    said = forms.question.cleaned_data
    try:
        if edited.item is not None:
            return revise_item(
                item=edited.item, contents=forms.contents, by=author, based_on=said["based_on"]
            )
        key = said["idempotency_key"]
        return create_item(
            skill=edited.skill,
            contents=forms.contents,
            author=author,
            language=edited.language,
            idempotency_key=f"{author.pk}:{key}" if key else None,
        )
    except ItemError as error:
        forms.add_error(error)
        if isinstance(error, ItemChangedError):
            forms.begin_again(error.version)
        return None


def _with_picture(request: SignedInRequest) -> tuple[QueryDict, str]:
    """What was sent, with the picture that was uploaded kept, whatever becomes of the rest; and why it was
    not, if so."""
    data: QueryDict = request.POST.copy()
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return data, ""
    try:
        kept = keep_picture(data=file.read(MOST_BYTES + 1), as_of=timezone.now())
    except PictureError as error:
        return data, str(error)
    data["picture"] = kept.public_id
    return data, ""


def _show(request: SignedInRequest, edited: Edited, forms: QuestionForms, status: int = 200) -> HttpResponse:
    """The editor with its preview; for htmx the part that it asks for: the rows, or the preview."""
    draft = _draft(edited, forms)
    context = {
        "edited": edited,
        "forms": forms,
        "form": forms.question,
        "answers": forms.answers,
        "errors": list(forms.answers.errors()) if forms.question.is_bound else [],
        "given": sent_fields(request.POST),
        **_preview(draft, request.POST),
        "breadcrumbs": _breadcrumbs(edited.version),
        "cancel_url": _back(edited.item),
    }
    part = next((template for name, template in PARTS.items() if name in request.POST), None)
    template = part if request.htmx and part else "assessments/testing/edit.html"
    return render(request, template, context, status=status)


def _preview(draft: ItemVersion | None, data: QueryDict) -> dict[str, Any]:
    """How a draft is asked, what is missing of it, and what is told of the answer that its author tries."""
    if draft is None:
        return {}
    problems = version_problems(draft)
    return {
        "shown": shown_item(draft, seed=PREVIEW_SEED),
        "problems": [in_words(problem) for problem in problems],
        "trial": tried(draft, data, seed=PREVIEW_SEED) if "try" in data and not problems else None,
    }


def _draft(edited: Edited, forms: QuestionForms) -> ItemVersion | None:
    """The version as it is filled in so far, unsaved; None where nothing can be shown of it yet."""
    if not forms.question.is_bound:
        return edited.version
    are_answers_read = forms.answers.is_valid()
    forms.question.is_valid()
    said = forms.question.cleaned_data
    if not said.get("stem"):
        return None
    draft = ItemVersion(
        item=Item(skill=edited.skill, language=edited.language),
        kind=forms.kind,
        stem=said["stem"],
        body=kind_named(forms.kind).tidy(forms.answers.body if are_answers_read else {}),
    )
    if not said.get("without_picture"):
        draft.picture = forms.question.shown_picture
        draft.picture_alt = said.get("picture_alt", "")
    return draft


def _breadcrumbs(version: ItemVersion | None) -> list[tuple[str, str]]:
    above = [(_("Test questions"), reverse("assessments:questions"))]
    if version is not None:
        page = reverse("assessments:question", args=[version.item.public_id])
        above.append((summary_of(version, 40), page))
    return above


def _back(item: Item | None) -> str:
    name, args = ("question", [item.public_id]) if item else ("questions", [])
    return reverse(f"assessments:{name}", args=args)
