"""Taking a quiz: one question at a time, its answer told at once, and a second try."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.testing.bank.forms import NO_ANSWER, given_answer, sent_fields
from assessments.testing.sittings.services import AnsweredAlreadyError, SittingError
from content.activity.services import ModuleNotOpenError
from content.catalogue.models import Module
from content.kinds.quiz.reports import ASKING, Question, Quiz, quiz_of
from content.kinds.quiz.services import answer_question, begin_check, begin_quiz, try_again
from lifow.base.requests import SignedInRequest

PAGE = "content/kinds/quiz/question.html"


@login_required
@require_POST
def begin(request: SignedInRequest, quiz_id: str) -> HttpResponseBase:
    """Begin the questions that are left, or go on with those that are open."""
    module = _module(quiz_id)
    try:
        begin_quiz(person=request.user, module=module, as_of=timezone.now())
    except (SittingError, ModuleNotOpenError) as error:
        messages.error(request, str(error))
        return _back(module)
    return _onwards(module, quiz_of(module, request.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, quiz_id: str, question_key: str) -> HttpResponseBase:
    """One question: to answer it, once; after that what was answered, and why it is right or not."""
    module = _module(quiz_id)
    quiz = quiz_of(module, request.user)
    asked = quiz.question(question_key)
    if asked is None:
        raise Http404
    if asked.asked is None:
        return _onwards(module, quiz)
    if request.method == "POST":
        return _answer(request, quiz, asked)
    return _page(request, quiz, asked)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: SignedInRequest, quiz_id: str, question_key: str) -> HttpResponseBase:
    """The second try of a question that was not answered right. It never counts."""
    module = _module(quiz_id)
    quiz = quiz_of(module, request.user)
    asked = quiz.question(question_key)
    if asked is None:
        raise Http404
    if asked.asked is None or not (asked.may_try_again or (asked.second and request.method == "POST")):
        return _to(module, asked) if asked.is_answered else _onwards(module, quiz)
    if request.method != "POST":
        return _page(request, quiz, asked, is_again=True)
    given = given_answer(asked.asked.shown.kind, request.POST)
    try:
        if given is None or not given:
            raise SittingError("answer", NO_ANSWER)
        try_again(item=asked.asked.item, given=given, as_of=timezone.now())
    except AnsweredAlreadyError as error:
        return _page(request, quiz, asked, str(error), status=409)
    except SittingError as error:
        return _page(request, quiz, asked, str(error), status=422, is_again=True)
    return _to(module, asked)


@login_required
@require_POST
def check(request: SignedInRequest, article_id: str, check_key: str) -> HttpResponseBase:
    """A question embedded in the text of a module: to begin, to answer, to try again; in its place."""
    rows = Module.objects.published().exclude(kind__in=ASKING)
    module = get_object_or_404(rows, public_id=article_id)
    asked = quiz_of(module, request.user).question(check_key)
    if asked is None:
        raise Http404
    error, status = "", 200
    try:
        _act(request, module, asked)
    except AnsweredAlreadyError as refused:
        error, status = str(refused), 409
    except (SittingError, ModuleNotOpenError) as refused:
        error, status = str(refused), 422
    quiz = quiz_of(module, request.user)
    fresh = quiz.question(check_key)
    if fresh is None or (not error and not request.htmx):
        return redirect(f"{reverse('content:module', args=[module.public_id])}#check-{check_key}")
    if not request.htmx and fresh.asked is not None:
        return _page(request, quiz, fresh, error, status=status, is_again="second" in request.POST)
    context = {
        "module": module,
        "question": fresh,
        "given": sent_fields(request.POST) if error else {},
        "confidence": request.POST.get("confidence", "") if error else "",
        "error": error,
    }
    return render(request, "content/kinds/quiz/check.html", context)


def _act(request: SignedInRequest, module: Module, asked: Question) -> None:
    """Begin a check, or take the answer that was sent: the first one, else the second."""
    now = timezone.now()
    if "begin" in request.POST or asked.asked is None:
        begin_check(person=request.user, module=module, key=asked.key, as_of=now)
        return
    given = given_answer(asked.asked.shown.kind, request.POST)
    is_second = "second" in request.POST
    if given is None or (is_second and not given):
        raise SittingError("answer", NO_ANSWER)
    if is_second:
        try_again(item=asked.asked.item, given=given, as_of=now)
    else:
        confidence = request.POST.get("confidence", "")
        answer_question(question=asked, given=given, confidence=confidence, as_of=now)


def _answer(request: SignedInRequest, quiz: Quiz, asked: Question) -> HttpResponseBase:
    shown = asked.asked
    given = given_answer(shown.shown.kind, request.POST) if shown is not None else None
    try:
        if given is None:
            raise SittingError("answer", NO_ANSWER)
        answer_question(
            question=asked,
            given=given,
            confidence=request.POST.get("confidence", ""),
            idempotency_key=request.POST.get("idempotency_key") or None,
            as_of=timezone.now(),
        )
    except AnsweredAlreadyError as error:
        fresh = quiz_of(quiz.module, request.user)
        return _page(request, fresh, fresh.question(asked.key) or asked, str(error), status=409)
    except SittingError as error:
        return _page(request, quiz, asked, str(error), status=422)
    return _to(quiz.module, asked)


def _module(quiz_id: str) -> Module:
    return get_object_or_404(Module.objects.published().filter(kind__in=ASKING), public_id=quiz_id)


def _back(module: Module) -> HttpResponseBase:
    return redirect("content:module", module_id=module.public_id)


def _to(module: Module, asked: Question) -> HttpResponseBase:
    return redirect("content:quiz_question", quiz_id=module.public_id, question_key=asked.key)


def _onwards(module: Module, quiz: Quiz) -> HttpResponseBase:
    """To the question that waits, or back to the module."""
    return _back(module) if quiz.current is None else _to(module, quiz.current)


def _page(
    request: SignedInRequest,
    quiz: Quiz,
    asked: Question,
    error: str = "",
    *,
    status: int = 200,
    is_again: bool = False,
) -> HttpResponse:
    """The page of a question: its form, or what was answered. What was sent stays chosen."""
    shown: Any = asked.asked
    context = {
        "quiz": quiz,
        "module": quiz.module,
        "question": asked,
        "shown": shown,
        "item": shown.shown,
        "given": sent_fields(request.POST) if request.method == "POST" else {},
        "confidence": request.POST.get("confidence", ""),
        "error": error,
        "is_again": is_again,
        "is_asked": is_again or not asked.is_answered,
        # After a try that was not right, what is right is told on demand: it would spoil the second.
        "tells": not asked.may_try_again or "answer" in request.GET,
    }
    return render(request, PAGE, context, status=status)
