"""Pages of the item bank, for authors: the list, a question and its editor, and reviewing."""

from assessments.testing.bank.views.editing import edit, new
from assessments.testing.bank.views.questions import (
    discard,
    question,
    questions,
    retire,
    submit,
    take_back,
    unretire,
)
from assessments.testing.bank.views.reviewing import review

__all__ = [
    "discard",
    "edit",
    "new",
    "question",
    "questions",
    "retire",
    "review",
    "submit",
    "take_back",
    "unretire",
]
