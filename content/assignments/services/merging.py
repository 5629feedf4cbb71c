"""Assignments and stretch tasks of a record that is merged into another one."""

from datetime import datetime

from django.db import models

from content.assignments.choices import AssignedState
from content.assignments.models import AssignedPerson, Assignment, AssignmentChange, StretchTask
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows

MOVED: tuple[type[models.Model], ...] = (AssignedPerson, Assignment, AssignmentChange, StretchTask)
HOW_FAR = ("state", "done_at", "repeats_on", "waived_by_id", "waived_at", "reason")
FURTHER = (AssignedState.REMOVED, AssignedState.OPEN, AssignedState.WAIVED, AssignedState.DONE)


def move_assignments(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what was assigned to a merged record, offered to it or made by it be the kept person's, in the
    transaction around. Of what both have, the kept person has what is further."""
    theirs = AssignedPerson.objects.filter(person=merge.merged_id)
    own = {
        (one.assignment_id, one.round): one
        for one in AssignedPerson.objects.filter(
            person=merge.kept_id, assignment__in=theirs.values("assignment")
        )
    }
    known = {assignment_id for assignment_id, _round in own}
    for other in theirs.filter(assignment__in=known):
        row = own.get((other.assignment_id, other.round))
        if row is not None and FURTHER.index(AssignedState(other.state)) > FURTHER.index(
            AssignedState(row.state)
        ):
            values = {name: getattr(other, name) for name in HOW_FAR}
            change_rows(merge=merge, rows=AssignedPerson.objects.filter(pk=row.pk), at=moved_at, **values)
    change_rows(merge=merge, rows=theirs.exclude(assignment__in=known), at=moved_at, person_id=merge.kept_id)
    for model, names in (
        (StretchTask, ("person", "offered_by", "confirmed_by")),
        (Assignment, ("manager", "created_by", "ended_by")),
        (AssignmentChange, ("changed_by",)),
    ):
        for name in names:
            rows = model._default_manager.filter(**{name: merge.merged_id})
            change_rows(merge=merge, rows=rows, at=moved_at, **{f"{name}_id": merge.kept_id})
