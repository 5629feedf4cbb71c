"""How a request ends that nobody answers: withdrawn, expired, or without those whom it is about."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest

from assessments.evidence.services import tell_managers
from assessments.frameworks.models import Skill
from assessments.requests.choices import ClosingReason, RequestSource, RequestState
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import settle_answered, tell_of_requests
from lifow.people.persons.models import Employment, Person

State = RequestState
Reason = ClosingReason


class RequestError(ValueError):
    """A step that a request does not allow; the message says why and what does."""


def withdraw_requests(*, requests: QuerySet[RatingRequest], as_of: datetime, by: Person | None = None) -> int:
    """Take back those of the requests that are open; how many. Twice is once."""
    with transaction.atomic():
        return len(close_open(requests, State.WITHDRAWN, as_of=as_of, by=by))


def close_due(*, as_of: datetime) -> int:
    """Close what time, leavers, other managers and skills have closed; how many requests."""
    with transaction.atomic():
        expired = close_open(RatingRequest.objects.due(as_of), State.EXPIRED, as_of=as_of)
        return len(expired) + _follow(Q(), as_of)


def follow_people(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Close what is open about these people or asked of them and is so no longer; how many requests.

    Of a leaver everything is withdrawn. Where somebody else is the manager now, the question goes on to them
    in the same batch, with as much time as there was; without a manager it ends.
    """
    with transaction.atomic():
        return _follow(Q(person__in=person_ids) | Q(asked__in=person_ids), as_of)


def close_open(
    requests: QuerySet[RatingRequest],
    state: str,
    *,
    as_of: datetime,
    reason: str = "",
    by: Person | None = None,
) -> list[RatingRequest]:
    """Close those of the requests that are open, in the transaction around, and settle what was told.

    A self-rating in whose place a manager was asked waits again, which the manager is told. Gives what it
    closed, as it was before: what somebody else closes at the same moment is theirs.
    """
    rows = list(requests.filter(state=State.OPEN).order_by("pk").select_for_update(of=("self",)))
    RatingRequest.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, closed_at=closing_moment(as_of), closing_reason=reason, closed_by=by
    )
    settle_answered(rows, as_of=as_of)
    if state != State.DECLINED:
        people = {row.person_id for row in rows if row.source == RequestSource.MANAGER}
        tell_managers(person_ids=people, as_of=as_of)
    return rows


def closing_moment(as_of: datetime) -> Greatest:
    """When a request ends: `as_of`, which for an event is when it happened; never before the asking."""
    return Greatest(F("asked_at"), Value(as_of, output_field=DateTimeField()))


def _follow(theirs: Q, as_of: datetime) -> int:
    rows = RatingRequest.objects.open().filter(theirs)
    works = Employment.objects.current().working().filter(person=OuterRef("person"))
    gone = rows.filter(Q(asked__is_active=False) | ~Exists(works), ~Q(source=RequestSource.MANAGER))
    gone |= rows.filter(~Exists(works))
    reports = Employment.objects.reporting().filter(person=OuterRef("person"), manager=OuterRef("asked"))
    moved = rows.filter(Exists(works), source=RequestSource.MANAGER)
    moved = moved.filter(Q(asked__is_active=False) | ~Exists(reports))
    without = rows.exclude(skill__in=Skill.objects.assessable())
    left = close_open(_of(gone), State.WITHDRAWN, as_of=as_of, reason=Reason.LEFT)
    retired = close_open(_of(without), State.WITHDRAWN, as_of=as_of, reason=Reason.SKILL)
    former = close_open(_of(moved), State.WITHDRAWN, as_of=as_of, reason=Reason.MANAGER)
    _hand_on(former, as_of)
    return len(left) + len(retired) + len(former)


def _of(rows: QuerySet[RatingRequest]) -> QuerySet[RatingRequest]:
    """The same rows, without joins, so that they can be locked."""
    return RatingRequest.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))


def _hand_on(former: Sequence[RatingRequest], as_of: datetime) -> None:
    """Ask whoever is the manager now what was asked of a former one."""
    reporting = Employment.objects.reporting().filter(person__in=[one.person_id for one in former])
    able = reporting.filter(manager__is_active=True)
    managers = dict(able.values_list("person_id", "manager_id"))
    new = [_to_manager(one, managers[one.person_id], as_of) for one in former if one.person_id in managers]
    RatingRequest.objects.bulk_create(new, ignore_conflicts=True)
    _tell(new, as_of)


def _to_manager(former: RatingRequest, manager_id: int, as_of: datetime) -> RatingRequest:
    told = ("batch_id", "person_id", "skill_id", "source", "asked_by_id", "origin")
    since = max(as_of, former.asked_at)
    return RatingRequest(
        **{name: getattr(former, name) for name in told},
        asked_id=manager_id,
        asked_at=since,
        expires_at=since + (former.expires_at - former.asked_at),
    )


def _tell(new: Sequence[RatingRequest], as_of: datetime) -> None:
    for batch in RequestBatch.objects.filter(pk__in={one.batch_id for one in new}).order_by("pk"):
        asked = {one.asked_id for one in new if one.batch_id == batch.pk}
        tell_of_requests(batch, Person.objects.filter(pk__in=asked).order_by("pk"), as_of=as_of)
