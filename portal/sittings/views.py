"""Taking tests and quick checks: what is offered, one question at a time, and what came of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.frameworks.models import Skill
from assessments.testing.bank.forms import sent_fields
from assessments.testing.sittings.choices import GRACE
from assessments.testing.sittings.models import Accommodation, Certificate, Sitting, SittingSkill, TestForm
from assessments.testing.sittings.reports import (
    ShownQuestion,
    Terms,
    asked_questions,
    availability_of,
    form_details,
    may_tell,
    next_questions,
    offered_tests,
    progress_of,
    question_numbered,
    result_of,
)
from assessments.testing.sittings.services import (
    AnsweredAlreadyError,
    SittingError,
    start_quick_check,
    start_sitting,
)
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from portal.access import skill_or_404
from portal.breadcrumbs import Breadcrumbs
from portal.sittings.results import result_rows
from portal.sittings.submission import end_now, take_answer
from portal.sittings.words import questions_in_words, rules_of

MOST_LISTED = 50
MOST_OF_A_SKILL = 4
MOST_NUMBER = 10_000


@login_required
@require_safe
def tests(request: SignedInRequest) -> HttpResponse:
    """What can be taken, what is open, and what came of earlier sittings."""
    now = timezone.now()
    known = Sitting.objects.for_person(request.user).tests().newest_first()
    skills = Prefetch("skills", SittingSkill.objects.select_related("skill"))
    rows = list(known.prefetch_related(skills)[:MOST_LISTED])
    found = next_questions(request.user, as_of=now)
    context = {
        "offered": offered_tests(request.user, now),
        "open": [_named(one) for one in rows if one.is_open],
        "ended": [_named(one) for one in rows if not one.is_open],
        "certificates": Certificate.objects.for_person(request.user).order_by("-issued_at", "-pk")[
            :MOST_LISTED
        ],
        "quick": found,
        "quick_words": questions_in_words(found) if found else "",
        "extra_percent": _extra_percent(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "portal/sittings/tests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: SignedInRequest, form_id: str) -> HttpResponseBase:
    """A test before it is begun: what holds for it, also if it is taken again; then beginning it."""
    form = get_object_or_404(TestForm.objects.published(), public_id=form_id)
    if request.method == "POST":
        try:
            sitting = start_sitting(
                person=request.user,
                form=form,
                as_of=timezone.now(),
                idempotency_key=request.POST.get("idempotency_key") or None,
            )
        except SittingError as error:
            messages.error(request, str(error))
            return redirect("portal:test", form_id=form.public_id)
        return redirect("portal:sitting", sitting_id=sitting.public_id)
    [details] = form_details([form])
    context = {
        "form": form,
        "details": details,
        "rules": rules_of(details, _extra_percent(request.user)),
        "availability": availability_of(request.user, form, timezone.now()),
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "portal/sittings/test.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quick_check(request: SignedInRequest) -> HttpResponseBase:
    """A quick check of the skill that is named, or of the few questions that settle the most: what it is, and
    beginning it."""
    asked = request.POST if request.method == "POST" else request.GET
    named = asked.get("skill", "")
    skill = skill_or_404(named, to_rate=True) if named else None
    found = next_questions(
        request.user, as_of=timezone.now(), skill_ids=None if skill is None else [skill.pk]
    )
    skills: list[Skill] = [one.skill for one in found.skills] or ([skill] if skill is not None else [])
    if request.method == "POST":
        return _begin(request, skills, found.questions or MOST_OF_A_SKILL)
    context = {
        "skills": skills,
        "skill": skill,
        "found": found,
        "words": questions_in_words(found) if found else "",
        "most": MOST_OF_A_SKILL,
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "portal/sittings/quick_check.html", context)


def _begin(request: SignedInRequest, skills: Sequence[Skill], most: int) -> HttpResponseBase:
    try:
        sitting = start_quick_check(person=request.user, skills=skills, most=most, as_of=timezone.now())
    except SittingError as error:
        messages.error(request, str(error))
        return redirect("portal:skill", skills[0].public_id) if skills else redirect("portal:tests")
    return redirect("portal:sitting", sitting_id=sitting.public_id)


@login_required
@require_safe
def sitting(request: SignedInRequest, sitting_id: str) -> HttpResponseBase:
    """The question that waits for an answer, or what came of the sitting."""
    found = _own(request, sitting_id)
    if found is None:
        return redirect("portal:sitting_result", sitting_id=sitting_id)
    return _onwards(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, sitting_id: str, number: int) -> HttpResponseBase:
    """One question: to answer it, once; after that what was answered, which stays."""
    found = _own(request, sitting_id)
    if found is None:
        raise Http404
    if found.is_refresher:
        return redirect("content:refresher", refreshers_id=found.public_id, number=number)
    asked = question_numbered(found, number) if number <= MOST_NUMBER else None
    if asked is None:
        return _onwards(found)
    if request.method == "POST":
        return _answer(request, found, asked)
    return _page(request, found, asked) if found.is_open or asked.item.is_answered else _onwards(found)


def _answer(request: SignedInRequest, sitting: Sitting, asked: ShownQuestion) -> HttpResponseBase:
    """Take what was sent, and lead to what follows."""
    number = asked.item.number
    try:
        answered = take_answer(sitting, asked, request.POST, as_of=timezone.now())
    except AnsweredAlreadyError as error:
        return _page(request, sitting, question_numbered(sitting, number) or asked, str(error), status=409)
    except SittingError as error:
        return _page(request, sitting, asked, str(error), status=422)
    if answered.is_late:
        messages.error(request, _("The time was over. This answer is kept, and does not count."))
        return redirect("portal:sitting_result", sitting_id=sitting.public_id)
    if Terms.read(sitting.terms).shows_after_each:
        return _to(sitting, number)
    return _to(sitting, None if answered.following is None else answered.following.number)


@login_required
@require_POST
def end(request: SignedInRequest, sitting_id: str) -> HttpResponseBase:
    """End a sitting early: what was answered counts."""
    found = _own(request, sitting_id)
    if found is None:
        raise Http404
    end_now(found, as_of=timezone.now())
    return redirect("portal:sitting_result", sitting_id=found.public_id)


@login_required
@require_safe
def result(request: SignedInRequest, sitting_id: str) -> HttpResponseBase:
    """What came of a sitting: to its person with their answers, to those above them the level alone."""
    rows = Sitting.objects.select_related("person", "form")
    found = get_object_or_404(rows, public_id=sitting_id)
    if not request.user.has_perm("assessments.view_sitting", found):
        raise Http404
    is_own = request.user.has_perm("assessments.sit", found)
    if found.is_open and is_own:
        return _onwards(found)
    told = result_of(found, reader=request.user)
    context = {
        "sitting": found,
        "result": told,
        "rows": result_rows(found, told, is_own=is_own),
        "is_own": is_own,
        "questions": asked_questions(found) if is_own and may_tell(found) else (),
        "title": told.title or (_("Refreshers") if found.is_refresher else _("Quick check")),
        "breadcrumbs": _breadcrumbs() if is_own else _of_person(found.person),
        "availability": availability_of(found.person, found.form, timezone.now())
        if is_own and found.form is not None
        else None,
    }
    return render(request, "portal/sittings/result.html", context)


def _own(request: HttpRequest, sitting_id: str) -> Sitting | None:
    """The reader's own sitting; None where it is that of somebody whom they see. Else it is not there."""
    found = get_object_or_404(Sitting.objects.select_related("person", "form"), public_id=sitting_id)
    if request.user.has_perm("assessments.sit", found):
        return found
    if request.user.has_perm("assessments.view_sitting", found):
        return None
    raise Http404


def _onwards(sitting: Sitting) -> HttpResponseBase:
    return _to(sitting, progress_of(sitting).current)


def _to(sitting: Sitting, number: int | None) -> HttpResponseBase:
    if sitting.is_refresher and sitting.is_open:
        return redirect("content:refreshers")
    if number is None:
        return redirect("portal:sitting_result", sitting_id=sitting.public_id)
    return redirect("portal:sitting_question", sitting_id=sitting.public_id, number=number)


def _page(
    request: SignedInRequest, sitting: Sitting, asked: ShownQuestion, error: str = "", *, status: int = 200
) -> HttpResponse:
    """The page of a question: its form, or what was answered. What was sent stays chosen."""
    now = timezone.now()
    context: dict[str, Any] = {
        "sitting": sitting,
        "asked": asked,
        "item": asked.shown,
        "given": sent_fields(request.POST) if request.method == "POST" else {},
        "confidence": request.POST.get("confidence", ""),
        "error": error,
        "progress": progress_of(sitting),
        "title": Terms.read(sitting.terms).title or str(asked.item.part.skill),
        "is_over": now > sitting.deadline_at + GRACE,
        "now": now,
    }
    return render(request, "portal/sittings/question.html", context, status=status)


def _named(sitting: Sitting) -> tuple[Sitting, str]:
    """A sitting, and what it is called: by its test, or by its skills."""
    title = Terms.read(sitting.terms).title
    skills = sorted(sitting.skills.all(), key=lambda part: part.position)
    return sitting, title or ", ".join(str(part.skill) for part in skills)


def _extra_percent(person: Person) -> int:
    found = Accommodation.objects.filter(person=person).values_list("extra_percent", flat=True)
    return found.first() or 0


def _breadcrumbs() -> Breadcrumbs:
    return [(_("My skills"), reverse("portal:skills")), (_("Tests"), reverse("portal:tests"))]


def _of_person(person: Person) -> Breadcrumbs:
    return [(str(person), reverse("portal:person", args=[person.public_id]))]
