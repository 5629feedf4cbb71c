"""What authors are told of their writing tasks, and learners of a topic that they asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.debt.choices import WishState
from content.debt.models import Wish, WritingTask
from lifow.notifications.models import Message
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_messages
from lifow.people.persons.models import Person

TASK, TASK_DUE, WISH = "writing_task", "writing_task_due", "wish_closed"


def tell_owner(task: WritingTask, *, as_of: datetime) -> None:
    """Tell the owner of a task that they are asked to write."""
    _tell(task, TASK, as_of)


def tell_due(task: WritingTask, *, as_of: datetime) -> None:
    """Tell the owner that the day of a task is near."""
    _tell(task, TASK_DUE, as_of)


def settle_task(task: WritingTask, *, as_of: datetime) -> None:
    """Take what was told of a task out of everybody's inbox."""
    told = Message.objects.open().filter(kind__in=[TASK, TASK_DUE], idempotency_key=f"{task.pk}")
    settle_messages(message_ids=list(told.values_list("pk", flat=True)), as_of=as_of)


def tell_of_wish(wish: Wish, *, as_of: datetime) -> None:
    """Tell all who asked for a topic what came of it."""
    people = Person.objects.filter(wishes__wish=wish).order_by("pk")
    notify_all(new=[New(one, WISH, {"wish": wish.pk}, f"{wish.pk}") for one in people], as_of=as_of)


def render_tasks(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an owner reads of a task, as long as it is open and theirs."""
    return [_task(one, _("Please write: %(task)s")) for one in _open(notices)]


def render_due(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an owner reads of a task whose day is near."""
    return [_task(one, _("Due soon: %(task)s")) for one in _open(notices)]


def render_wishes(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of a topic that they asked for."""
    found = Wish.objects.select_related("module").in_bulk({one.refs["wish"] for one in notices})
    return [_wish(found.get(one.refs["wish"])) for one in notices]


def _tell(task: WritingTask, kind: str, as_of: datetime) -> None:
    if task.owner is not None:
        notify_all(new=[New(task.owner, kind, {"task": task.pk}, f"{task.pk}")], as_of=as_of)


def _open(notices: Sequence[Notice]) -> list[WritingTask | None]:
    rows = WritingTask.objects.open().select_related("asked_by")
    found = rows.in_bulk({one.refs["task"] for one in notices})
    tasks = [(one.receiver.pk, found.get(one.refs["task"])) for one in notices]
    return [task if task and task.owner_id == receiver else None for receiver, task in tasks]


def _task(task: WritingTask | None, title: str) -> Rendered | None:
    if task is None:
        return None
    day = date_format(task.due_on, "j M Y")
    by = _("By %(day)s.") % {"day": day}
    asked = _("%(who)s asks for it.") % {"who": task.asked_by} if task.asked_by else ""
    return Rendered(
        title=title % {"task": task},
        body=f"{by} {asked}".strip(),
        url=reverse("content:writing_task", args=[task.public_id]),
        action=_("See the task"),
    )


def _wish(wish: Wish | None) -> Rendered | None:
    if wish is None:
        return None
    if wish.state == WishState.ANSWERED and wish.module is not None:
        return Rendered(
            title=_("You asked for “%(topic)s”: there is a module") % {"topic": wish},
            body=str(wish.module),
            url=reverse("content:module", args=[wish.module.public_id]),
            action=_("Read it"),
        )
    if wish.state == WishState.DECLINED:
        return Rendered(
            title=_("There will be no module on “%(topic)s”") % {"topic": wish},
            body=wish.note,
            url=reverse("content:wishes"),
            action=_("See what others ask for"),
        )
    return None


KINDS = [
    Kind(
        key=TASK,
        title=gettext_lazy("Writing tasks"),
        description=gettext_lazy("Somebody asks you to write a module, or to work on one."),
        render=render_tasks,
        is_act=True,
    ),
    Kind(
        key=TASK_DUE,
        title=gettext_lazy("Writing tasks that are due soon"),
        description=gettext_lazy("A writing task of yours is due within three days."),
        render=render_due,
        is_act=True,
    ),
    Kind(
        key=WISH,
        title=gettext_lazy("Topics that you asked for"),
        description=gettext_lazy("There is a module on a topic that you asked for, or there will be none."),
        render=render_wishes,
        is_act=False,
    ),
]
