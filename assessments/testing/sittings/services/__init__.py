"""Sitting tests: beginning, answering, and what follows from the answers."""

from assessments.testing.sittings.services.answering import Answered, answer_item
from assessments.testing.sittings.services.ending import end_due, end_early
from assessments.testing.sittings.services.errors import AnsweredAlreadyError, SittingError
from assessments.testing.sittings.services.starting import start_quick_check, start_sitting

__all__ = [
    "Answered",
    "AnsweredAlreadyError",
    "SittingError",
    "answer_item",
    "end_due",
    "end_early",
    "start_quick_check",
    "start_sitting",
]
