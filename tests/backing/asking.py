"""Asking for one rating, and how many wait, as the pages count them."""

from datetime import datetime

from assessments.requests.reports import Ask, counted_confirmations, counted_requests
from assessments.requests.services import Asked, ask_many
from lifow.people.persons.models import Person


def ask(
    *, about: Ask, as_of: datetime, asked_by: Person | None = None, expires_at: datetime | None = None
) -> Asked:
    """Ask for one rating."""
    return ask_many(asks=[about], as_of=as_of, asked_by=asked_by, expires_at=expires_at)


def count_waiting_ratings(asked: Person) -> int:
    """How many ratings somebody has to give, as the navigation counts them."""
    requests = [counted_requests(asked, of_oneself=of_oneself).count() for of_oneself in (True, False)]
    return sum(requests) + counted_confirmations(asked).count()
