"""Reads of what is to be written."""

from content.debt.reports.lists import (
    Asked,
    Counts,
    computed_at,
    counts,
    debt_rows,
    is_late,
    open_tasks,
    searches_without_result,
    wished_topics,
    wishes_for,
    with_tasks,
)
from content.debt.reports.subjects import Subject, subject_of, subject_of_task

__all__ = [
    "Asked",
    "Counts",
    "Subject",
    "computed_at",
    "counts",
    "debt_rows",
    "is_late",
    "open_tasks",
    "searches_without_result",
    "subject_of",
    "subject_of_task",
    "wished_topics",
    "wishes_for",
    "with_tasks",
]
