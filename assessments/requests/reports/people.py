"""What is asked about people: for their pages, and for what plans from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import QuerySet, Value
from numpy.typing import NDArray

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.requests import selectors
from assessments.requests.choices import RequestSource, RequestState
from assessments.requests.models import RatingRequest
from assessments.requests.reports.confirmations import unanswered_rows
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


@dataclass(frozen=True, slots=True)
class Awaited:
    """A rating that somebody is waited for with: who, in which skill, since when.

    of_manager   that they are asked as the manager; `is_answer` where it is to answer a self-rating
    """

    skill_id: int
    asked_id: int
    name: str
    since: datetime
    of_manager: bool
    is_answer: bool

    @classmethod
    def by_request(cls, request: RatingRequest) -> "Awaited":
        """Who is waited for with a request that comes with whom it asks."""
        of_manager = request.source == RequestSource.MANAGER
        name = request.asked.get_short_name()
        return cls(request.skill_id, request.asked_id, name, request.asked_at, of_manager, False)

    @classmethod
    def by_rating(cls, rating: Evidence, manager: str) -> "Awaited":
        """The manager, by name, who has still to answer a self-rating; of whom nothing else may be known."""
        asked_id = vars(rating).get("manager_id") or 0
        return cls(rating.skill_id, asked_id, manager, rating.observed_at, True, True)


def awaited_of(person: Person) -> list[Awaited]:
    """Who is waited for with which rating of a person: what is open about them, the longest waiting first,
    and then self-ratings that wait for the manager; one query."""
    rows = sorted(_awaited_rows(person), key=lambda row: (row[0], row[1], row[2]))
    return [
        Awaited(skill, asked, name, since, is_answer or source == RequestSource.MANAGER, bool(is_answer))
        for is_answer, since, _pk, skill, asked, name, source in rows
    ]


@prepared
def _awaited_rows(person: Person) -> QuerySet[Any]:
    requests = RatingRequest.objects.open().filter(person=person, skill__retired_at__isnull=True).order_by()
    asked = requests.values_list(
        Value(0), "asked_at", "pk", "skill_id", "asked_id", "asked__given_name", "source"
    )
    said = unanswered_rows(person).order_by()
    answers = said.values_list(Value(1), "observed_at", "pk", "skill_id", "manager_id", "waits_for", "source")
    return asked.union(answers, all=True)


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
