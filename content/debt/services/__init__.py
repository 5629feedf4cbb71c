"""Writing what is to be written: the list of gaps, topics that people ask for, and writing tasks."""

from content.debt.services.listing import list_debt, weight_of
from content.debt.services.merging import move_writing, put_writing_back
from content.debt.services.tasks import (
    Terms,
    WritingTaskError,
    cancel_task,
    change_task,
    close_covered,
    finish_task,
    open_task,
    tell_due_tasks,
)
from content.debt.services.wishes import (
    WishError,
    answer_wish,
    ask_for_topic,
    decline_wish,
    join_wish,
    leave_wish,
)

__all__ = [
    "Terms",
    "WishError",
    "WritingTaskError",
    "answer_wish",
    "ask_for_topic",
    "cancel_task",
    "change_task",
    "close_covered",
    "decline_wish",
    "finish_task",
    "join_wish",
    "leave_wish",
    "list_debt",
    "move_writing",
    "open_task",
    "put_writing_back",
    "tell_due_tasks",
    "weight_of",
]
