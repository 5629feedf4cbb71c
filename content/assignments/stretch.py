"""Pages of stretch tasks: offering one, answering it, finishing it, and confirming it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.evidence.services import EvidenceError
from assessments.frameworks.models import Skill
from assessments.gaps.reports import gaps_of
from assessments.gaps.services import refresh_gap_reports
from content.assignments.choices import StretchState
from content.assignments.forms import ConfirmForm, NoteForm, StretchForm
from content.assignments.models import StretchTask
from content.assignments.reports import stretch_offered_by, stretch_tasks_of
from content.assignments.services import (
    StretchError,
    answer_stretch_task,
    confirm_stretch_task,
    finish_stretch_task,
    offer_stretch_task,
    send_back_stretch_task,
    withdraw_stretch_task,
)
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

State = StretchState


@login_required
@require_safe
def stretch_tasks(request: SignedInRequest) -> HttpResponse:
    """One's own stretch tasks; `?as=manager` those that one has offered, or has to confirm."""
    as_manager = request.GET.get("as") == "manager"
    rows = stretch_offered_by(request.user) if as_manager else stretch_tasks_of(request.user)
    here = reverse("content:stretch_tasks")
    context = {
        "page": page_of(rows, request.GET),
        "as_manager": as_manager,
        "tabs": [
            {"label": _("Mine"), "url": here, "current": not as_manager},
            {"label": _("Offered to others"), "url": f"{here}?as=manager", "current": as_manager},
        ],
    }
    return render(request, "content/assignments/stretch_tasks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer_stretch(request: SignedInRequest, person_id: str) -> HttpResponseBase:
    """Offer somebody of one's reporting line real work that trains a skill; `?skill=` begins with one."""
    person = get_object_or_404(Person, public_id=person_id)
    if not request.user.has_perm("content.offer_stretch_task", person):
        raise Http404
    skills = _skills_of(person)
    begun = {"skill": request.GET.get("skill", "")}
    asked = request.POST.get("skill", "") if request.method == "POST" else begun["skill"]
    levels_in = next((one for one in skills if one.public_id == asked), None)
    data = request.POST if request.method == "POST" else None
    form = StretchForm(data, skills=skills, levels_in=levels_in, begin=begun)
    if form.is_valid():
        task = _offered(request, person, form)
        if task is not None:
            said = _("Offered. %(name)s is told, and accepts or declines it.")
            messages.success(request, said % {"name": person})
            return redirect("content:stretch_task", stretch_id=task.public_id)
    context = {
        "form": form,
        "person": person,
        "breadcrumbs": [(str(person), reverse("portal:person", args=[person.public_id]))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "content/assignments/offer_stretch.html", context, status=status)


def _offered(request: SignedInRequest, person: Person, form: StretchForm) -> StretchTask | None:
    said = dict(form.cleaned_data)
    key = f"{request.user.pk}:{said.pop('idempotency_key')}"
    try:
        return offer_stretch_task(
            person=person, by=request.user, as_of=timezone.now(), idempotency_key=key, **said
        )
    except StretchError as error:
        form.add_error(error.field or None, str(error))
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stretch_task(request: SignedInRequest, stretch_id: str) -> HttpResponseBase:
    """A stretch task, and what comes next: accept or decline, finish, confirm or send back."""
    rows = StretchTask.objects.select_related(
        "person", "offered_by", "confirmed_by", "skill__framework", "evidence"
    )
    task = get_object_or_404(rows, public_id=stretch_id)
    if not request.user.has_perm("content.view_stretch_task", task):
        raise Http404
    data = request.POST if request.method == "POST" else None
    note = NoteForm(data)
    confirm = ConfirmForm(data, skill=task.skill)
    if data is not None and _acted(request, task, note, confirm):
        return redirect("content:stretch_task", stretch_id=task.public_id)
    if data is not None:
        task = rows.get(pk=task.pk)
    user = request.user
    context = {
        "task": task,
        "note": note,
        "confirm": confirm,
        "is_own": task.person_id == user.pk,
        "may_answer": task.state == State.OFFERED and user.has_perm("content.answer_stretch_task", task),
        "may_finish": task.state == State.ACCEPTED and user.has_perm("content.answer_stretch_task", task),
        "may_confirm": task.state == State.FINISHED and user.has_perm("content.confirm_stretch_task", task),
        "may_withdraw": task.state in (State.OFFERED, State.ACCEPTED)
        and user.has_perm("content.withdraw_stretch_task", task),
        "is_overdue": task.is_going_on and task.due_on < timezone.localdate(),
        "breadcrumbs": _breadcrumbs(user, task),
    }
    status = 422 if data is not None else 200
    return render(request, "content/assignments/stretch_task.html", context, status=status)


def _acted(request: SignedInRequest, task: StretchTask, note: NoteForm, confirm: ConfirmForm) -> bool:
    """Whether what was sent was done; else the forms say what is wrong. 404 for whoever may not do it."""
    acts: dict[str, tuple[str, Callable[..., str]]] = {
        "accept": ("content.answer_stretch_task", _accept),
        "decline": ("content.answer_stretch_task", _decline),
        "finish": ("content.answer_stretch_task", _finish),
        "confirm": ("content.confirm_stretch_task", _confirm),
        "send_back": ("content.confirm_stretch_task", _send_back),
        "withdraw": ("content.withdraw_stretch_task", _withdraw),
    }
    name = next((one for one in acts if one in request.POST), None)
    if name is None:
        note.add_error(None, _("Choose what to do."))
        return False
    permission, act = acts[name]
    if not request.user.has_perm(permission, task):
        raise Http404
    form = confirm if name in ("confirm", "send_back") else note
    if not form.is_valid():
        return False
    try:
        said = act(request, task, form.cleaned_data)
    except (StretchError, EvidenceError) as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(request, said)
    return True


def _accept(request: SignedInRequest, task: StretchTask, said: dict[str, Any]) -> str:
    answer_stretch_task(task=task, is_accepted=True, as_of=timezone.now())
    return _("Accepted. It is on your home page until you finish it.")


def _decline(request: SignedInRequest, task: StretchTask, said: dict[str, Any]) -> str:
    answer_stretch_task(task=task, is_accepted=False, note=said["note"], as_of=timezone.now())
    return _("Declined. Your manager is told why.")


def _finish(request: SignedInRequest, task: StretchTask, said: dict[str, Any]) -> str:
    finish_stretch_task(task=task, note=said["note"], as_of=timezone.now())
    return _("Finished. Your manager is told, and says which level the work shows.")


def _confirm(request: SignedInRequest, task: StretchTask, said: dict[str, Any]) -> str:
    if not said["level"]:
        raise StretchError(_("Choose the level that this work shows."), "level")
    now = timezone.now()
    confirm_stretch_task(task=task, by=request.user, level=said["level"], words=said["words"], as_of=now)
    refresh_gap_reports(person_ids=[task.person_id], as_of=now)
    told = {"skill": task.skill, "name": task.person}
    return _("Confirmed. It counts as evidence of %(skill)s for %(name)s.") % told


def _send_back(request: SignedInRequest, task: StretchTask, said: dict[str, Any]) -> str:
    send_back_stretch_task(task=task, by=request.user, words=said["words"], as_of=timezone.now())
    return _("Sent back. %(name)s is told what is missing.") % {"name": task.person}


def _withdraw(request: SignedInRequest, task: StretchTask, said: dict[str, Any]) -> str:
    withdraw_stretch_task(task=task, as_of=timezone.now())
    return _("Withdrawn. It waits for %(name)s no more.") % {"name": task.person}


def _skills_of(person: Person) -> list[Skill]:
    """The skills that the person's role needs, gaps first; without a role, none."""
    gaps = gaps_of(person)
    rows = [*gaps.gaps, *gaps.required]
    return list(dict.fromkeys(row.skill for row in rows if row.skill.retired_at is None))


def _breadcrumbs(user: Person, task: StretchTask) -> list[tuple[str, str]]:
    page = reverse("content:stretch_tasks")
    if task.person_id == user.pk:
        return [(_("Stretch tasks"), page)]
    return [(_("Stretch tasks"), f"{page}?as=manager")]
