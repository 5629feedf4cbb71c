"""Reads of assignments: whom they are for, what each person has to do, and what has come of it."""

from content.assignments.reports.audience import Whom, first_days_of, people_in, whom_of
from content.assignments.reports.changes import ChangePreview, preview_change
from content.assignments.reports.completions import asked_of, done_moments
from content.assignments.reports.contents import DUE, WHAT_TO_DO, AssignmentContents, contents_of
from content.assignments.reports.due_modules import (
    DueModule,
    asked_again,
    assigned_modules_of,
    due_modules_of,
    is_asked_again,
)
from content.assignments.reports.following import Followed, due_rule_of, follow
from content.assignments.reports.history import HistoryEntry, history_of, last_change_of
from content.assignments.reports.lists import (
    Numbers,
    OverdueInAll,
    assigned_of,
    assignments_listed,
    numbers_of,
    numbers_shown,
    overdue_in_all,
    overdue_of,
    overdue_of_reports,
)
from content.assignments.reports.own import OwnAssignment, for_whom, open_at_a_glance, own_assignments
from content.assignments.reports.previews import Preview, preview_of
from content.assignments.reports.stretch import (
    counted_stretch,
    has_stretch,
    stretch_in_skill,
    stretch_offered_by,
    stretch_tasks_of,
    stretch_waiting,
)

__all__ = [
    "DUE",
    "WHAT_TO_DO",
    "AssignmentContents",
    "ChangePreview",
    "DueModule",
    "Followed",
    "HistoryEntry",
    "Numbers",
    "OverdueInAll",
    "OwnAssignment",
    "Preview",
    "Whom",
    "asked_again",
    "asked_of",
    "assigned_modules_of",
    "assigned_of",
    "assignments_listed",
    "contents_of",
    "counted_stretch",
    "done_moments",
    "due_modules_of",
    "due_rule_of",
    "first_days_of",
    "follow",
    "for_whom",
    "has_stretch",
    "history_of",
    "is_asked_again",
    "last_change_of",
    "numbers_of",
    "numbers_shown",
    "open_at_a_glance",
    "overdue_in_all",
    "overdue_of",
    "overdue_of_reports",
    "own_assignments",
    "people_in",
    "preview_change",
    "preview_of",
    "stretch_in_skill",
    "stretch_offered_by",
    "stretch_tasks_of",
    "stretch_waiting",
    "whom_of",
]
