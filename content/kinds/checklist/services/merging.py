"""Checklists of a record that is merged into another one."""

from datetime import datetime

from django.db import models

from content.kinds.checklist.choices import CopyState
from content.kinds.checklist.models import ChecklistCopy, ChecklistLine, StandingPair
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows

MOVED: tuple[type[models.Model], ...] = (ChecklistCopy, ChecklistLine, StandingPair)
HOW_FAR = ("state", "asked_of", "asked_at", "answered_at", "answered_by_id", "words")
FURTHER = (CopyState.OPEN, CopyState.SENT_BACK, CopyState.ASKED, CopyState.SIGNED_OFF)


def move_checklists(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have the checklists of a merged record, and its mentors and learners, be the kept person's, in the
    transaction around. Of a checklist that both have begun, the kept person has what either has done."""
    theirs = ChecklistCopy.objects.filter(person=merge.merged_id)
    own = {
        one.module_id: one
        for one in ChecklistCopy.objects.filter(person=merge.kept_id, module__in=theirs.values("module"))
    }
    for other in theirs.filter(module__in=own):
        _join(merge, own[other.module_id], other, moved_at)
    change_rows(merge=merge, rows=theirs.exclude(module__in=own), at=moved_at, person_id=merge.kept_id)
    for side in ("mentor", "learner"):
        rows = StandingPair.objects.filter(**{side: merge.merged_id})
        change_rows(merge=merge, rows=rows, at=moved_at, **{f"{side}_id": merge.kept_id})


def _join(merge: PersonMerge, row: ChecklistCopy, other: ChecklistCopy, moved_at: datetime) -> None:
    own = {one.key: one for one in row.lines.all()}
    lines = ChecklistLine.objects.filter(copy=other)
    for line in lines.filter(key__in=own):
        known = own[line.key]
        values = {
            "ticked_at": known.ticked_at or line.ticked_at,
            "note": known.note or line.note,
        }
        change_rows(merge=merge, rows=ChecklistLine.objects.filter(pk=known.pk), at=moved_at, **values)
    change_rows(merge=merge, rows=lines.exclude(key__in=own), at=moved_at, copy_id=row.pk)
    if FURTHER.index(CopyState(other.state)) > FURTHER.index(CopyState(row.state)):
        values = {name: getattr(other, name) for name in HOW_FAR}
        change_rows(merge=merge, rows=ChecklistCopy.objects.filter(pk=row.pk), at=moved_at, **values)
