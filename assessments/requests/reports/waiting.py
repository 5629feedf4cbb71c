"""What waits for somebody's word: ratings that they are asked for, and self-ratings of direct reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Case, QuerySet, Value, When

from assessments.evidence.models import Evidence
from assessments.evidence.reports import counting_for
from assessments.frameworks.models import Skill
from assessments.requests.choices import RequestSource
from assessments.requests.models import RatingRequest
from assessments.requests.reports.confirmations import unanswered_self_ratings
from lifow.people.persons.models import Person

MOST_LISTED = 50
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class WaitingRating:
    """A rating that somebody has to give: because of a request, of a self-rating to confirm, or of both.

    own_level   what the one who is asked said of it last, if anything
    """

    person: Person
    skill: Skill
    since: datetime
    request: RatingRequest | None
    self_rating: Evidence | None
    own_level: float | None = None

    @property
    def key(self) -> str:
        """The public id by which an address names it."""
        return str(
            self.request.public_id if self.request else self.self_rating and self.self_rating.public_id
        )

    @property
    def source(self) -> str:
        return self.request.source if self.request else RequestSource.MANAGER


def waiting_ratings(asked: Person, *, first: str = "") -> tuple[WaitingRating, ...]:
    """What waits for the word of `asked`: the oldest `MOST_LISTED`, oldest first.

    The one that `first` names leads. A self-rating of a direct report about which a request is open waits
    once, as that request.
    """
    requests = _in_order(
        RatingRequest.objects.waiting_for(asked).select_related("asked_by"), "asked_at", first
    )
    said = _in_order(unanswered_self_ratings(asked), "observed_at", first)
    found = [*(_of_request(one) for one in requests), *(_of_self_rating(one) for one in said)]
    found.sort(key=lambda one: (one.key != first, one.since))
    return _with_own_levels(found[:MOST_LISTED], asked)


def waiting_rating(asked: Person, person: Person, skill: Skill) -> WaitingRating | None:
    """What waits for the word of `asked` about one skill of one person, if anything does."""
    about = {"person": person, "skill": skill}
    request = _named(
        RatingRequest.objects.waiting_for(asked).filter(**about).select_related("asked_by")
    ).first()
    if request is not None:
        return _of_request(request)
    said = _named(unanswered_self_ratings(asked).filter(**about)).first()
    return None if said is None else _of_self_rating(said)


def counted_requests(asked: Person, *, of_oneself: bool) -> QuerySet[Any]:
    """The requests to count for `asked`, about themselves or about others: for counting several things at
    once."""
    rows = RatingRequest.objects.waiting_for(asked)
    rows = rows.about_oneself() if of_oneself else rows.about_others()
    return rows.order_by().values("pk")[:MOST_COUNTED]


def counted_confirmations(manager: Person) -> QuerySet[Any]:
    """The self-ratings to count for a manager; see `counted_requests`."""
    return unanswered_self_ratings(manager).order_by().values("pk")[:MOST_COUNTED]


def _in_order(rows: QuerySet[Any], since: str, first: str) -> Iterable[Any]:
    leads = Case(When(public_id=first, then=Value(0)), default=1)
    return _named(rows).order_by(leads, since, "pk")[:MOST_LISTED]


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("person", "skill__framework__scale")


def _of_request(one: RatingRequest) -> WaitingRating:
    return WaitingRating(one.person, one.skill, one.asked_at, one, None)


def _of_self_rating(one: Evidence) -> WaitingRating:
    return WaitingRating(one.person, one.skill, one.observed_at, None, one)


def _with_own_levels(waiting: Sequence[WaitingRating], asked: Person) -> tuple[WaitingRating, ...]:
    """With the newest level that `asked` gave before, of the skill itself or one whose place it took."""
    people, skills = {one.person.pk for one in waiting}, {one.skill.pk for one in waiting}
    spoken = Evidence.objects.standing().for_person(people).by_rater(asked).with_whose()
    read = counting_for(spoken.order_by("observed_at", "pk"), skills, of_parts=False) if waiting else {}
    levels = {
        (cast("Any", one).whose, skill): float(one.level) for skill, pieces in read.items() for one in pieces
    }
    return tuple(replace(one, own_level=levels.get((one.person.pk, one.skill.pk))) for one in waiting)
