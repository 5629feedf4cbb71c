"""Changing an assignment after it was made."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.assignments.choices import Audience
from content.assignments.models import Assignment, AssignmentChange
from content.assignments.reports import DUE, AssignmentContents, contents_of, people_in
from content.assignments.services.assigning import (
    AT_ONCE,
    REFRESH,
    AssignmentError,
    check_contents,
    values_of,
    write_equivalents,
    write_named,
    write_steps,
)
from content.assignments.services.refreshing import refresh_assignment
from lifow.base.jobs import start_soon
from lifow.people.persons.models import Person

INSTEAD = ("instead_modules", "instead_tests")


class AssignmentChangedError(AssignmentError):
    """Somebody else has changed the assignment since it was read."""

    def __init__(self) -> None:
        super().__init__("", _("Somebody else has changed this assignment since you opened it."))


def change_assignment(
    *,
    assignment: Assignment,
    contents: AssignmentContents,
    edition: int | None = None,
    by: Person | None,
    client: str = "",
    as_of: datetime,
) -> Assignment:
    """Have an assignment say something else, in one transaction: its people follow at once where they are up
    to a thousand, else by a worker. Twice is once.

    What is done or waived stays so. Who gets it, need not do it any more, or has another due day or other
    modules is told once. `edition` is the one that was read, `client` the system that says so where it is no
    person. Raises AssignmentChangedError where somebody else has changed it since, AssignmentError for what
    `assign` refuses and where it has ended.
    """
    contents = contents.applicable
    with transaction.atomic():
        row = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
        stored = contents_of(row)
        before, after = stored.told, contents.told
        changed = [name for name in after if after[name] != before[name]]
        if not changed:
            return row
        if row.is_ended:
            raise AssignmentError(
                "", _("It has ended, and is not changed any more. Assign the modules anew.")
            )
        if edition is not None and edition != row.edition:
            raise AssignmentChangedError
        check_contents(contents, by, as_of, stored)
        _write(row, contents, changed, as_of)
        AssignmentChange.objects.create(
            assignment=row,
            edition=row.edition,
            changed_by=by,
            client=client,
            changed_at=as_of,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        wanted = people_in(contents.whom, as_of).order_by()[: AT_ONCE + 1].count()
        if max(wanted, row.people_count) <= AT_ONCE:
            refresh_assignment(assignment_id=row.pk, as_of=as_of)
        else:
            start_soon(REFRESH, row.pk)
    row.refresh_from_db()
    return row


def _write(row: Assignment, contents: AssignmentContents, changed: list[str], as_of: datetime) -> None:
    for name, value in values_of(contents).items():
        setattr(row, name, value)
    row.edition += 1
    if {*DUE} & {*changed}:
        row.due_set_at = as_of
    row.save()
    if "modules" in changed:
        write_steps(row, contents)
    if {"modules", *INSTEAD} & {*changed}:
        write_equivalents(row, contents)
    if {"people", "audience"} & {*changed} or contents.audience == Audience.PEOPLE:
        write_named(row, contents)
