"""Reads of tests and sittings: what may be begun, what is shown, what came of it, and what can be tested."""

from assessments.testing.sittings.reports.availability import Availability, availability_of
from assessments.testing.sittings.reports.cheapest import NextQuestions, SkillQuestions, next_questions
from assessments.testing.sittings.reports.forms import (
    FormDetails,
    OfferedTest,
    form_details,
    form_problems,
    offered_tests,
)
from assessments.testing.sittings.reports.results import SittingResult, SkillResult, result_of
from assessments.testing.sittings.reports.shown import (
    Progress,
    ShownQuestion,
    asked_questions,
    may_tell,
    progress_of,
    shown_question,
)
from assessments.testing.sittings.reports.testable import (
    SkillTest,
    can_be_tested,
    expected_errors,
    skill_tests,
)

__all__ = [
    "Availability",
    "FormDetails",
    "NextQuestions",
    "OfferedTest",
    "Progress",
    "ShownQuestion",
    "SittingResult",
    "SkillQuestions",
    "SkillResult",
    "SkillTest",
    "asked_questions",
    "availability_of",
    "can_be_tested",
    "expected_errors",
    "form_details",
    "form_problems",
    "may_tell",
    "next_questions",
    "offered_tests",
    "progress_of",
    "result_of",
    "shown_question",
    "skill_tests",
]
