"""What is told of assignments: one is new, it is due soon, it is overdue, somebody reminds, it is waived; and
to managers, once a week at most, that something of their direct reports is overdue."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.assignments.choices import TELL_BEFORE, AssignedState
from content.assignments.models import AssignedPerson
from lifow.base.days import local_day, own_day
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify, notify_all, settle_all
from lifow.people.persons.models import Employment, Person

ASSIGNED = "assigned"
DUE_SOON = "assignment_due"
OVERDUE = "assignment_overdue"
REMINDER = "assignment_reminder"
WAIVED = "assignment_waived"
CHANGED = "assignment_changed"
TAKEN_BACK = "assignment_taken_back"
TEAM_OVERDUE = "assignments_of_team_overdue"
OF_PERSON = (ASSIGNED, CHANGED, DUE_SOON, OVERDUE, REMINDER)
AT_ONCE = 500


def tell_assigned(rows: Sequence[AssignedPerson], *, as_of: datetime) -> None:
    """Tell people, once, what was assigned to them; `rows` come with their people."""
    settle_all(kind=TAKEN_BACK, keys=[(row.person_id, row.public_id) for row in rows], as_of=as_of)
    notify_all(new=[_new(row, ASSIGNED) for row in rows], as_of=as_of)


def tell_changed(rows: Sequence[AssignedPerson], *, as_of: datetime) -> None:
    """Tell people that what is assigned to them, or its due day, has changed, in place of what they were
    told of it before; `rows` come with their people."""
    settle_rows(rows, as_of=as_of)
    notify_all(new=[_new(row, CHANGED) for row in rows], as_of=as_of)


def tell_taken_back(rows: Sequence[AssignedPerson], *, as_of: datetime) -> None:
    """Tell people that they need not do it any more; `rows` come with their people."""
    notify_all(new=[_new(row, TAKEN_BACK) for row in rows], as_of=as_of)


def tell_reminder(row: AssignedPerson, *, as_of: datetime) -> None:
    """Remind somebody of an assignment, in place of what they were told of it before."""
    settle_rows([row], as_of=as_of)
    notify_all(new=[_new(row, REMINDER)], as_of=as_of)


def tell_waived(row: AssignedPerson, *, as_of: datetime) -> None:
    """Tell somebody that they need not do it."""
    notify(person=row.person, kind=WAIVED, refs={"assigned": row.pk}, key=row.public_id, as_of=as_of)


def settle_rows(rows: Iterable[AssignedPerson], *, as_of: datetime) -> None:
    """Close what people were told of assignments that wait for them no more."""
    keys = [(row.person_id, row.public_id) for row in rows]
    for kind in OF_PERSON if keys else ():
        settle_all(kind=kind, keys=keys, as_of=as_of)


def tell_due(*, as_of: datetime) -> int:
    """Tell people of what is due within a week, and of what is overdue by now, each once; managers of the
    latter too, once a week at most. Whoever is on leave is told when they are back. How many were told."""
    open_rows = AssignedPerson.objects.open().filter(assignment__ended_at__isnull=True).not_on_leave(as_of)
    last = own_day(as_of + TELL_BEFORE, "person__timezone")
    near = open_rows.filter(told_due_at__isnull=True, assigned_at__lte=as_of - TELL_BEFORE / 7)
    soon = near.alias(last=last).filter(due_on__lte=F("last"))
    late = open_rows.past_due(as_of).filter(told_overdue_at__isnull=True)
    told = _tell_each(late, OVERDUE, {"told_overdue_at": as_of, "told_due_at": as_of}, as_of)
    return told + _tell_each(soon, DUE_SOON, {"told_due_at": as_of}, as_of)


def _tell_each(rows: QuerySet[AssignedPerson], kind: str, marks: dict[str, datetime], as_of: datetime) -> int:
    """Tell of rows, some at a time, and mark them: whoever comes second finds none."""
    ids, told = list(rows.order_by("pk").values_list("pk", flat=True)), 0
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            some = rows.filter(pk__in=ids[start : start + AT_ONCE]).select_related("person").order_by("pk")
            locked = list(some.select_for_update(of=("self",), skip_locked=True))
            settle_rows(locked, as_of=as_of)
            notify_all(new=[_new(row, kind) for row in locked], as_of=as_of)
            if kind == OVERDUE:
                _tell_managers(locked, as_of)
            # The plain manager: `updated_at` stays, as neither plans nor other systems follow what was told.
            told += AssignedPerson._base_manager.filter(pk__in=[row.pk for row in locked]).update(**marks)
    return told


def _tell_managers(rows: Sequence[AssignedPerson], as_of: datetime) -> None:
    reporting = Employment.objects.reporting().filter(person__in={row.person_id for row in rows})
    managers = Person.objects.filter(pk__in=reporting.values("manager")).order_by("pk")
    new = [New(one, TEAM_OVERDUE, {}, _week(local_day(as_of, one.timezone))) for one in managers]
    notify_all(new=new, as_of=as_of)


def _new(row: AssignedPerson, kind: str) -> New:
    return New(row.person, kind, {"assigned": row.pk}, row.public_id)


def _week(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-{week:02}"


def render_assigned(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of an assignment while it is to do."""
    found = _rows_of(notices)
    return [_to_do(one, found.get(one.refs["assigned"])) for one in notices]


def render_changed(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of an assignment that was changed, while it is to do."""
    told = render_assigned(notices)
    said = _("Changed: %(words)s")
    return [one and replace(one, title=said % {"words": one.title}) for one in told]


def render_taken_back(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of an assignment that they need not do any more, while that is so."""
    found = _rows_of(notices)
    return [_taken_back(one, found.get(one.refs["assigned"])) for one in notices]


def render_waived(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of an assignment that was waived, while it is."""
    found = _rows_of(notices)
    return [_waived(one, found.get(one.refs["assigned"])) for one in notices]


def render_team(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a manager reads of what is overdue; nothing once nothing is."""
    now = timezone.now()
    managers = {notice.receiver.pk for notice in notices}
    reporting = Employment.objects.reporting().filter(manager__in=managers)
    boss_of: dict[int, set[int]] = {}
    for manager, person in reporting.values_list("manager_id", "person_id"):
        boss_of.setdefault(person, set()).add(manager)
    rows = AssignedPerson.objects.overdue(now).filter(assignment__ended_at__isnull=True, person__in=boss_of)
    late: dict[int, set[int]] = {}
    for person in rows.values_list("person_id", flat=True):
        for manager in boss_of[person]:
            late.setdefault(manager, set()).add(person)
    return [_team(len(late.get(notice.receiver.pk, ()))) for notice in notices]


def _rows_of(notices: Sequence[Notice]) -> dict[int, AssignedPerson]:
    rows = AssignedPerson.objects.select_related("assignment__created_by", "waived_by", "person")
    return rows.in_bulk({notice.refs["assigned"] for notice in notices})


def _to_do(notice: Notice, row: AssignedPerson | None) -> Rendered | None:
    if row is None or row.person_id != notice.receiver.pk or not row.is_open or row.assignment.is_ended:
        return None
    said = {"title": row.assignment, "day": date_format(row.due_on, "j F Y")}
    is_late = row.due_on < local_day(timezone.now(), row.person.timezone)
    title = _("Overdue since %(day)s: %(title)s") if is_late else _("Due on %(day)s: %(title)s")
    return Rendered(
        title=title % said,
        body=row.assignment.note or _by_whom(row),
        url=f"{reverse('content:assigned')}#{row.public_id}",
        action=_("Open your assignments"),
    )


def _taken_back(notice: Notice, row: AssignedPerson | None) -> Rendered | None:
    is_own = row is not None and row.person_id == notice.receiver.pk
    if row is None or not is_own or row.state != AssignedState.REMOVED:
        return None
    return Rendered(
        title=_("You need not do it any more: %(title)s") % {"title": row.assignment},
        body=_("It has ended.") if row.assignment.is_ended else _("It does not concern you any more."),
        url=reverse("content:assigned"),
        action=_("Open your assignments"),
    )


def _by_whom(row: AssignedPerson) -> str:
    by = row.assignment.created_by
    return _("Assigned by %(name)s.") % {"name": by} if by else ""


def _waived(notice: Notice, row: AssignedPerson | None) -> Rendered | None:
    is_own = row is not None and row.person_id == notice.receiver.pk
    if row is None or not is_own or row.state != AssignedState.WAIVED:
        return None
    said = {"name": row.waived_by or _("Somebody"), "title": row.assignment}
    return Rendered(
        title=_("%(name)s waived: %(title)s") % said,
        body=row.reason,
        url=reverse("content:assigned"),
        action=_("Open your assignments"),
    )


def _team(people: int) -> Rendered | None:
    if not people:
        return None
    words = ngettext(
        "%(count)s of your direct reports has something overdue",
        "%(count)s of your direct reports have something overdue",
        people,
    )
    return Rendered(
        title=words % {"count": people},
        body=_("Remind them, or waive what they need not do."),
        url=reverse("content:overdue"),
        action=_("See what is overdue"),
    )


KINDS = [
    Kind(
        key=ASSIGNED,
        title=gettext_lazy("Assigned to you"),
        description=gettext_lazy("Once, when HR or your manager assigns something to you."),
        render=render_assigned,
        is_act=True,
    ),
    Kind(
        key=DUE_SOON,
        title=gettext_lazy("Assignments due soon"),
        description=gettext_lazy("A week before something that is assigned to you is due."),
        render=render_assigned,
        is_act=True,
    ),
    Kind(
        key=OVERDUE,
        title=gettext_lazy("Overdue assignments"),
        description=gettext_lazy("Something that is assigned to you is past its due day."),
        render=render_assigned,
        is_act=True,
    ),
    Kind(
        key=REMINDER,
        title=gettext_lazy("Reminders of assignments"),
        description=gettext_lazy("Your manager or HR reminds you of something that is assigned to you."),
        render=render_assigned,
        is_act=True,
    ),
    Kind(
        key=CHANGED,
        title=gettext_lazy("Changed assignments"),
        description=gettext_lazy("Once, when the due day or the modules of an assignment of yours change."),
        render=render_changed,
        is_act=True,
    ),
    Kind(
        key=TAKEN_BACK,
        title=gettext_lazy("Assignments taken back"),
        description=gettext_lazy(
            "Somebody has changed or ended an assignment, and you need not do it any more."
        ),
        render=render_taken_back,
        is_act=False,
    ),
    Kind(
        key=WAIVED,
        title=gettext_lazy("Waived assignments"),
        description=gettext_lazy("Your manager or HR says that you need not do something."),
        render=render_waived,
        is_act=False,
    ),
    Kind(
        key=TEAM_OVERDUE,
        title=gettext_lazy("Overdue in your team"),
        description=gettext_lazy("Once a week at most: something of your direct reports is overdue."),
        render=render_team,
        is_act=True,
    ),
]
