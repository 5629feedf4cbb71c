"""Reading questions: the list, and a question with its answers and how far it is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.answers.choices import QuestionState
from content.answers.models import Answer, Comment, Question
from content.answers.reports import (
    FOLLOWED,
    NEWEST,
    OWN,
    UNANSWERED,
    questions_for,
    shown_question,
    similar_questions,
    with_standings,
)
from content.answers.services import AnswersError, answer_question, comment_on
from lifow.base.markdown import render_markdown
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from mentoring.help.reports import progress_of_question
from portal.asking.forms import AnswerForm, CommentForm

LONGEST_SEARCH = 200
MOST_FOUND = 20


@login_required
@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """Questions, the newest first: all, unanswered, one's own, or those that one follows; `?q=` searches."""
    asked = request.GET.get("show", "")
    show = asked if asked in (NEWEST, UNANSWERED, OWN, FOLLOWED) else NEWEST
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    page = None if text else page_of(questions_for(request.user, show), request.GET)
    if page is None:
        rows = similar_questions(text, request.user, most=MOST_FOUND)
    else:
        rows = with_standings(list(page.rows), request.user)
    address = reverse("portal:questions")
    named = [
        (NEWEST, _("Newest")),
        (UNANSWERED, _("Unanswered")),
        (OWN, _("Asked by me")),
        (FOLLOWED, _("Followed")),
    ]
    tabs = [
        {"label": label, "url": f"{address}?show={name}", "current": name == show and not text}
        for name, label in named
    ]
    context = {"rows": rows, "page": page, "tabs": tabs, "q": text, "show": show}
    return render(request, "portal/asking/questions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, asked_id: str) -> HttpResponse | HttpResponseBase:
    """A question with its answers, the best first, and how far it is; here it is answered and commented."""
    rows = Question.objects.readable_by(request.user).select_related("skill", "asker", "unit", "merged_into")
    found = get_object_or_404(rows.prefetch_related("pictures"), public_id=asked_id)
    if found.state == QuestionState.MERGED and found.merged_into is not None:
        return redirect("portal:question", asked_id=found.merged_into.public_id)
    is_comment = request.method == "POST" and "comment" in request.POST
    form = AnswerForm(request.POST if request.method == "POST" and not is_comment else None)
    comment = CommentForm(request.POST if is_comment else None)
    sent = comment if is_comment else form
    if request.method == "POST" and sent.is_valid() and (done := _write(request, found, sent)) is not None:
        return done
    return _page(request, found, form, comment)


def _write(
    request: SignedInRequest, question: Question, form: AnswerForm | CommentForm
) -> HttpResponseBase | None:
    told, now = form.cleaned_data, timezone.now()
    row: Answer | Comment
    try:
        if isinstance(form, CommentForm):
            rows = Answer.objects.visible().filter(question=question)
            answer = rows.filter(public_id=told["answer"]).first() if told["answer"] else None
            row = comment_on(
                question=question, answer=answer, author=request.user, text=told["comment"], as_of=now
            )
        else:
            row = answer_question(
                question=question, author=request.user, text=told["text"], kind=told["kind"], as_of=now
            )
            messages.success(request, _("Answered. Everybody who waits for it is told."))
    except AnswersError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    address = reverse("portal:question", args=[question.public_id])
    return redirect(f"{address}#{row.public_id}")


def _page(
    request: SignedInRequest, question: Question, form: AnswerForm, comment: CommentForm
) -> HttpResponse:
    user = request.user
    shown = shown_question(question, user, timezone.now())
    context: dict[str, Any] = {
        "question": question,
        "shown": shown,
        "body": render_markdown(question.body),
        "answers": [(one, render_markdown(one.answer.text)) for one in shown.answers],
        "progress": progress_of_question(question.pk, user) if question.is_waiting else None,
        "form": form,
        "comment": comment,
        "may_change": user.has_perm("content.change_question", question),
        "may_accept": user.has_perm("content.accept_answer", question),
        "may_merge": user.has_perm("content.merge_question", question),
        "may_keep_faq": user.has_perm("content.keep_faq"),
        "is_asker": question.asker_id == user.pk,
        "breadcrumbs": [(_("Questions"), reverse("portal:questions"))],
    }
    status = 422 if form.errors or comment.errors else 200
    return render(request, "portal/asking/question.html", context, status=status)
