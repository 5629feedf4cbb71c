"""What was asked at once, and who has answered."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, QuerySet, Value, When

from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest, RequestBatch
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leaves_of

State = RequestState
# What still waits is what one looks for.
ORDER = [State.OPEN, State.DECLINED, State.EXPIRED, State.ANSWERED, State.WITHDRAWN]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests of a batch there are, without the withdrawn ones, and what became of them.

    people, skills   of how many and in how many anything was asked, withdrawn or not
    hidden           how many are about people whom the reader may not see any more
    to_withdraw      how many of those that the reader sees are waiting, until when is `until`
    """

    asked: int
    answered: int
    declined: int
    expired: int
    withdrawn: int
    people: int
    skills: int
    hidden: int
    to_withdraw: int
    until: datetime | None


def counts_of(batch: RequestBatch, reader: Person) -> Counts:
    """The numbers of one batch; two queries, and one for whom the reader may see."""
    found = list(batch.requests.values_list("pk", "state", "person_id", "skill_id"))
    waiting = batch.requests.visible_to(reader).values_list("pk", "state", "expires_at")
    shown = {pk: expires_at if state == State.OPEN else None for pk, state, expires_at in waiting}
    ends = [expires_at for expires_at in shown.values() if expires_at is not None]
    states = Counter(state for _pk, state, _person, _skill in found)
    number = {state: states[state] for state in State}
    return Counts(
        asked=len(found) - number[State.WITHDRAWN],
        answered=number[State.ANSWERED],
        declined=number[State.DECLINED],
        expired=number[State.EXPIRED],
        withdrawn=number[State.WITHDRAWN],
        people=len({person for _pk, _state, person, _skill in found}),
        skills=len({skill for _pk, _state, _person, skill in found}),
        hidden=len(found) - len(shown),
        to_withdraw=len(ends),
        until=max(ends, default=None),
    )


def requests_of(batch: RequestBatch, reader: Person) -> QuerySet[RatingRequest]:
    """What was asked, with its people and skill: what waits first, then by who is asked.

    Who asked about people and is no longer above them sees nothing of them here either.
    """
    place = Case(*(When(state=state, then=Value(number)) for number, state in enumerate(ORDER)))
    rows = batch.requests.visible_to(reader).select_related("person", "skill", "asked")
    return rows.order_by(place, "asked__family_name", "person__family_name", "skill__name", "pk")


def on_leave_among(requests: Iterable[RatingRequest], as_of: datetime) -> Collection[int]:
    """Ids of those who are on leave, of whom these requests are about and who is asked, while they wait; one
    query, and none where nothing waits."""
    waiting = [one for one in requests if one.state == State.OPEN]
    return leaves_of({side for one in waiting for side in (one.person_id, one.asked_id)}, as_of).keys()
