"""How a request ends that nobody answers: withdrawn, expired, or without those whom it is about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest

from assessments.evidence.services import tell_managers
from assessments.frameworks.models import Skill
from assessments.requests.choices import ClosingReason, RequestSource, RequestState, SkipReason
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import settle_answered, tell_of_requests
from assessments.requests.reports import Ask, planned_asks
from lifow.people.persons.models import Employment, Person

State = RequestState
Reason = ClosingReason
AT_ONCE = 1000


class RequestError(ValueError):
    """A step that a request does not allow; the message says why and what does."""


def withdraw_requests(*, requests: QuerySet[RatingRequest], as_of: datetime, by: Person | None = None) -> int:
    """Take back those of the requests that are open; how many. Twice is once."""
    with transaction.atomic():
        return len(close_open(requests, State.WITHDRAWN, as_of=as_of, by=by))


def close_due(*, as_of: datetime) -> int:
    """Close what time, leavers, other managers and skills have closed; how many requests.

    A thousand a transaction, however many there are: what a worker that is killed leaves, the next one does.
    """
    expired = _close_all(RatingRequest.objects.due(as_of), State.EXPIRED, as_of)
    return expired + _follow(Q(), as_of)


def follow_people(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Close what is open about these people or asked of them and is so no longer; how many requests.

    Of a leaver everything is withdrawn. Where somebody else is the manager now, the question goes on to them
    in the same batch, with as much time as there was, unless they are asked already or have declined lately;
    without a manager it ends.
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


def _close_all(rows: QuerySet[RatingRequest], state: str, as_of: datetime, reason: str = "") -> int:
    """Close these in chunks, each in a transaction, and hand on what another manager is to answer."""
    count = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            closed = close_open(rows.filter(pk__in=ids), state, as_of=as_of, reason=reason)
            if reason == Reason.MANAGER:
                _hand_on(closed, as_of)
        if not closed:
            # Another worker has closed these, and goes on with what is left.
            break
        count += len(closed)
    return count


def _follow(theirs: Q, as_of: datetime) -> int:
    # Requests of a merged record are moved to the kept person (`move_requests`), and not closed.
    rows = RatingRequest.objects.open().filter(
        theirs, person__merged_into__isnull=True, asked__merged_into__isnull=True
    )
    works = Employment.objects.current().working()
    reports = Employment.objects.reporting().filter(person=OuterRef("person"))
    about_leaver = ~Q(Exists(works.filter(person=OuterRef("person"))))
    may_answer = Q(asked__is_active=True)
    observer_left = ~Q(source=RequestSource.MANAGER)
    observer_left &= ~(may_answer & Q(Exists(works.filter(person=OuterRef("asked")))))
    moved = Q(source=RequestSource.MANAGER) & ~about_leaver
    moved &= ~(may_answer & Q(Exists(reports.filter(manager=OuterRef("asked")))))
    has_manager = Q(Exists(reports.filter(manager__is_active=True)))
    ends = {
        Reason.LEFT: rows.filter(about_leaver | observer_left),
        Reason.SKILL: rows.exclude(skill__in=Skill.objects.assessable()),
        Reason.NO_MANAGER: rows.filter(moved, ~has_manager),
        Reason.MANAGER: rows.filter(moved, has_manager),
    }
    return sum(_close_all(those, State.WITHDRAWN, as_of, reason) for reason, those in ends.items())


def _hand_on(former: Sequence[RatingRequest], as_of: datetime) -> None:
    """Ask whoever is the manager now what was asked of a former one: on leave or not, it goes on to wait."""
    by_pair = {(one.person_id, one.skill_id): one for one in former}
    planned = planned_asks([Ask(*pair, RequestSource.MANAGER) for pair in by_pair], as_of)
    rows = [
        _to_manager(by_pair[one.ask.person_id, one.ask.skill_id], one.asked, as_of)
        for one in planned
        if one.skip in (None, SkipReason.LEAVE) and one.asked is not None
    ]
    RatingRequest.objects.bulk_create(rows, ignore_conflicts=True)
    # Whichever somebody else has opened meanwhile have other public ids.
    new = RatingRequest.objects.filter(public_id__in=[row.public_id for row in rows])
    _tell(new.select_related("asked").order_by("pk"), as_of)


def _to_manager(former: RatingRequest, manager: Person, as_of: datetime) -> RatingRequest:
    told = ("batch_id", "person_id", "skill_id", "source", "asked_by_id", "origin")
    since = max(as_of, former.asked_at)
    return RatingRequest(
        **{name: getattr(former, name) for name in told},
        asked=manager,
        asked_at=since,
        expires_at=since + (former.expires_at - former.asked_at),
    )


def _tell(new: Iterable[RatingRequest], as_of: datetime) -> None:
    asked: dict[int, dict[int, Person]] = defaultdict(dict)
    for one in new:
        asked[one.batch_id or 0][one.asked_id] = one.asked
    for batch in RequestBatch.objects.filter(pk__in=list(asked)).order_by("pk"):
        tell_of_requests(batch, asked[batch.pk].values(), as_of=as_of)
