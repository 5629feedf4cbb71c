"""Reads of questions and answers, for pages and the API."""

from content.answers.reports.lists import (
    FOLLOWED,
    NEWEST,
    OWN,
    UNANSWERED,
    ShownFaq,
    edits_of,
    faq_pages,
    question_url,
    questions_for,
    reviews_for,
    shown_faq,
    unanswered_topics,
)
from content.answers.reports.policy import answer_policy, days_of
from content.answers.reports.proposed import Proposed, proposed_for
from content.answers.reports.replaced import Mentioning, answers_mentioning
from content.answers.reports.shown import ShownAnswer, ShownQuestion, shown_question
from content.answers.reports.similar import Similar, similar_and_proposed, similar_questions, with_standings

__all__ = [
    "FOLLOWED",
    "NEWEST",
    "OWN",
    "UNANSWERED",
    "Mentioning",
    "Proposed",
    "ShownAnswer",
    "ShownFaq",
    "ShownQuestion",
    "Similar",
    "answer_policy",
    "answers_mentioning",
    "days_of",
    "edits_of",
    "faq_pages",
    "proposed_for",
    "question_url",
    "questions_for",
    "reviews_for",
    "shown_faq",
    "shown_question",
    "similar_and_proposed",
    "similar_questions",
    "unanswered_topics",
    "with_standings",
]
