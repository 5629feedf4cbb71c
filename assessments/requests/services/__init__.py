"""Asking for ratings, and what becomes of it."""

from assessments.requests.services.answering import (
    close_answered,
    decline_to_rate,
    record_rating,
)
from assessments.requests.services.asking import MOST_AT_ONCE, Asked, ask_many
from assessments.requests.services.asking_again import ask_again
from assessments.requests.services.closing import (
    RequestError,
    close_due,
    follow_people,
    withdraw_requests,
)
from assessments.requests.services.following import follow_skills
from assessments.requests.services.merging import move_requests, put_requests_back

__all__ = [
    "MOST_AT_ONCE",
    "Asked",
    "RequestError",
    "ask_again",
    "ask_many",
    "close_answered",
    "close_due",
    "decline_to_rate",
    "follow_people",
    "follow_skills",
    "move_requests",
    "put_requests_back",
    "record_rating",
    "withdraw_requests",
]
