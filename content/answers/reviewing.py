"""The queue of answers to look at, and FAQ pages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from content.answers.choices import ReviewState
from content.answers.forms import FaqForm, ReviewForm
from content.answers.models import AnswerReview, FaqPage, Question
from content.answers.reports import faq_pages, question_url, reviews_for, shown_faq
from content.answers.services import (
    AnswersError,
    correct_answer,
    delete_faq_page,
    move_up_faq,
    remove_answer,
    save_faq_page,
    take_off_faq,
    verify_answer,
)
from lifow.base.access import needs_permission
from lifow.base.days import local_day
from lifow.base.markdown import render_markdown
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest

for_reviewers = needs_permission(
    "content.review_answers",
    who=gettext_lazy("Owners of skills, content authors and HR admins look at answers."),
)
for_authors = needs_permission("content.keep_faq", who=gettext_lazy("Content authors keep FAQ pages."))


@for_reviewers
@require_safe
def reviews(request: SignedInRequest) -> HttpResponse:
    """Answers to look at, why, and since when."""
    page = page_of(reviews_for(request.user), request.GET)
    return render(request, "content/answers/reviews.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, answer_review_id: str) -> HttpResponse | HttpResponseBase:
    """An answer to look at: still right, corrected, or removed. Whatever else was to be looked at is too."""
    rows = AnswerReview.objects.select_related(
        "answer__question", "answer__verifier", "answer__author", "reporter", "update__module", "decided_by"
    )
    readable = Question.objects.readable_by(request.user)
    row = get_object_or_404(rows.filter(answer__question__in=readable), public_id=answer_review_id)
    if not request.user.has_perm("content.verify_answer", row.answer):
        raise Http404
    form = ReviewForm(request.POST or None, initial={"text": row.answer.text})
    is_open = row.state == ReviewState.OPEN
    if request.method == "POST" and is_open and form.is_valid() and _decide(request, row, form):
        return redirect("content:answer_reviews")
    context = {
        "review": row,
        "answer_html": render_markdown(row.answer.text),
        "seen_html": render_markdown(row.seen_text) if row.seen_text != row.answer.text else "",
        "question_url": question_url(row.answer.question),
        "form": form,
        "breadcrumbs": [(_("Answers to look at"), reverse("content:answer_reviews"))],
    }
    return render(request, "content/answers/review.html", context, status=422 if form.errors else 200)


def _decide(request: SignedInRequest, row: AnswerReview, form: ReviewForm) -> bool:
    told: dict[str, Any] = {
        "answer": row.answer,
        "by": request.user,
        "note": form.cleaned_data["note"],
        "as_of": timezone.now(),
    }
    act = request.POST.get("act", "")
    try:
        if act == "remove":
            remove_answer(**told)
            messages.success(request, _("Removed. Whoever said that it is wrong is told."))
        elif act == "correct":
            correct_answer(**told, text=form.cleaned_data["text"])
            messages.success(request, _("Corrected and verified. Whoever said that it is wrong is told."))
        elif act == "right":
            verify_answer(**told)
            messages.success(request, _("Verified. Whoever said that it is wrong is told."))
        else:
            return False
    except AnswersError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


@login_required
@require_safe
def faqs(request: SignedInRequest) -> HttpResponse:
    """FAQ pages, for everybody."""
    page = page_of(faq_pages(), request.GET)
    context = {"page": page, "may_keep": request.user.has_perm("content.keep_faq")}
    return render(request, "content/answers/faqs.html", context)


@login_required
@require_safe
def faq(request: SignedInRequest, faq_id: str) -> HttpResponse:
    """An FAQ page: its verified answers, open to everybody."""
    page = get_object_or_404(FaqPage, public_id=faq_id)
    shown = shown_faq(page, local_day(timezone.now(), settings.TIME_ZONE))
    context = {
        "page": page,
        "shown": shown,
        "answers": [(one.answer, render_markdown(one.answer.text)) for one in shown.entries],
        "may_keep": request.user.has_perm("content.keep_faq"),
        "breadcrumbs": [(_("FAQ pages"), reverse("content:faqs"))],
    }
    return render(request, "content/answers/faq.html", context)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def new_faq(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Add an FAQ page."""
    return _edit(request, None)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def edit_faq(request: SignedInRequest, faq_id: str) -> HttpResponse | HttpResponseBase:
    """Say an FAQ page in other words, put its answers in order, take some off, or delete it."""
    page = get_object_or_404(FaqPage, public_id=faq_id)
    act = request.POST.get("act", "")
    if act in ("off", "up"):
        change = take_off_faq if act == "off" else move_up_faq
        change(page=page, answer_id=request.POST.get("answer", ""))
        return redirect("content:edit_faq", faq_id=page.public_id)
    if act == "delete":
        delete_faq_page(page=page)
        messages.success(request, _("Deleted. Its answers stay where they are."))
        return redirect("content:faqs")
    return _edit(request, page)


def _edit(request: SignedInRequest, page: FaqPage | None) -> HttpResponse | HttpResponseBase:
    initial = {"title": page.title, "intro": page.intro} if page else {}
    form = FaqForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_faq_page(page=page, **form.cleaned_data)
        except AnswersError as error:
            form.add_error(error.field, str(error))
        else:
            return redirect("content:faq", faq_id=saved.public_id)
    shown = shown_faq(page, local_day(timezone.now(), settings.TIME_ZONE)) if page else None
    context = {
        "page": page,
        "shown": shown,
        "form": form,
        "breadcrumbs": [(_("FAQ pages"), reverse("content:faqs"))],
    }
    return render(request, "content/answers/edit_faq.html", context, status=422 if form.errors else 200)
