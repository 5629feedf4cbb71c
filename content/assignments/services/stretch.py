"""Stretch tasks: offering one, the learner's answer, finishing it, and the manager's word, which is
evidence."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.evidence.services import record_evidence
from assessments.frameworks.models import Skill
from content.assignments.choices import StretchState
from content.assignments.models import LONGEST_STRETCH, StretchTask
from content.assignments.notifications import tell_of_stretch, tell_sent_back
from lifow.base.bounds import without_controls
from lifow.base.days import local_day
from lifow.people.persons.models import Employment, Person

State = StretchState


class StretchError(ValueError):
    """What a stretch task does not allow now; `field` says where, the message what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def offer_stretch_task(
    *,
    person: Person,
    by: Person,
    skill: Skill,
    level: int,
    title: str,
    text: str,
    hours: int,
    due_on: date,
    as_of: datetime,
    idempotency_key: str | None = None,
) -> StretchTask:
    """Offer somebody real work that trains a skill; they are told. The same key twice is one task.

    Who may is said by `content.offer_stretch_task`. Raises StretchError for a day that is over.
    """
    if due_on < local_day(as_of, person.timezone):
        raise StretchError(_("This day has passed. Choose a later one."), "due_on")
    values = {
        "person": person,
        "offered_by": by,
        "skill": skill,
        "level": level,
        "title": title,
        "text": text,
        "hours": hours,
        "due_on": due_on,
        "offered_at": as_of,
    }
    with transaction.atomic():
        if idempotency_key is None:
            task, is_new = StretchTask.objects.create(**values), True
        else:
            task, is_new = StretchTask.objects.get_or_create(idempotency_key=idempotency_key, defaults=values)
        if is_new:
            tell_of_stretch(task, [person], as_of=as_of)
    return task


def answer_stretch_task(
    *, task: StretchTask, is_accepted: bool, note: str = "", as_of: datetime
) -> StretchTask:
    """Accept or decline a task that is offered; whoever offered it is told. Twice is once.

    Declining needs a note. Raises StretchError without one, and where it was answered otherwise or withdrawn.
    """
    told = _checked(note)
    if not is_accepted and not told:
        raise StretchError(_("Say why, in a few words: your manager can then offer something else."), "note")

    def answer(row: StretchTask) -> None:
        row.state = State.ACCEPTED if is_accepted else State.DECLINED
        row.note, row.answered_at = told, as_of

    to = State.ACCEPTED if is_accepted else State.DECLINED
    return _changed(task, to, (State.OFFERED,), answer, as_of)


def finish_stretch_task(*, task: StretchTask, note: str, as_of: datetime) -> StretchTask:
    """Say that a task is finished, with what came of it; the managers are told. Twice is once.

    Raises StretchError without a note, and where it was not accepted.
    """
    told = _checked(note)
    if not told:
        raise StretchError(_("Say what you did and what came of it."), "note")

    def finish(row: StretchTask) -> None:
        row.state, row.note, row.finished_at = State.FINISHED, told, as_of

    return _changed(task, State.FINISHED, (State.ACCEPTED,), finish, as_of)


def confirm_stretch_task(
    *, task: StretchTask, by: Person, level: Decimal, words: str, as_of: datetime
) -> StretchTask:
    """Confirm a finished task with the level that was seen: it is evidence of observed work. Twice is once.

    Who may is said by `content.confirm_stretch_task`. Raises StretchError without words and where it is not
    finished, EvidenceError for a level off the scale.
    """
    told = _checked(words)
    if not told:
        raise StretchError(_("Say what you saw: a level alone helps nobody."), "words")

    def confirm(row: StretchTask) -> None:
        row.evidence = record_evidence(
            person=row.person,
            skill=row.skill,
            level=level,
            source=Evidence.Source.OBSERVED,
            rater=by,
            observed_at=as_of,
            recorded_at=as_of,
            origin={"kind": "stretch_task", "id": row.public_id, "title": row.title, "text": told},
            idempotency_key=f"stretch:{row.public_id}",
            recorded_by=by,
        )
        row.state, row.words, row.confirmed_at, row.confirmed_by = State.CONFIRMED, told, as_of, by

    return _changed(task, State.CONFIRMED, (State.FINISHED,), confirm, as_of)


def send_back_stretch_task(*, task: StretchTask, by: Person, words: str, as_of: datetime) -> StretchTask:
    """Say what is missing of a finished task: it goes on. Raises StretchError without words."""
    told = _checked(words)
    if not told:
        raise StretchError(_("Say what is missing, so that it can be done."), "words")
    with transaction.atomic():
        row = _locked(task)
        if row.state == State.ACCEPTED and row.words == told:
            return row
        if row.state != State.FINISHED:
            raise StretchError(_not_now(row))
        row.state, row.words, row.finished_at, row.confirmed_by = State.ACCEPTED, told, None, by
        row.save()
        tell_of_stretch(row, [], as_of=as_of)
        tell_sent_back(row, as_of=as_of)
    return row


def withdraw_stretch_task(*, task: StretchTask, as_of: datetime) -> StretchTask:
    """Take back a task that is not finished. Twice is once."""

    def withdraw(row: StretchTask) -> None:
        row.state = State.WITHDRAWN

    return _changed(task, State.WITHDRAWN, (State.OFFERED, State.ACCEPTED), withdraw, as_of)


def _changed(
    task: StretchTask,
    to: StretchState,
    allowed: tuple[StretchState, ...],
    change: Callable[[StretchTask], None],
    as_of: datetime,
) -> StretchTask:
    """The task in another state, locked while it changes; as it is where it has that state already."""
    with transaction.atomic():
        row = _locked(task)
        if row.state == to:
            return row
        if row.state not in allowed:
            raise StretchError(_not_now(row))
        change(row)
        row.save()
        tell_of_stretch(row, _receivers(row), as_of=as_of)
    return row


def _locked(task: StretchTask) -> StretchTask:
    rows = StretchTask.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person", "offered_by", "skill").get(pk=task.pk)


def _receivers(task: StretchTask) -> list[Person]:
    """Whom the state of a task concerns."""
    if task.state == State.FINISHED:
        reporting = Employment.objects.reporting().filter(person=task.person).values("manager")
        managers = list(Person.objects.filter(pk__in=reporting, is_active=True).order_by("pk"))
        return managers or _offered_by(task)
    if task.state in (State.ACCEPTED, State.DECLINED):
        return _offered_by(task)
    return [task.person] if task.state == State.CONFIRMED else []


def _offered_by(task: StretchTask) -> list[Person]:
    return [task.offered_by] if task.offered_by else []


def _checked(text: str) -> str:
    told = without_controls(text).strip()
    if len(told) > LONGEST_STRETCH:
        message = _("Write at most %(most)s characters; these are %(count)s.")
        raise StretchError(message % {"most": LONGEST_STRETCH, "count": len(told)}, "note")
    return told


def _not_now(task: StretchTask) -> str:
    words: dict[str, str] = {
        State.OFFERED: _("It is not accepted yet."),
        State.ACCEPTED: _("It is not finished yet."),
        State.DECLINED: _("It was declined."),
        State.FINISHED: _("It is finished already, and waits for confirmation."),
        State.CONFIRMED: _("It is confirmed already."),
        State.WITHDRAWN: _("It was withdrawn."),
    }
    return words.get(task.state, _("It cannot be changed any more."))
