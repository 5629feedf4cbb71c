"""What authors and reviewers fill in, and answers as they are sent from a page."""

from assessments.testing.bank.forms.answers import given_answer
from assessments.testing.bank.forms.bodies import BodyForms
from assessments.testing.bank.forms.questions import (
    QuestionForms,
    RetireForm,
    ReviewForm,
    StartForm,
    SubmitForm,
)

__all__ = [
    "BodyForms",
    "QuestionForms",
    "RetireForm",
    "ReviewForm",
    "StartForm",
    "SubmitForm",
    "given_answer",
]
