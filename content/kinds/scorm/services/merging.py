"""Packages of a record that is merged into another one."""

from datetime import datetime

from django.db import models

from content.kinds.scorm.choices import DONE
from content.kinds.scorm.models import ScormProgress
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows

MOVED: tuple[type[models.Model], ...] = (ScormProgress,)
HOW_FAR = (
    *("file", "status", "raw", "least", "most", "location", "suspend_data", "others", "is_suspended"),
    *("seconds", "changed_at", "completed_at"),
)


def move_packages(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what a merged record has done in packages be the kept person's, in the transaction around.

    Of a package that both have opened, what was completed counts, else what was done last.
    """
    theirs = ScormProgress.objects.filter(person=merge.merged_id)
    own = {
        one.module_id: one
        for one in ScormProgress.objects.filter(person=merge.kept_id, module__in=theirs.values("module"))
    }
    for other in theirs.filter(module__in=own):
        row = own[other.module_id]
        best = max(row, other, key=lambda one: (one.status in DONE, one.changed_at))
        values = {name: getattr(best, name) for name in HOW_FAR}
        change_rows(merge=merge, rows=ScormProgress.objects.filter(pk=row.pk), at=moved_at, **values)
    change_rows(merge=merge, rows=theirs.exclude(module__in=own), at=moved_at, person_id=merge.kept_id)
