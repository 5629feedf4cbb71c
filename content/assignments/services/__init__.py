"""Assigning, working out whom it concerns, what was done, due again, waived; and stretch tasks."""

from content.assignments.notifications import tell_due
from content.assignments.reports import AssignmentContents
from content.assignments.services.assigning import (
    AssignmentError,
    assign,
    check_contents,
    end_assignment,
)
from content.assignments.services.changing import AssignmentChangedError, change_assignment
from content.assignments.services.completing import note_completed
from content.assignments.services.counting import count_assignments
from content.assignments.services.leave import move_due_after_leave
from content.assignments.services.merging import MOVED, move_assignments
from content.assignments.services.refreshing import (
    refresh_all,
    refresh_assignment,
    refresh_people,
)
from content.assignments.services.rounds import open_rounds
from content.assignments.services.stretch import (
    StretchError,
    answer_stretch_task,
    confirm_stretch_task,
    finish_stretch_task,
    offer_stretch_task,
    send_back_stretch_task,
    withdraw_stretch_task,
)
from content.assignments.services.waiving import ask_again, remind, waive

__all__ = [
    "MOVED",
    "AssignmentChangedError",
    "AssignmentContents",
    "AssignmentError",
    "StretchError",
    "answer_stretch_task",
    "ask_again",
    "assign",
    "change_assignment",
    "check_contents",
    "confirm_stretch_task",
    "count_assignments",
    "end_assignment",
    "finish_stretch_task",
    "move_assignments",
    "move_due_after_leave",
    "note_completed",
    "offer_stretch_task",
    "open_rounds",
    "refresh_all",
    "refresh_assignment",
    "refresh_people",
    "remind",
    "send_back_stretch_task",
    "tell_due",
    "waive",
    "withdraw_stretch_task",
]
