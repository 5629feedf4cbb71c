"""Merging two records of one person, undoing it, and what apps need to move their rows for it."""

from lifow.people.merging.services.changes import add_row, change_rows, put_back, remove_rows
from lifow.people.merging.services.merging import (
    MergeError,
    merge_people,
    standing_merge,
    undo_merge,
    undone_merge,
)

__all__ = [
    "MergeError",
    "add_row",
    "change_rows",
    "merge_people",
    "put_back",
    "remove_rows",
    "standing_merge",
    "undo_merge",
    "undone_merge",
]
