"""What is to be written: gaps, topics, searches, and the tasks of those who write."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from content.answers.reports import unanswered_topics
from content.debt.choices import TaskState
from content.debt.forms import DeclineForm, FinishForm, TaskForm
from content.debt.models import Wish, WritingTask
from content.debt.reports import (
    Counts,
    Subject,
    computed_at,
    counts,
    debt_rows,
    is_late,
    open_tasks,
    searches_without_result,
    subject_of,
    wished_topics,
    with_tasks,
)
from content.debt.services import (
    Terms,
    WishError,
    WritingTaskError,
    cancel_task,
    change_task,
    decline_wish,
    finish_task,
    open_task,
)
from lifow.base.access import needs_permission
from lifow.base.days import local_day
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest

GAPS, WISHES, QUESTIONS, SEARCHES = "gaps", "topics", "questions", "searches"
TASKS, CLOSED = "tasks", "closed"

for_authors = needs_permission(
    "content.change_module",
    who=gettext_lazy("Only content authors see what is to be written. An HR admin can give you access."),
)


@for_authors
@require_safe
def writing(request: SignedInRequest) -> HttpResponse:
    """What is to be written, by what tells of it, and who writes it."""
    numbers = counts()
    asked = request.GET.get("show", "")
    show = asked if asked in (GAPS, WISHES, QUESTIONS, SEARCHES, TASKS, CLOSED) else GAPS
    context = {"show": show, "tabs": _tabs(show, numbers), "as_of": computed_at(), **_list(request, show)}
    return render(request, "content/debt/writing.html", context)


def _list(request: SignedInRequest, show: str) -> dict[str, Any]:
    today = local_day(timezone.now(), settings.TIME_ZONE)
    if show in (TASKS, CLOSED):
        page = page_of(open_tasks(TaskState.OPEN if show == TASKS else TaskState.DONE), request.GET)
        return {"page": page, "tasks": [(task, is_late(task, today)) for task in page.rows]}
    if show == SEARCHES:
        found = searches_without_result()
        return {"rows": with_tasks((one, f"search:{one.query}") for one in found)}
    if show == QUESTIONS:
        page = page_of(unanswered_topics(), request.GET)
        return {"page": page, "rows": with_tasks((one, f"question:{one.public_id}") for one in page.rows)}
    if show == WISHES:
        page = page_of(wished_topics(), request.GET)
        return {"page": page, "rows": with_tasks((one, f"wish:{one.public_id}") for one in page.rows)}
    page = page_of(debt_rows(), request.GET)
    return {"page": page, "rows": with_tasks((one, one.subject) for one in page.rows)}


def _tabs(show: str, numbers: Counts) -> list[dict[str, Any]]:
    named: list[tuple[str, str, int | None]] = [
        (GAPS, _("Gaps"), numbers.gaps),
        (WISHES, _("Asked for"), numbers.wishes),
        (QUESTIONS, _("Unanswered questions"), numbers.questions),
        (SEARCHES, _("Searches without a result"), numbers.searches),
        (TASKS, _("Writing tasks"), numbers.tasks),
        (CLOSED, _("Written"), None),
    ]
    address = reverse("content:writing")
    return [
        {"label": label, "url": f"{address}?show={name}", "count": count, "current": name == show}
        for name, label, count in named
    ]


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Ask somebody to write what `?subject=` names."""
    subject = subject_of((request.POST or request.GET).get("subject", ""))
    if subject is None:
        messages.info(request, _("It is not on the list any more: somebody has dealt with it."))
        return redirect("content:writing")
    form = TaskForm(request.POST or None, initial={"owner": request.user.public_id})
    if request.method == "POST" and form.is_valid():
        task = _open(request, form, subject)
        if task is not None:
            return redirect("content:writing_task", writing_task_id=task.public_id)
    context = {"subject": subject, "form": form, "breadcrumbs": _breadcrumbs()}
    return render(request, "content/debt/new_task.html", context, status=422 if form.errors else 200)


def _open(request: SignedInRequest, form: TaskForm, subject: Subject) -> WritingTask | None:
    terms = Terms(**form.cleaned_data)
    try:
        task = open_task(subject=subject, terms=terms, by=request.user, as_of=timezone.now())
    except WritingTaskError as error:
        form.add_error(error.field, str(error))
        return None
    if task.owner_id != terms.owner.pk or task.due_on != terms.due_on:
        messages.info(request, _("There is a writing task for it already."))
    else:
        messages.success(request, _("%(person)s is asked to write it.") % {"person": terms.owner})
    return task


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def writing_task(request: SignedInRequest, writing_task_id: str) -> HttpResponse | HttpResponseBase:
    """A writing task: what for, who writes it by when, and how it ends."""
    rows = WritingTask.objects.select_related("owner", "asked_by", "skill", "module", "wish", "written")
    task = get_object_or_404(rows, public_id=writing_task_id)
    form, finish = _task_form(request, task), FinishForm()
    if request.method == "POST":
        act = request.POST.get("act", "")
        finish = FinishForm(request.POST) if act == "finish" else finish
        if _act(request, task, act, form, finish):
            return redirect("content:writing_task", writing_task_id=task.public_id)
    today = local_day(timezone.now(), settings.TIME_ZONE)
    context = {
        "task": task,
        "form": form,
        "finish": finish,
        "is_late": is_late(task, today),
        "write_url": _write_url(task),
        "breadcrumbs": _breadcrumbs(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "content/debt/writing_task.html", context, status=status)


def _task_form(request: SignedInRequest, task: WritingTask) -> TaskForm:
    owner = task.owner.public_id if task.owner else ""
    initial = {"owner": owner, "due_on": task.due_on, "note": task.note}
    is_sent = request.method == "POST" and request.POST.get("act") == "change"
    return TaskForm(request.POST if is_sent else None, initial=initial)


def _act(request: SignedInRequest, task: WritingTask, act: str, form: TaskForm, finish: FinishForm) -> bool:
    """Do what a button asks for; whether it is done."""
    now = timezone.now()
    try:
        if act == "cancel":
            cancel_task(task=task, as_of=now)
            messages.success(request, _("The task is cancelled."))
        elif act == "change" and form.is_valid():
            change_task(task=task, terms=Terms(**form.cleaned_data), as_of=now)
            messages.success(request, _("Saved."))
        elif act == "finish" and finish.is_valid():
            finish_task(task=task, module=finish.cleaned_data["module"], as_of=now)
            messages.success(request, _("The task is done. Whoever asked for it is told."))
        else:
            return False
    except WritingTaskError as error:
        shown = finish if act == "finish" else form
        shown.add_error(error.field if error.field in shown.fields else None, str(error))
        return False
    return True


def _write_url(task: WritingTask) -> str:
    """Where the owner writes: the editor of the module, or of a new one for the step."""
    if task.module is not None:
        return reverse("content:edit", args=[task.module.public_id])
    new = reverse("content:new")
    if task.skill is None:
        return new
    return f"{new}?skill={task.skill.public_id}&from={task.from_level:g}&to={task.to_level:g}"


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, wish_id: str) -> HttpResponse | HttpResponseBase:
    """Say that there will be no module on a topic, and why."""
    wish = get_object_or_404(Wish.objects.open().with_people(), public_id=wish_id)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_wish(wish=wish, note=form.cleaned_data["note"], as_of=timezone.now())
        except WishError as error:
            form.add_error("note", str(error))
        else:
            messages.success(request, _("Declined. Everybody who asked for it is told why."))
            return redirect(f"{reverse('content:writing')}?show={WISHES}")
    context = {"wish": wish, "form": form, "breadcrumbs": _breadcrumbs()}
    return render(request, "content/debt/decline.html", context, status=422 if form.errors else 200)


def _breadcrumbs() -> list[tuple[str, str]]:
    return [
        (_("Authoring"), reverse("content:authoring")),
        (_("What to write"), reverse("content:writing")),
    ]
