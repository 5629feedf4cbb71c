"""Refreshers: one question at a time, what is right after it, and how well what was learned is remembered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.frameworks.models import Skill
from assessments.testing.bank.forms import NO_ANSWER, given_answer, sent_fields
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.reports import ShownQuestion, progress_of, question_numbered
from assessments.testing.sittings.services import AnsweredAlreadyError, SittingError, end_early
from content.refreshers.models import RefresherCard
from content.refreshers.reports import (
    next_refreshers,
    open_refreshers,
    own_retention,
    retention_drawing,
    skill_curve,
    skill_retentions,
)
from content.refreshers.services import RefreshersError, answer_refresher, begin_refreshers
from lifow.base.access import needs_permission
from lifow.base.requests import SignedInRequest
from lifow.notifications.reports import working_day

MOST_NUMBER = 100

for_hr = needs_permission(
    "content.view_retention",
    who=gettext_lazy("These pages are for HR admins. An HR admin can give you access."),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refreshers(request: SignedInRequest) -> HttpResponseBase:
    """What waits, or when the next ones come; then beginning it, once."""
    now = timezone.now()
    if request.method == "POST":
        try:
            sitting = begin_refreshers(person=request.user, as_of=now)
        except RefreshersError as error:
            messages.info(request, str(error))
            return redirect("content:refreshers")
        return _onwards(sitting)
    begun = open_refreshers(request.user, now)
    found = next_refreshers(request.user, at=now)
    context = {"found": found, "waiting": found.waiting, "begun": begun}
    return render(request, "content/refreshers/refreshers.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refresher(request: SignedInRequest, refreshers_id: str, number: int) -> HttpResponseBase:
    """One question: to answer it, once; then what is right, why, and when it comes back."""
    sitting = _own(request, refreshers_id)
    asked = question_numbered(sitting, number) if number <= MOST_NUMBER else None
    if asked is None:
        return _onwards(sitting)
    if request.method == "POST":
        return _answer(request, sitting, asked)
    is_closed = not sitting.is_open or timezone.now() > sitting.deadline_at
    if asked.answer is None and is_closed:
        return redirect("content:refreshers")
    return _page(request, sitting, asked)


@login_required
@require_POST
def end_refreshers(request: SignedInRequest, refreshers_id: str) -> HttpResponseBase:
    """Stop here: what was answered counts, and the rest comes back."""
    end_early(sitting=_own(request, refreshers_id), as_of=timezone.now())
    return redirect("content:refreshers")


@login_required
@require_safe
def retention(request: SignedInRequest) -> HttpResponse:
    """What somebody remembers of what they learned, for themselves."""
    now = timezone.now()
    own = own_retention(request.user, today=working_day(request.user, now), as_of=now)
    context = {"own": own, "points": retention_drawing(own.curve)}
    return render(request, "content/refreshers/retention.html", context)


@for_hr
@require_safe
def retention_of_skills(request: SignedInRequest) -> HttpResponse:
    """How well each skill is remembered, the least first."""
    return render(request, "content/refreshers/skills.html", {"skills": skill_retentions()})


@for_hr
@require_safe
def retention_of_skill(request: SignedInRequest, skill_id: str) -> HttpResponse:
    """How well one skill is remembered by those who learned it, together."""
    skill = get_object_or_404(Skill.objects.all(), public_id=skill_id)
    told = skill_curve(skill)
    points = retention_drawing(told.curve) if told else ""
    return render(request, "content/refreshers/skill.html", {"skill": skill, "told": told, "points": points})


def _own(request: SignedInRequest, refreshers_id: str) -> Sitting:
    rows = Sitting.objects.refreshers().select_related("person")
    found = get_object_or_404(rows, public_id=refreshers_id)
    if not request.user.has_perm("assessments.sit", found):
        raise Http404
    return found


def _onwards(sitting: Sitting) -> HttpResponseBase:
    """To the question that waits, or to what comes next."""
    current = progress_of(sitting).current
    if current is None:
        return redirect("content:refreshers")
    return redirect("content:refresher", refreshers_id=sitting.public_id, number=current)


def _answer(request: SignedInRequest, sitting: Sitting, asked: ShownQuestion) -> HttpResponseBase:
    number, given = asked.item.number, given_answer(asked.shown.kind, request.POST)
    if given is None and asked.answer is None:
        return _page(request, sitting, asked, str(NO_ANSWER), status=422)
    try:
        answer_refresher(
            sitting=sitting,
            number=number,
            given=given or {},
            confidence=request.POST.get("confidence", ""),
            idempotency_key=request.POST.get("idempotency_key") or None,
            as_of=timezone.now(),
        )
    except AnsweredAlreadyError as error:
        found = question_numbered(sitting, number) or asked
        return _page(request, sitting, found, str(error), status=409)
    except SittingError as error:
        return _page(request, sitting, asked, str(error), status=422)
    return redirect("content:refresher", refreshers_id=sitting.public_id, number=number)


def _page(
    request: SignedInRequest, sitting: Sitting, asked: ShownQuestion, error: str = "", *, status: int = 200
) -> HttpResponse:
    """The page of a question: its form, or what is right. What was sent stays chosen."""
    context: dict[str, Any] = {
        "sitting": sitting,
        "asked": asked,
        "item": asked.shown,
        "given": sent_fields(request.POST) if request.method == "POST" else {},
        "confidence": request.POST.get("confidence", ""),
        "error": error,
        "progress": progress_of(sitting),
    }
    if asked.answer is not None:
        cards = RefresherCard.objects.for_person(request.user).filter(item=asked.item.item_id)
        context["card"] = cards.first()
        if context["progress"].current is None:
            found = next_refreshers(request.user, at=timezone.now())
            context |= {"is_last": True, "next_at": found.next_at}
    return render(request, "content/refreshers/question.html", context, status=status)
