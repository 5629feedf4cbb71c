"""Assignments and stretch tasks."""

from content.assignments.models.assignments import (
    LONGEST_NOTE,
    MOST_BACK,
    MOST_DAYS,
    MOST_MONTHS,
    AssignedPerson,
    Assignment,
    AssignmentChange,
    AssignmentEquivalent,
    AssignmentModule,
    NamedPerson,
)
from content.assignments.models.stretch import LONGEST_STRETCH, MOST_HOURS, StretchTask

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_STRETCH",
    "MOST_BACK",
    "MOST_DAYS",
    "MOST_HOURS",
    "MOST_MONTHS",
    "AssignedPerson",
    "Assignment",
    "AssignmentChange",
    "AssignmentEquivalent",
    "AssignmentModule",
    "NamedPerson",
    "StretchTask",
]
