"""Reads of evidence: what is behind a level, which self-ratings wait for a manager, who was above whom."""

from assessments.evidence.reports.confirmation import (
    answers_to_self_ratings,
    self_ratings_waiting,
    waiting_ratings,
)
from assessments.evidence.reports.evidence import corroborated_skills, evidence_of
from assessments.evidence.reports.reporting_lines import Tie, ties_in_line

__all__ = [
    "Tie",
    "answers_to_self_ratings",
    "corroborated_skills",
    "evidence_of",
    "self_ratings_waiting",
    "ties_in_line",
    "waiting_ratings",
]
