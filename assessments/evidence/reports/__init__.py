"""Reads of evidence: what is behind a level, and which ratings wait for a manager."""

from assessments.evidence.reports.confirmation import (
    RatingToConfirm,
    answers_to_self_ratings,
    count_ratings_to_confirm,
    counted_ratings,
    ratings_to_confirm,
    waiting_ratings,
)
from assessments.evidence.reports.evidence import corroborated_skills, evidence_of
from assessments.evidence.reports.reporting_lines import Tie, ties_in_line

__all__ = [
    "RatingToConfirm",
    "Tie",
    "answers_to_self_ratings",
    "corroborated_skills",
    "count_ratings_to_confirm",
    "counted_ratings",
    "evidence_of",
    "ratings_to_confirm",
    "ties_in_line",
    "waiting_ratings",
]
