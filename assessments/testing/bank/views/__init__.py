"""Pages of the item bank, for authors: the list, a question and its editor, and reviewing."""

from assessments.testing.bank.views.changing import change
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
from assessments.testing.bank.views.trying import try_question

__all__ = [
    "change",
    "discard",
    "edit",
    "new",
    "question",
    "questions",
    "retire",
    "review",
    "submit",
    "take_back",
    "try_question",
    "unretire",
]
