"""Reads of tests and sittings: what may be begun, what is shown, what came of it, and what can be tested."""

from assessments.testing.sittings.reports.availability import Availability, availability_of
from assessments.testing.sittings.reports.certificates import CertificateDetails, certificate_of
from assessments.testing.sittings.reports.cheapest import NextQuestions, SkillQuestions, next_questions
from assessments.testing.sittings.reports.figures import SkillFigures, TestFigures, figures_of
from assessments.testing.sittings.reports.forms import (
    FormDetails,
    OfferedTest,
    form_details,
    form_problems,
    offered_tests,
)
from assessments.testing.sittings.reports.results import SittingResult, SkillResult, result_of, sitting_of
from assessments.testing.sittings.reports.shown import (
    Progress,
    ShownQuestion,
    asked_questions,
    may_tell,
    progress_of,
    question_numbered,
    shown_question,
)
from assessments.testing.sittings.reports.single_question import single_question
from assessments.testing.sittings.reports.testable import (
    SkillTest,
    can_be_tested,
    checks_offered,
    expected_errors,
    pairs_with_tests,
    skill_tests,
    with_check_offered,
)
from assessments.testing.sittings.terms import Terms

__all__ = [
    "Availability",
    "CertificateDetails",
    "FormDetails",
    "NextQuestions",
    "OfferedTest",
    "Progress",
    "ShownQuestion",
    "SittingResult",
    "SkillFigures",
    "SkillQuestions",
    "SkillResult",
    "SkillTest",
    "Terms",
    "TestFigures",
    "asked_questions",
    "availability_of",
    "can_be_tested",
    "certificate_of",
    "checks_offered",
    "expected_errors",
    "figures_of",
    "form_details",
    "form_problems",
    "may_tell",
    "next_questions",
    "offered_tests",
    "pairs_with_tests",
    "progress_of",
    "question_numbered",
    "result_of",
    "shown_question",
    "single_question",
    "sitting_of",
    "skill_tests",
    "with_check_offered",
]
