"""A message goes by one of the ways that its receiver has ticked; by the next one only where that fails."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lifow.base.outages import NOT_ENDED
from lifow.notifications.choices import OPEN, DispatchState
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import Way, all_ways, find_kind

# After so many attempts the next way is asked, long before the first one is set aside.
FAILED_AFTER = 2
# Nor is it waited longer for a way whose server is away, or for whoever was killed while sending.
PATIENCE = timedelta(minutes=30)
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OtherWays:
    """Of messages about to go by a way: which have gone by another, and which wait for another until when."""

    gone: frozenset[int] = frozenset()
    waits: dict[int, datetime] = field(default_factory=dict)


def other_ways(*, rows: Sequence[Dispatch], way: Way, as_of: datetime) -> OtherWays:
    """What has become of the messages of these dispatches on all other ways; one query.

    What is single goes by each way by itself: an invitation is for the calendar, whatever a phone shows.
    """
    messages = [row.message_id for row in rows if not _is_single(row)]
    if not messages:
        return OtherWays()
    beside: dict[int, list[Dispatch]] = defaultdict(list)
    asked = Dispatch.objects.filter(message__in=messages, state__in=[*OPEN, DispatchState.SENT])
    for one in asked.exclude(way=way.key):
        beside[one.message_id].append(one)
    gone = {pk for pk, others in beside.items() if any(one.state == DispatchState.SENT for one in others)}
    first = _asked_before(way)
    waits = {pk: _waits_until(others, first, as_of) for pk, others in beside.items() if pk not in gone}
    return OtherWays(frozenset(gone), {pk: until for pk, until in waits.items() if until is not None})


def _is_single(row: Dispatch) -> bool:
    kind = find_kind(row.message.kind)
    return kind is not None and kind.is_single


def _asked_before(way: Way) -> Collection[str]:
    """The keys of the ways by which a message would rather go."""
    ways = [one.key for one in all_ways()]
    return ways[: ways.index(way.key)] if way.key in ways else ways


def _waits_until(others: Sequence[Dispatch], first: Collection[str], as_of: datetime) -> datetime | None:
    """Until when a message waits for what another way makes of it; None where it need not."""
    hopes = [one for one in others if _may_still_take(one, first)]
    awaited = [one.due_at for one in hopes if (one.begun_at or one.due_at) > as_of - PATIENCE]
    return max(*awaited, as_of) + A_MOMENT if awaited else None


def _may_still_take(other: Dispatch, first: Collection[str]) -> bool:
    """Whether another way has the message in hand, or is to have it before this one."""
    return other.last_error == NOT_ENDED or (other.way in first and other.attempts < FAILED_AFTER)
