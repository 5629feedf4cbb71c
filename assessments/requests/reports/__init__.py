"""Reads of requests for ratings: what waits for somebody, what was asked, and what may be asked."""

from assessments.requests.reports.asking import Ask, PlannedAsk, planned_asks
from assessments.requests.reports.batches import Counts, counts_of, on_leave_among, requests_of
from assessments.requests.reports.confirmations import (
    ratings_to_confirm,
    unanswered_among,
    unanswered_of,
    unanswered_self_ratings,
    waiting_in_retired,
)
from assessments.requests.reports.merging import merge_counts
from assessments.requests.reports.people import (
    AskedLately,
    Awaited,
    asked_within_half_life,
    awaited_of,
    open_requests_of,
    requests_in_skill,
)
from assessments.requests.reports.tests import register_tests
from assessments.requests.reports.waiting import (
    MOST_LISTED,
    WaitingRating,
    counted_confirmations,
    counted_requests,
    waiting_rating,
    waiting_ratings,
)

__all__ = [
    "MOST_LISTED",
    "Ask",
    "AskedLately",
    "Awaited",
    "Counts",
    "PlannedAsk",
    "WaitingRating",
    "asked_within_half_life",
    "awaited_of",
    "counted_confirmations",
    "counted_requests",
    "counts_of",
    "merge_counts",
    "on_leave_among",
    "open_requests_of",
    "planned_asks",
    "ratings_to_confirm",
    "register_tests",
    "requests_in_skill",
    "requests_of",
    "unanswered_among",
    "unanswered_of",
    "unanswered_self_ratings",
    "waiting_in_retired",
    "waiting_rating",
    "waiting_ratings",
]
