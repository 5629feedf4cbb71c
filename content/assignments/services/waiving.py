"""Waiving an assignment for somebody, asking for it again, and reminding them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.assignments.choices import REMIND_AFTER, AssignedState
from content.assignments.compute import add_months
from content.assignments.models import LONGEST_NOTE, AssignedPerson
from content.assignments.notifications import settle_rows, tell_reminder, tell_waived
from content.assignments.services.assigning import AssignmentError
from content.assignments.services.completing import publish_changed
from content.assignments.services.counting import count_assignments
from lifow.base.bounds import without_controls
from lifow.people.persons.models import Person


def waive(*, row: AssignedPerson, by: Person | None, reason: str, as_of: datetime) -> AssignedPerson:
    """Say that somebody need not do it, this time, and why; they are told. By the same person, twice is
    once; by None it is a system.

    Who may is said by `content.waive_assignment`. Raises AssignmentError without a reason, and where it does
    not wait for them any more.
    """
    told = without_controls(reason).strip()
    if not told:
        raise AssignmentError("reason", _("Say why, so that it can be understood later."))
    if len(told) > LONGEST_NOTE:
        message = _("Write at most %(most)s characters; these are %(count)s.")
        raise AssignmentError("reason", message % {"most": LONGEST_NOTE, "count": len(told)})
    with transaction.atomic():
        locked = _locked(row)
        if locked.state == AssignedState.WAIVED and locked.waived_by_id == (by.pk if by else None):
            return locked
        _check_open(locked)
        locked.state, locked.waived_by, locked.waived_at, locked.reason = (
            AssignedState.WAIVED,
            by,
            as_of,
            told,
        )
        if locked.assignment.repeat_months:
            locked.repeats_on = add_months(locked.due_on, locked.assignment.repeat_months)
        locked.save()
        _follow(locked, as_of)
        tell_waived(locked, as_of=as_of)
    return locked


def ask_again(*, row: AssignedPerson, as_of: datetime) -> AssignedPerson:
    """Take a waiver back: it is to do again, by the day that it was due. Twice is once.

    Raises AssignmentError where it was not waived, was due again since, or its assignment has ended.
    """
    with transaction.atomic():
        locked = _locked(row)
        if locked.state == AssignedState.OPEN:
            return locked
        is_newest = AssignedPerson.objects.filter(pk=locked.pk).newest_round().exists()
        if locked.state != AssignedState.WAIVED or not is_newest or locked.assignment.is_ended:
            raise AssignmentError("", _("It cannot be asked for again: it was not waived, or it has ended."))
        locked.state, locked.waived_by, locked.waived_at, locked.reason = AssignedState.OPEN, None, None, ""
        locked.repeats_on = None
        locked.save()
        _follow(locked, as_of)
    return locked


def remind(*, row: AssignedPerson, as_of: datetime) -> AssignedPerson:
    """Remind somebody of what they have to do, once a day at most: in their hours, as with all messages.

    Raises AssignmentError where it does not wait for them any more, and where they were reminded already.
    """
    with transaction.atomic():
        locked = _locked(row)
        _check_open(locked)
        if locked.reminded_at is not None and as_of - locked.reminded_at < REMIND_AFTER:
            message = _("%(name)s was reminded already. Once a day is enough.")
            raise AssignmentError("", message % {"name": locked.person})
        AssignedPerson._base_manager.filter(pk=locked.pk).update(reminded_at=as_of)
        tell_reminder(locked, as_of=as_of)
    return locked


def _locked(row: AssignedPerson) -> AssignedPerson:
    rows = AssignedPerson.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person", "assignment").get(pk=row.pk)


def _check_open(row: AssignedPerson) -> None:
    if row.state == AssignedState.DONE:
        raise AssignmentError("", _("%(name)s has done it already.") % {"name": row.person})
    if row.state == AssignedState.WAIVED:
        raise AssignmentError("", _("It is waived already."))
    if not row.is_open or row.assignment.is_ended:
        raise AssignmentError("", _("It is not assigned to %(name)s any more.") % {"name": row.person})


def _follow(row: AssignedPerson, as_of: datetime) -> None:
    settle_rows([row], as_of=as_of)
    publish_changed([row.person_id], as_of)
    count_assignments(assignments=[row.assignment], as_of=as_of)
