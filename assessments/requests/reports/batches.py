"""What was asked at once, and who has answered."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest, RequestBatch

State = RequestState
# What still waits is what one looks for.
ORDER = [State.OPEN, State.DECLINED, State.EXPIRED, State.ANSWERED, State.WITHDRAWN]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests of a batch there are, without the withdrawn ones, and what became of them.

    people, skills   of how many and in how many anything was asked, withdrawn or not
    """

    asked: int
    answered: int
    declined: int
    expired: int
    waiting: int
    withdrawn: int
    people: int
    skills: int


def counts_of(batch: RequestBatch) -> Counts:
    """The numbers of one batch; one query."""
    found = list(batch.requests.values_list("state", "person_id", "skill_id"))
    states = Counter(state for state, _person, _skill in found)
    number = {state: states[state] for state in State}
    return Counts(
        asked=len(found) - number[State.WITHDRAWN],
        answered=number[State.ANSWERED],
        declined=number[State.DECLINED],
        expired=number[State.EXPIRED],
        waiting=number[State.OPEN],
        withdrawn=number[State.WITHDRAWN],
        people=len({person for _state, person, _skill in found}),
        skills=len({skill for _state, _person, skill in found}),
    )


def requests_of(batch: RequestBatch) -> QuerySet[RatingRequest]:
    """What was asked, with its people and skill: what waits first, then by who is asked."""
    place = Case(*(When(state=state, then=Value(number)) for number, state in enumerate(ORDER)))
    rows = batch.requests.select_related("person", "skill", "asked")
    return rows.order_by(place, "asked__family_name", "person__family_name", "skill__name", "pk")
