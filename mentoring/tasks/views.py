"""Tasks that a learner hands in, and the mentor's feedback on them."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.evidence.services import EvidenceError
from assessments.gaps.services import refresh_gap_reports
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from mentoring.choices import COMMENTABLE, HOLDING
from mentoring.pairings.access import (
    BY_THE_LEARNER,
    BY_THE_MENTOR,
    not_allowed,
    pairing_title,
    visible_pairing,
)
from mentoring.pairings.forms import unsent
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import PairingError, too_late
from mentoring.tasks.forms import FeedbackForm, TaskForm
from mentoring.tasks.models import Task
from mentoring.tasks.reports import on_todays_levels, skills_to_show, with_feedback
from mentoring.tasks.services import FeedbackError, correct_feedback, give_feedback, hand_in_task


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: SignedInRequest, pairing_id: str) -> HttpResponseBase:
    """Hand in a piece of work."""
    pairing = visible_pairing(request.user, pairing_id)
    if not request.user.has_perm("mentoring.hand_in_task", pairing):
        return not_allowed(request, BY_THE_LEARNER)
    covered, gapped = skills_to_show(pairing)
    form = TaskForm(request.POST or None, covered=covered, gapped=gapped)
    if form.is_valid():
        try:
            task = hand_in_task(pairing=pairing, as_of=timezone.now(), **form.cleaned_data)
        except PairingError as error:
            form.add_error(None, str(error))
            pairing = visible_pairing(request.user, pairing_id)
        else:
            said = _("Handed in. %(name)s sees it on their Mentoring page.")
            messages.success(request, said % {"name": pairing.mentor})
            return redirect("mentoring:task", task_id=task.public_id)
    is_running = pairing.state in HOLDING
    context = {
        "form": form,
        "pairing": pairing,
        "is_running": is_running,
        "unsent": None if is_running and form.skills else unsent(form, _refusal(form, pairing)),
        "breadcrumbs": [(_("Mentoring"), reverse("mentoring:mentoring"))],
    }
    return render(request, "mentoring/tasks/task_new.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def task(request: SignedInRequest, task_id: str) -> HttpResponse:
    """A task with its feedback, or for the mentor the form to give it; `?panel=correct` to correct it."""
    found = visible_task(request.user, task_id)
    return _page(request, found, _new_form(found), is_correcting=request.GET.get("panel") == "correct")


@login_required
@require_POST
def feedback(request: SignedInRequest, task_id: str) -> HttpResponseBase:
    """Say what a task shows, or correct it: it becomes evidence, and the learner's gaps are computed anew."""
    found = visible_task(request.user, task_id)
    if not request.user.has_perm("mentoring.give_feedback", found.pairing):
        return not_allowed(request, BY_THE_MENTOR)
    form = FeedbackForm(request.POST, skill=found.skill)
    if form.is_valid():
        try:
            return _say(request, found, **form.cleaned_data)
        except (FeedbackError, EvidenceError) as error:
            form.add_error(None, str(error))
    return _page(request, visible_task(request.user, task_id), form, is_correcting=True)


def _say(
    request: SignedInRequest, task: Task, *, level: Decimal, text: str, corrects: str
) -> HttpResponseBase:
    now = timezone.now()
    if corrects:
        correct_feedback(task=task, corrects=corrects, level=level, text=text, as_of=now)
    else:
        give_feedback(task=task, level=level, text=text, as_of=now)
    refresh_gap_reports(person_ids=[task.pairing.mentee_id], as_of=now)
    named = {"skill": task.skill, "name": task.pairing.mentee}
    if corrects:
        said = _("Corrected. It replaces your earlier feedback as evidence of %(skill)s for %(name)s.")
        messages.success(request, said % named)
        return redirect("mentoring:task", task_id=task.public_id)
    messages.success(request, _("Feedback given. It counts as evidence of %(skill)s for %(name)s.") % named)
    return redirect(f"{reverse('mentoring:mentoring')}?as=mentor")


def _new_form(task: Task) -> FeedbackForm:
    """An empty form, or what was said so far, to be corrected."""
    given = getattr(task, "feedback", None)
    said = {"level": str(round(given.evidence.level)), "text": given.text} if given else None
    return FeedbackForm(skill=task.skill, initial=said)


def _refusal(form: Form, pairing: Pairing) -> str:
    """Why a form that was sent is not taken any more: what was said of it, or that the pairing is over."""
    if not form.is_bound:
        return ""
    over = "" if pairing.state in HOLDING else too_late(pairing)
    return str(next(iter(form.non_field_errors()), over))


def _page(request: SignedInRequest, task: Task, form: FeedbackForm, *, is_correcting: bool) -> HttpResponse:
    pairing = task.pairing
    given = getattr(task, "feedback", None)
    reads = request.user.has_perm("mentoring.read_task", task)
    gives = request.user.has_perm("mentoring.give_feedback", pairing)
    may_comment = reads and gives and pairing.state in COMMENTABLE
    context = {
        "task": task,
        "pairing": pairing,
        "reads": reads,
        "title": str(task) if reads else pairing_title(pairing, request.user),
        "feedback": given if reads else None,
        "has_feedback": given is not None,
        "form": form if may_comment and (given is None or is_correcting) else None,
        "unsent": None if may_comment else unsent(form, _refusal(form, pairing)),
        "may_correct": may_comment and given is not None,
        "level": next((one for one in form.levels if given and one.value == given.evidence.level), None),
        "is_mentee": request.user == pairing.mentee,
        "breadcrumbs": [
            (
                pairing_title(pairing, request.user),
                reverse("mentoring:pairing", args=[pairing.public_id]),
            )
        ],
    }
    return render(request, "mentoring/tasks/task.html", context, status=422 if form.is_bound else 200)


def visible_task(user: Person, task_id: str) -> Task:
    """A task of a pairing that the user may see."""
    rows = Task.objects.visible_to(user).select_related(
        "skill__framework", "pairing__mentee", "pairing__mentor"
    )
    (task,) = on_todays_levels([get_object_or_404(with_feedback(rows), public_id=task_id)])
    return task
