"""What was asked at once, and who has answered."""

from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest, RequestBatch

State = RequestState
# What still waits is what one looks for.
ORDER = [State.OPEN, State.DECLINED, State.EXPIRED, State.ANSWERED, State.WITHDRAWN]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a batch's requests there are, without the withdrawn ones, and what became of them."""

    asked: int
    answered: int
    declined: int
    expired: int
    waiting: int
    withdrawn: int


def counts_of(batch: RequestBatch) -> Counts:
    """The numbers of one batch; one query."""
    found = list(batch.requests.values_list("state", flat=True))
    number = {state: found.count(state) for state in State}
    return Counts(
        asked=len(found) - number[State.WITHDRAWN],
        answered=number[State.ANSWERED],
        declined=number[State.DECLINED],
        expired=number[State.EXPIRED],
        waiting=number[State.OPEN],
        withdrawn=number[State.WITHDRAWN],
    )


def requests_of(batch: RequestBatch) -> QuerySet[RatingRequest]:
    """What was asked, with its people and skill: what waits first, then by who is asked."""
    place = Case(*(When(state=state, then=Value(number)) for number, state in enumerate(ORDER)))
    rows = batch.requests.select_related("person", "skill", "asked")
    return rows.order_by(place, "asked__family_name", "person__family_name", "skill__name", "pk")
