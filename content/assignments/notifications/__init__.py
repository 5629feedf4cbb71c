"""What people are told of assignments and of stretch tasks."""

from content.assignments.notifications import assigned, stretch
from content.assignments.notifications.assigned import (
    settle_rows,
    tell_assigned,
    tell_changed,
    tell_due,
    tell_reminder,
    tell_taken_back,
    tell_waived,
)
from content.assignments.notifications.stretch import tell_of_stretch, tell_sent_back

KINDS = [*assigned.KINDS, *stretch.KINDS]

__all__ = [
    "KINDS",
    "settle_rows",
    "tell_assigned",
    "tell_changed",
    "tell_due",
    "tell_of_stretch",
    "tell_reminder",
    "tell_sent_back",
    "tell_taken_back",
    "tell_waived",
]
