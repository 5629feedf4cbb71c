"""What is asked about people: for their pages, and for what plans from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from assessments.frameworks.models import Skill
from assessments.requests import selectors
from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest
from lifow.base.database.prepared import prepared
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class AskedLately:
    """Columns of which source was asked about, or spoke of, which skill of whom within its half-life; and
    whether that is a question that still waits for an answer."""

    person: NDArray[np.int64]
    skill: NDArray[np.int64]
    source: NDArray[np.int64]
    is_open: NDArray[np.bool_]


@prepared
def open_requests_of(person: Person) -> QuerySet[RatingRequest]:
    """What is open about a person, with who is asked and the skill, the longest waiting first; one query."""
    rows = RatingRequest.objects.open().filter(person=person, skill__retired_at__isnull=True)
    return rows.select_related("asked", "skill").order_by("asked_at", "pk")


@prepared
def requests_in_skill(person: Person, skill: Skill) -> QuerySet[RatingRequest]:
    """What is open about a person in one skill, and what was declined; one query."""
    rows = RatingRequest.objects.filter(person=person, skill=skill)
    rows = rows.filter(state__in=[RequestState.OPEN, RequestState.DECLINED])
    return rows.select_related("asked", "skill").order_by("asked_at", "pk")


def asked_within_half_life(person_ids: Iterable[int], as_of: datetime) -> AskedLately:
    """Which sources are not to be asked again about these people's skills: they were, or spoke, lately.

    Lately is within the half-life of the source by the policy in force; three queries. A source may be named
    more than once. What was withdrawn was not asked, and what expired may be asked anew.
    """
    return AskedLately(**selectors.lately_columns(person_ids, as_of))
