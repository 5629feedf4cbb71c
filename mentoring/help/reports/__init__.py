"""Reads of help: who can, how far it is, and how long it takes."""

from mentoring.help.reports.helpers import Helpers, answered_by, helpers_for, load_of, mentor_of, reach_words
from mentoring.help.reports.policy import help_policy, question_steps, steps_of
from mentoring.help.reports.shown import (
    Progress,
    StepTaken,
    Times,
    asked_of,
    messages_of,
    own_requests,
    progress_of,
    progress_of_question,
    times_of_help,
)

__all__ = [
    "Helpers",
    "Progress",
    "StepTaken",
    "Times",
    "answered_by",
    "asked_of",
    "help_policy",
    "helpers_for",
    "load_of",
    "mentor_of",
    "messages_of",
    "own_requests",
    "progress_of",
    "progress_of_question",
    "question_steps",
    "reach_words",
    "steps_of",
    "times_of_help",
]
