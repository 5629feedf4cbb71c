"""Keeping how far the people of assignments are, so that lists of them count nothing."""

from collections.abc import Iterable
from datetime import datetime

from content.assignments.models import Assignment
from content.assignments.reports import numbers_of


def count_assignments(*, assignments: Iterable[Assignment] | None = None, as_of: datetime) -> int:
    """Keep how far the people of assignments are, of all active ones or of these; how many changed."""
    changed = 0
    for one in Assignment.objects.active().order_by("pk") if assignments is None else assignments:
        told = numbers_of(one, as_of)
        values = {
            "people_count": told.people,
            "done_count": told.done,
            "waived_count": told.waived,
            "overdue_count": told.overdue,
        }
        changed += Assignment.objects.filter(pk=one.pk).exclude(**values).update(**values)
    return changed
