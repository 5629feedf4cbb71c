"""What becomes of questions and answers, and for how long an answer is taken to be right."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SHORTEST_TITLE, LONGEST_TITLE = 8, 200
LONGEST_COMMENT = 2_000
LONGEST_ANSWER = 20_000
MOST_PICTURES = 6
MOST_SIMILAR = 5
MOST_ON_A_PAGE = 100
"""Answers and comments of a question that its page shows: the best and the oldest."""
MOST_ASKED_A_DAY = 30
"""Questions that one person asks within a day."""
MOST_HELD = 500
"""Anonymous questions that wait to be published."""
LONGEST_FAQ = 100
LEAST_DAYS, MOST_DAYS = 7, 1_000
EXPIRES_SOON = timedelta(days=14)


class QuestionState(TextChoices):
    """How far a question is."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed by the asker")
    MERGED = "merged", _("One with another question")


class AnswerKind(TextChoices):
    """What an answer is about: it says how soon it may be wrong."""

    PRODUCT = "product", _("How the product works")
    PROCEDURE = "procedure", _("How we work")
    RULE = "rule", _("What a rule or a contract says")


DAYS_OF_KIND = {AnswerKind.PRODUCT: 90, AnswerKind.PROCEDURE: 180, AnswerKind.RULE: 365}


class ReviewReason(TextChoices):
    """Why an answer is to be looked at."""

    EXPIRED = "expired", _("Verification expired")
    UPDATE = "update", _("A product update mentions it")
    WRONG = "wrong", _("Somebody says that it is wrong")


class ReviewState(TextChoices):
    """What came of it."""

    OPEN = "open", _("To be looked at")
    STILL_RIGHT = "still_right", _("Still right")
    CORRECTED = "corrected", _("Corrected")
    REMOVED = "removed", _("Removed")


class Standing(TextChoices):
    """How far an answer can be relied on today."""

    VERIFIED = "verified", _("Verified")
    EXPIRED = "expired", _("Verification expired")
    IN_REVIEW = "in_review", _("Being reviewed")
    UNVERIFIED = "unverified", _("Not verified")
