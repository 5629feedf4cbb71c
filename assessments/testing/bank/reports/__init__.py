"""Reads of the bank: what is unfinished, what is like what, what there is by skill and level, who reviews."""

from assessments.testing.bank.reports.counts import SkillCounts, bank_counts
from assessments.testing.bank.reports.problems import in_words, version_problems
from assessments.testing.bank.reports.reviews import has_written, may_review, reviewers_for, waiting_reviews
from assessments.testing.bank.reports.similar import Similar, likeness, similar_items

__all__ = [
    "Similar",
    "SkillCounts",
    "bank_counts",
    "has_written",
    "in_words",
    "likeness",
    "may_review",
    "reviewers_for",
    "similar_items",
    "version_problems",
    "waiting_reviews",
]
