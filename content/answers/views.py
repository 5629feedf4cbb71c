"""Acts on questions and answers: they lead back to the page of the question."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.answers.forms import ChangeForm, MergeForm, QuestionForm, WrongForm
from content.answers.models import Answer, FaqPage, Question
from content.answers.reports import edits_of, faq_pages, question_url, similar_questions
from content.answers.services import (
    AnswersError,
    Asked,
    accept_answer,
    change_answer,
    change_question,
    close_question,
    follow_question,
    merge_questions,
    put_on_faq,
    reopen_question,
    report_wrong,
    take_acceptance_back,
    unfollow_question,
    verify_answer,
    vote_on_answer,
)
from lifow.base.requests import SignedInRequest

LONGEST_SEARCH = 200
MOST_TO_MERGE = 10


def readable_question(request: SignedInRequest, asked_id: str) -> Question:
    """A question that the user may read, and that is not merged."""
    rows = Question.objects.readable_by(request.user).unmerged().select_related("skill", "unit")
    found: Question = get_object_or_404(rows, public_id=asked_id)
    return found


def readable_answer(request: SignedInRequest, answer_id: str) -> Answer:
    """An answer to a question that the user may read."""
    rows = Answer.objects.visible().filter(question__in=Question.objects.readable_by(request.user))
    found: Answer = get_object_or_404(rows.select_related("question", "verifier"), public_id=answer_id)
    return found


@login_required
@require_POST
def question_act(request: SignedInRequest, asked_id: str) -> HttpResponseBase:
    """Follow a question, need it too, or close it."""
    question, user, now = readable_question(request, asked_id), request.user, timezone.now()
    act = request.POST.get("act", "")
    if act in ("follow", "need"):
        follow_question(question=question, person=user, needs_it=act == "need", as_of=now)
    elif act == "unfollow":
        unfollow_question(question=question, person=user)
    elif act in ("close", "reopen") and user.has_perm("content.change_question", question):
        change: Callable[..., None] = close_question if act == "close" else reopen_question
        change(question=question, as_of=now)
    return redirect(question_url(question))


@login_required
@require_POST
def answer_act(request: SignedInRequest, answer_id: str) -> HttpResponseBase:
    """Say that an answer was helpful, accept it, verify it, or put it on an FAQ page."""
    answer = readable_answer(request, answer_id)
    try:
        _act(request, answer, request.POST.get("act", ""))
    except AnswersError as error:
        messages.error(request, str(error))
    return redirect(f"{question_url(answer.question)}#{answer.public_id}")


def _act(request: SignedInRequest, answer: Answer, act: str) -> None:
    user, now = request.user, timezone.now()
    if act in ("helpful", "not_helpful"):
        vote_on_answer(answer=answer, person=user, is_helpful=act == "helpful", as_of=now)
    elif act in ("accept", "take_back") and user.has_perm("content.accept_answer", answer.question):
        change: Callable[..., None] = accept_answer if act == "accept" else take_acceptance_back
        change(answer=answer, as_of=now)
    elif act == "verify" and user.has_perm("content.verify_answer", answer):
        row = verify_answer(answer=answer, by=user, as_of=now)
        said = _("Verified until %(day)s.") % {"day": row.verified_until}
        messages.success(request, said)
    elif act == "faq" and user.has_perm("content.keep_faq"):
        page = FaqPage.objects.filter(public_id=request.POST.get("page", "")).first()
        if page is None:
            raise AnswersError("page", _("Choose an FAQ page, or add one first."))
        put_on_faq(page=page, answer=answer)
        messages.success(request, _("It is on “%(page)s”.") % {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_asked(request: SignedInRequest, asked_id: str) -> HttpResponse | HttpResponseBase:
    """Say a question in other words."""
    question = readable_question(request, asked_id)
    if not request.user.has_perm("content.change_question", question):
        raise Http404
    form = QuestionForm(request.POST or None, initial={"title": question.title, "body": question.body})
    if request.method == "POST" and form.is_valid():
        pictures = list(question.pictures.values_list("public_id", flat=True))
        asked = Asked(**form.cleaned_data, skill=question.skill, facets=question.facets, pictures=pictures)
        if _is_done(form, change_question, question=question, asked=asked, by=request.user):
            return redirect(question_url(question))
    return _form_page(request, "content/answers/edit_asked.html", question, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_answer(request: SignedInRequest, answer_id: str) -> HttpResponse | HttpResponseBase:
    """Say an answer in other words."""
    answer = readable_answer(request, answer_id)
    if not request.user.has_perm("content.change_answer", answer):
        raise Http404
    form = ChangeForm(request.POST or None, initial={"text": answer.text, "kind": answer.kind})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if _is_done(form, change_answer, answer=answer, by=request.user, **told):
            return redirect(f"{question_url(answer.question)}#{answer.public_id}")
    return _form_page(request, "content/answers/edit_answer.html", answer.question, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest, asked_id: str) -> HttpResponse | HttpResponseBase:
    """Make a question one with another; `?q=` finds it."""
    question = readable_question(request, asked_id)
    if not request.user.has_perm("content.merge_question", question):
        raise Http404
    text = (request.GET.get("q", "") or question.title).replace("\0", "")[:LONGEST_SEARCH]
    found = similar_questions(text, request.user, but=question.pk, most=MOST_TO_MERGE)
    others = {
        one.question.public_id: one.question for one in found if one.question.unit_id == question.unit_id
    }
    choices = [(key, one.title) for key, one in others.items()]
    form = MergeForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        into = others[form.cleaned_data["into"]]
        if _is_done(form, merge_questions, question=question, into=into):
            messages.success(request, _("The two are one now. Whoever asked is told."))
            return redirect(question_url(into))
    context = {"q": request.GET.get("q", ""), "choices": choices}
    return _form_page(request, "content/answers/merge.html", question, form, **context)


@login_required
@require_POST
def wrong(request: SignedInRequest, answer_id: str) -> HttpResponse | HttpResponseBase:
    """Say that an answer is wrong: one click is enough; a word more may be added."""
    answer = readable_answer(request, answer_id)
    form = WrongForm(request.POST if "words" in request.POST else None)
    if form.is_bound and not form.is_valid():
        return _form_page(request, "content/answers/wrong.html", answer.question, form, answer=answer)
    words = form.cleaned_data["words"] if form.is_bound else ""
    report_wrong(answer=answer, reporter=request.user, words=words, as_of=timezone.now())
    if form.is_bound:
        messages.success(request, _("Thank you. You are told what was done."))
        return redirect(f"{question_url(answer.question)}#{answer.public_id}")
    return _form_page(request, "content/answers/wrong.html", answer.question, form, answer=answer)


@login_required
@require_safe
def history(request: SignedInRequest, asked_id: str) -> HttpResponse:
    """What a question and its answers said before."""
    question = readable_question(request, asked_id)
    context = {"question": question, "edits": edits_of(question), "breadcrumbs": _breadcrumbs(question)}
    return render(request, "content/answers/history.html", context)


@login_required
@require_safe
def faq_choice(request: SignedInRequest, answer_id: str) -> HttpResponse:
    """The FAQ pages on which an answer can be put."""
    answer = readable_answer(request, answer_id)
    if not request.user.has_perm("content.keep_faq"):
        raise PermissionDenied
    context = {"answer": answer, "pages": list(faq_pages()), "breadcrumbs": _breadcrumbs(answer.question)}
    return render(request, "content/answers/faq_choice.html", context)


def _is_done(form: Any, service: Callable[..., Any], **told: Any) -> bool:
    """Whether a service has done it; what it says against it stands at its field."""
    try:
        service(**told, as_of=timezone.now())
    except AnswersError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def _breadcrumbs(question: Question) -> list[tuple[str, str]]:
    return [(_("Questions"), reverse("portal:questions")), (question.title, question_url(question))]


def _form_page(
    request: SignedInRequest, template: str, question: Question, form: Any, **context: Any
) -> HttpResponse:
    told = {"question": question, "form": form, "breadcrumbs": _breadcrumbs(question), **context}
    return render(request, template, told, status=422 if form.errors else 200)
