"""What is told of stretch tasks: one is offered, the answer, that it is finished, and what came of it."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.assignments.choices import StretchState
from content.assignments.models import StretchTask
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all
from lifow.people.persons.models import Person

OFFERED = "stretch_offered"
ANSWERED = "stretch_answered"
TO_CONFIRM = "stretch_to_confirm"
RESULT = "stretch_result"
State = StretchState
KIND_OF = {
    State.OFFERED: OFFERED,
    State.ACCEPTED: ANSWERED,
    State.DECLINED: ANSWERED,
    State.FINISHED: TO_CONFIRM,
    State.CONFIRMED: RESULT,
}


def tell_of_stretch(task: StretchTask, receivers: Sequence[Person], *, as_of: datetime) -> None:
    """Tell those whom a change of a stretch task concerns, and close what waited for the change."""
    waiting = [(one.pk, task.public_id) for one in (*receivers, task.person, *_offered_by(task))]
    for kind in (OFFERED, TO_CONFIRM):
        if kind != KIND_OF.get(State(task.state)):
            settle_all(kind=kind, keys=waiting, as_of=as_of)
    kind = KIND_OF.get(State(task.state), "")
    key = f"{task.public_id}:{task.state}:{task.finished_at or ''}"[:100]
    key = task.public_id if kind in (OFFERED, TO_CONFIRM) else key
    if kind:
        new = [New(one, kind, {"stretch": task.pk}, key) for one in receivers]
        notify_all(new=new, as_of=as_of)


def tell_sent_back(task: StretchTask, *, as_of: datetime) -> None:
    """Tell the learner that something is missing before it can be confirmed."""
    key = f"{task.public_id}:back:{as_of.isoformat()}"
    notify_all(new=[New(task.person, RESULT, {"stretch": task.pk}, key)], as_of=as_of)


def _offered_by(task: StretchTask) -> Sequence[Person]:
    return [task.offered_by] if task.offered_by else []


def render_for_learner(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a learner reads of a task that is offered, or of what came of it."""
    found = _tasks_of(notices)
    return [_for_learner(one, found.get(one.refs["stretch"])) for one in notices]


def render_for_manager(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a manager reads of the answer to a task, or of one that is finished."""
    found = _tasks_of(notices)
    return [_for_manager(one, found.get(one.refs["stretch"])) for one in notices]


def _tasks_of(notices: Sequence[Notice]) -> dict[int, StretchTask]:
    rows = StretchTask.objects.select_related("person", "offered_by", "confirmed_by", "skill")
    return rows.in_bulk({notice.refs["stretch"] for notice in notices})


def _for_learner(notice: Notice, task: StretchTask | None) -> Rendered | None:
    if task is None or task.person_id != notice.receiver.pk:
        return None
    said = {
        "name": task.confirmed_by or task.offered_by or _("Somebody"),
        "title": task,
        "skill": task.skill,
        "day": date_format(task.due_on, "j F Y"),
    }
    titles = {
        State.OFFERED: _("%(name)s offers you a stretch task: %(title)s"),
        State.ACCEPTED: _("%(name)s sent a stretch task back: %(title)s"),
        State.CONFIRMED: _("%(name)s confirmed a stretch task: %(title)s"),
    }
    if task.state not in titles:
        return None
    body = task.words or _("It counts as evidence of %(skill)s.") % said
    if task.state == State.OFFERED:
        body = _("It trains %(skill)s, until %(day)s. Accept it, or decline it with a few words.") % said
    return Rendered(
        title=titles[State(task.state)] % said, body=body, url=_page(task), action=_("Open the task")
    )


def _for_manager(notice: Notice, task: StretchTask | None) -> Rendered | None:
    if task is None:
        return None
    said = {"name": task.person, "title": task}
    titles = {
        State.ACCEPTED: _("%(name)s accepted a stretch task: %(title)s"),
        State.DECLINED: _("%(name)s declined a stretch task: %(title)s"),
        State.FINISHED: _("%(name)s finished a stretch task: %(title)s"),
    }
    if task.state not in titles:
        return None
    return Rendered(
        title=titles[State(task.state)] % said,
        body=task.note,
        url=_page(task),
        action=_("Confirm it") if task.state == State.FINISHED else _("Open the task"),
    )


def _page(task: StretchTask) -> str:
    return reverse("content:stretch_task", args=[task.public_id])


KINDS = [
    Kind(
        key=OFFERED,
        title=gettext_lazy("Stretch tasks offered to you"),
        description=gettext_lazy("Your manager offers you real work that trains a skill."),
        render=render_for_learner,
        is_act=True,
    ),
    Kind(
        key=RESULT,
        title=gettext_lazy("Stretch tasks confirmed or sent back"),
        description=gettext_lazy("Your manager says what came of a stretch task that you finished."),
        render=render_for_learner,
        is_act=False,
    ),
    Kind(
        key=ANSWERED,
        title=gettext_lazy("Answers to stretch tasks"),
        description=gettext_lazy("Somebody accepts or declines a stretch task that you offered."),
        render=render_for_manager,
        is_act=False,
    ),
    Kind(
        key=TO_CONFIRM,
        title=gettext_lazy("Stretch tasks to confirm"),
        description=gettext_lazy("Somebody who reports to you has finished a stretch task."),
        render=render_for_manager,
        is_act=True,
    ),
]
