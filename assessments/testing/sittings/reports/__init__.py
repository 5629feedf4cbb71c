"""Reads of tests and sittings: what may be begun, what is shown, what came of it, and what can be tested."""

from assessments.testing.sittings.reports.availability import Availability, availability_of
from assessments.testing.sittings.reports.cheapest import NextQuestions, SkillQuestions, next_questions
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
    "NextQuestions",
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
    "may_tell",
    "next_questions",
    "progress_of",
    "result_of",
    "shown_question",
    "skill_tests",
]
