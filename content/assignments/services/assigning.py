"""Making an assignment, and ending it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.assignments.choices import AssignedState, Audience, DueFrom
from content.assignments.models import (
    AssignedPerson,
    Assignment,
    AssignmentEquivalent,
    AssignmentModule,
    NamedPerson,
)
from content.assignments.notifications import settle_rows, tell_taken_back
from content.assignments.reports import AssignmentContents, people_in
from content.assignments.services.completing import publish_changed
from content.assignments.services.counting import count_assignments
from content.assignments.services.refreshing import refresh_assignment
from content.catalogue.models import Module
from lifow.base.days import local_day
from lifow.base.jobs import start_soon
from lifow.people.persons.models import Person

AT_ONCE = 1000
REFRESH = "content.assignments.tasks.refresh_assignment"


class AssignmentError(ValueError):
    """What cannot be assigned, waived or reminded of; `field` says where, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def assign(
    *, contents: AssignmentContents, by: Person | None, as_of: datetime, idempotency_key: str | None = None
) -> Assignment:
    """Assign modules, in one transaction: at once for up to a thousand people, else by a worker.

    A second call with the same key gives the assignment of the first. Raises AssignmentError for nothing to
    do, nobody to do it, a due day that is over, and a module that is not published.
    """
    check_contents(contents, by, as_of)
    contents = contents.applicable
    with transaction.atomic():
        row, is_new = _row(contents, by, as_of, idempotency_key)
        if not is_new:
            return row
        write_steps(row, contents)
        write_equivalents(row, contents)
        write_named(row, contents)
        if people_in(contents.whom, as_of).order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
            refresh_assignment(assignment_id=row.pk, as_of=as_of)
        else:
            start_soon(REFRESH, row.pk)
    row.refresh_from_db()
    return row


def end_assignment(*, assignment: Assignment, by: Person | None, as_of: datetime) -> Assignment:
    """End an assignment: nobody has to do it any more, which they are told, and what was done stays done.
    Twice is once."""
    with transaction.atomic():
        row = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
        if row.is_ended:
            return row
        row.ended_at, row.ended_by = as_of, by
        row.save(update_fields=["ended_at", "ended_by", "updated_at"])
        open_rows = AssignedPerson.objects.open().filter(assignment=row).order_by("pk")
        with_people = open_rows.select_related("person").select_for_update(of=("self",))
        while some := list(with_people[:AT_ONCE]):
            settle_rows(some, as_of=as_of)
            rows = AssignedPerson.objects.filter(pk__in=[one.pk for one in some])
            rows.update(state=AssignedState.REMOVED)
            tell_taken_back(some, as_of=as_of)
            publish_changed([one.person_id for one in some], as_of)
        count_assignments(assignments=[row], as_of=as_of)
    return row


def write_steps(assignment: Assignment, contents: AssignmentContents) -> None:
    """Have an assignment ask for the modules of its contents, in their order."""
    assignment.steps.all().delete()
    AssignmentModule.objects.bulk_create(
        AssignmentModule(assignment=assignment, module=module, position=position)
        for position, module in enumerate(contents.modules, start=1)
    )


def write_equivalents(assignment: Assignment, contents: AssignmentContents) -> None:
    """Have what its contents say count instead."""
    assignment.equivalents.all().delete()
    modules = (AssignmentEquivalent(assignment=assignment, module=one) for one in contents.instead_modules)
    tests = (AssignmentEquivalent(assignment=assignment, form=one) for one in contents.instead_tests)
    AssignmentEquivalent.objects.bulk_create([*modules, *tests])


def write_named(assignment: Assignment, contents: AssignmentContents) -> None:
    """Have it name the people of its contents."""
    assignment.named.all().delete()
    NamedPerson.objects.bulk_create(NamedPerson(assignment=assignment, person=one) for one in contents.people)


def values_of(contents: AssignmentContents) -> Mapping[str, Any]:
    """What of its contents is stored with the assignment itself."""
    names = (
        *("title", "note", "audience", "role", "org_unit", "manager", "hired_from"),
        *("due_from", "due_on", "due_days", "repeat_months", "counts_back_days", "managers_may_waive"),
    )
    return {name: getattr(contents, name) for name in names}


def _row(
    contents: AssignmentContents, by: Person | None, as_of: datetime, idempotency_key: str | None
) -> tuple[Assignment, bool]:
    values = {**values_of(contents), "created_by": by, "made_at": as_of}
    if idempotency_key is None:
        return Assignment.objects.create(**values), True
    return Assignment.objects.get_or_create(idempotency_key=idempotency_key, defaults=values)


def check_contents(
    contents: AssignmentContents,
    by: Person | None,
    as_of: datetime,
    before: AssignmentContents | None = None,
) -> None:
    """Raise AssignmentError for what `assign` refuses. What an assignment says `before` it is changed may
    stay: a module that is not published any more, and a due day that is over."""
    if not contents.modules:
        raise AssignmentError("modules", _("Choose at least one module."))
    kept = before.modules if before else ()
    closed = [one for one in contents.modules if one.status != Module.Status.PUBLISHED and one not in kept]
    if closed:
        message = _("“%(module)s” is not published. Choose another module, or publish it first.")
        raise AssignmentError("modules", message % {"module": closed[0]})
    needed = {
        Audience.PEOPLE: ("people", contents.people, _("Choose at least one person.")),
        Audience.TEAM: ("audience", contents.manager, _("Say whose team it is for.")),
        Audience.ROLE: ("role", contents.role, _("Choose a role.")),
        Audience.UNIT: ("units", contents.org_unit, _("Choose a unit.")),
    }
    if contents.audience in needed:
        name, given, message = needed[Audience(contents.audience)]
        if not given:
            raise AssignmentError(name, message)
    _check_due(contents, by, as_of, before)


def _check_due(
    contents: AssignmentContents, by: Person | None, as_of: datetime, before: AssignmentContents | None
) -> None:
    if contents.due_from != DueFrom.DAY and not contents.due_days:
        raise AssignmentError("due_days", _("Say how many days."))
    if contents.due_from == DueFrom.DAY:
        if contents.due_on is None:
            raise AssignmentError("due_on", _("Choose a day."))
        is_kept = before is not None and before.due_on == contents.due_on
        if not is_kept and contents.due_on < local_day(as_of, by.timezone if by else "UTC"):
            raise AssignmentError("due_on", _("This day has passed. Choose a later one."))
