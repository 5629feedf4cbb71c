"""What is told of tasks: the mentor has one to comment on, the learner has feedback."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import notify, settle
from mentoring.tasks.models import Feedback, Task

HANDED_IN = "task_handed_in"
FEEDBACK = "task_feedback"


def tell_of_task(task: Task, *, as_of: datetime) -> None:
    """Tell the mentor that a task waits for feedback."""
    mentor = task.pairing.mentor
    notify(person=mentor, kind=HANDED_IN, refs={"task": task.pk}, key=task.public_id, as_of=as_of)


def tell_of_feedback(feedback: Feedback, *, as_of: datetime) -> None:
    """Tell the learner of feedback, or of its correction; the task no longer waits for the mentor."""
    task, evidence = feedback.task, feedback.evidence
    settle(person=task.pairing.mentor, kind=HANDED_IN, key=task.public_id, as_of=as_of)
    refs = {"task": task.pk, "evidence": evidence.pk}
    notify(person=task.pairing.mentee, kind=FEEDBACK, refs=refs, key=evidence.public_id, as_of=as_of)


def render_tasks(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a mentor reads of tasks that wait for feedback."""
    waiting = Task.objects.waiting().select_related("pairing__mentee", "skill")
    found = waiting.in_bulk({notice.refs["task"] for notice in notices})
    return [_task(notice, found.get(notice.refs["task"])) for notice in notices]


def render_feedback(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a learner reads of feedback that holds; what it says stays on the page of the task."""
    given = Feedback.objects.select_related("task__pairing__mentor", "task__skill", "evidence")
    rows = given.filter(evidence__in={notice.refs["evidence"] for notice in notices})
    found = {row.evidence_id: row for row in rows}
    return [_feedback(notice, found.get(notice.refs["evidence"])) for notice in notices]


def _task(notice: Notice, task: Task | None) -> Rendered | None:
    if task is None or task.pairing.mentor_id != notice.receiver.pk:
        return None
    return Rendered(
        title=_("%(name)s is waiting for your feedback: %(task)s")
        % {"name": task.pairing.mentee, "task": task},
        body=_("A task in %(skill)s. The level and the comment that you give count as evidence.")
        % {"skill": task.skill},
        url=_page_of(task),
        action=_("Give feedback"),
    )


def _feedback(notice: Notice, feedback: Feedback | None) -> Rendered | None:
    if feedback is None or feedback.task.pairing.mentee_id != notice.receiver.pk:
        return None
    task, mentor = feedback.task, feedback.task.pairing.mentor
    is_corrected = feedback.evidence.supersedes_id is not None
    said = (
        _("%(name)s corrected the feedback: %(task)s")
        if is_corrected
        else _("%(name)s gave feedback: %(task)s")
    )
    return Rendered(
        title=said % {"name": mentor, "task": task},
        body=_("It counts as evidence of %(skill)s.") % {"skill": task.skill},
        url=_page_of(task),
        action=_("Read the feedback"),
    )


def _page_of(task: Task) -> str:
    return reverse("mentoring:task", args=[task.public_id])


KINDS = [
    Kind(
        key=HANDED_IN,
        title=gettext_lazy("Tasks to give feedback on"),
        description=gettext_lazy("One of your learners hands in a task."),
        render=render_tasks,
        is_act=True,
    ),
    Kind(
        key=FEEDBACK,
        title=gettext_lazy("Feedback on your tasks"),
        description=gettext_lazy("Your mentor gives feedback or corrects it."),
        render=render_feedback,
        is_act=False,
    ),
]
