"""Writing tasks: open → done, or cancelled. One that is closed stays closed; another is opened instead."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from content.catalogue.models import Module, ModuleEffect, ModuleVersion
from content.debt.choices import TaskState
from content.debt.models import WritingTask
from content.debt.notifications import settle_task, tell_due, tell_owner
from content.debt.reports import Subject, subject_of_task
from content.debt.services.wishes import answer_wish
from lifow.base.bounds import LONGEST_TEXT, is_day_in_bounds, is_text_in_bounds
from lifow.base.days import local_day
from lifow.people.persons.models import Person

MOST_MATCHES = 20


class WritingTaskError(ValueError):
    """A task that cannot be as it was said; `field` is the one that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Terms:
    """Who writes, by when, and what they have to know."""

    owner: Person
    due_on: date
    note: str = ""


def open_task(*, subject: Subject, terms: Terms, by: Person, as_of: datetime) -> WritingTask:
    """Ask somebody to write, and tell them. Where there is an open task for it, that one, as it is.

    Raises WritingTaskError for a day in the past, and for an owner who does not write.
    """
    _check(terms, as_of)
    with transaction.atomic():
        task, is_new = WritingTask.objects.get_or_create(
            subject=subject.key,
            state=TaskState.OPEN,
            defaults={
                "title": subject.title,
                "skill": subject.skill,
                "from_level": subject.from_level,
                "to_level": subject.to_level,
                "module": subject.module,
                "wish": subject.wish,
                "owner": terms.owner,
                "due_on": terms.due_on,
                "note": terms.note.strip(),
                "asked_by": by,
                "opened_at": as_of,
            },
        )
        if is_new:
            tell_owner(task, as_of=as_of)
    return task


def change_task(*, task: WritingTask, terms: Terms, as_of: datetime) -> None:
    """Give an open task another owner or another day. Raises WritingTaskError as `open_task` does, and where
    it is closed."""
    _check(terms, as_of, before=task.due_on)
    with transaction.atomic():
        locked = _open(task)
        is_other = locked.owner_id != terms.owner.pk
        if is_other:
            settle_task(locked, as_of=as_of)
        locked.owner, locked.due_on, locked.note = terms.owner, terms.due_on, terms.note.strip()
        locked.save(update_fields=["owner", "due_on", "note", "updated_at"])
        if is_other:
            tell_owner(locked, as_of=as_of)


def cancel_task(*, task: WritingTask, as_of: datetime) -> None:
    """Close a task without a module. Twice is once."""
    with transaction.atomic():
        locked = WritingTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        if locked.state == TaskState.OPEN:
            _close(locked, TaskState.CANCELLED, None, as_of)


def finish_task(*, task: WritingTask, module: Module, as_of: datetime) -> None:
    """Close a task with the published module that it asked for. Twice is once.

    Raises WritingTaskError for a module that learners do not have.
    """
    if module.status != Module.Status.PUBLISHED:
        raise WritingTaskError("module", _("Choose a module that is published."))
    with transaction.atomic():
        locked = WritingTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        if locked.state == TaskState.OPEN:
            _close(locked, TaskState.DONE, module, as_of)


def close_covered(*, as_of: datetime) -> int:
    """Close the tasks that published modules cover by now; how many."""
    closed = 0
    for task in WritingTask.objects.open().select_related("wish").order_by("pk"):
        module = _covering(task)
        if module is not None:
            finish_task(task=task, module=module, as_of=as_of)
            closed += 1
    return closed


def tell_due_tasks(*, as_of: datetime) -> int:
    """Tell owners of the tasks whose day is near or past, once a day that was set; how many."""
    today = local_day(as_of, settings.TIME_ZONE)
    told = 0
    for pk in list(WritingTask.objects.to_be_told(today).values_list("pk", flat=True)):
        with transaction.atomic():
            rows = WritingTask.objects.to_be_told(today).filter(pk=pk)
            task = rows.select_for_update(of=("self",), skip_locked=True).first()
            if task is not None:
                task.told_of = task.due_on
                task.save(update_fields=["told_of"])
                tell_due(task, as_of=as_of)
                told += 1
    return told


def _covering(task: WritingTask) -> Module | None:
    """The published module that does what a task asks for."""
    published = Module.objects.published()
    if task.module_id is not None:
        since = ModuleVersion.objects.filter(module=task.module_id, published_at__gt=task.opened_at)
        return published.filter(pk=task.module_id).first() if since.exists() else None
    if task.skill_id is not None:
        effects = ModuleEffect.objects.filter(
            skill=task.skill_id, from_level__lte=task.from_level, to_level__gte=task.to_level
        )
        return published.filter(effects__in=effects).order_by("-updated_at", "-pk").first()
    words = subject_of_task(task)
    new = ModuleVersion.objects.filter(published_at__gt=task.opened_at).values("module")
    found = published.filter(pk__in=new).best_matches(words, MOST_MATCHES) if words else ()
    return next(iter(found), None)


def _close(task: WritingTask, state: str, module: Module | None, as_of: datetime) -> None:
    settle_task(task, as_of=as_of)
    task.state, task.written, task.closed_at = state, module, as_of
    task.save(update_fields=["state", "written", "closed_at", "updated_at"])
    if module is not None and task.wish is not None:
        answer_wish(wish=task.wish, module=module, as_of=as_of)


def _open(task: WritingTask) -> WritingTask:
    locked = WritingTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if locked.state != TaskState.OPEN:
        raise WritingTaskError("", _("This task is closed."))
    return locked


def _check(terms: Terms, as_of: datetime, before: date | None = None) -> None:
    is_author = terms.owner.is_author or terms.owner.is_hr_admin
    if not (is_author and terms.owner.is_active):
        raise WritingTaskError("owner", _("%(person)s does not write modules.") % {"person": terms.owner})
    is_past = terms.due_on < local_day(as_of, settings.TIME_ZONE) and terms.due_on != before
    if is_past or not is_day_in_bounds(terms.due_on):
        raise WritingTaskError("due_on", _("Choose today or a later day."))
    if not is_text_in_bounds(terms.note, LONGEST_TEXT):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise WritingTaskError("note", message % {"longest": LONGEST_TEXT})
