"""Reads of the bank: what is unfinished, what is like what, what there is by skill and level, who reviews."""

from assessments.testing.bank.reports.counts import SkillCounts, bank_counts
from assessments.testing.bank.reports.lists import (
    FoundItems,
    Wanted,
    find_items,
    languages,
    skills_with_items,
)
from assessments.testing.bank.reports.problems import in_words, version_problems
from assessments.testing.bank.reports.reviews import has_written, may_review, reviewers_for, waiting_reviews
from assessments.testing.bank.reports.showing import (
    PREVIEW_SEED,
    AnswerKey,
    ShownItem,
    answer_key,
    shown_item,
    summary_of,
)
from assessments.testing.bank.reports.similar import Comparison, Similar, likeness, similar_items
from assessments.testing.bank.reports.skills import has_settled_skill, skills_in_place

__all__ = [
    "PREVIEW_SEED",
    "AnswerKey",
    "Comparison",
    "FoundItems",
    "ShownItem",
    "Similar",
    "SkillCounts",
    "Wanted",
    "answer_key",
    "bank_counts",
    "find_items",
    "has_settled_skill",
    "has_written",
    "in_words",
    "languages",
    "likeness",
    "may_review",
    "reviewers_for",
    "shown_item",
    "similar_items",
    "skills_in_place",
    "skills_with_items",
    "summary_of",
    "version_problems",
    "waiting_reviews",
]
