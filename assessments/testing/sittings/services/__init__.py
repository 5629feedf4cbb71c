"""Sitting tests: beginning, answering, and what follows from the answers."""

from assessments.testing.sittings.services.accommodations import set_accommodation
from assessments.testing.sittings.services.answering import Answered, answer_item
from assessments.testing.sittings.services.ending import end_due, end_early
from assessments.testing.sittings.services.errors import AnsweredAlreadyError, SittingError
from assessments.testing.sittings.services.figures import count_results
from assessments.testing.sittings.services.forms import (
    FormChangedError,
    FormContents,
    FormError,
    SectionContents,
    create_form,
    discard_form,
    publish_form,
    retire_form,
    update_form,
)
from assessments.testing.sittings.services.named import start_named_check
from assessments.testing.sittings.services.starting import (
    MOST_QUICK,
    start_quick_check,
    start_refreshers,
    start_sitting,
)

__all__ = [
    "MOST_QUICK",
    "Answered",
    "AnsweredAlreadyError",
    "FormChangedError",
    "FormContents",
    "FormError",
    "SectionContents",
    "SittingError",
    "answer_item",
    "count_results",
    "create_form",
    "discard_form",
    "end_due",
    "end_early",
    "publish_form",
    "retire_form",
    "set_accommodation",
    "start_named_check",
    "start_quick_check",
    "start_refreshers",
    "start_sitting",
    "update_form",
]
