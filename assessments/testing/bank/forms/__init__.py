"""What authors and reviewers fill in, and answers as they are sent from a page."""

from assessments.testing.bank.forms.answers import NO_ANSWER, Trial, given_answer, sent_fields, tried
from assessments.testing.bank.forms.bodies import BodyForms
from assessments.testing.bank.forms.questions import (
    ChangeForm,
    QuestionForms,
    RetireForm,
    ReviewForm,
    StartForm,
    SubmitForm,
)

__all__ = [
    "NO_ANSWER",
    "BodyForms",
    "ChangeForm",
    "QuestionForms",
    "RetireForm",
    "ReviewForm",
    "StartForm",
    "SubmitForm",
    "Trial",
    "given_answer",
    "sent_fields",
    "tried",
]
