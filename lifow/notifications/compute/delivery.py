"""What is delivered to one person now, as how many deliveries, and when the rest may be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from lifow.notifications.compute.hours import DAY, WorkingWeek, day_after, next_working_moment

WEEK = timedelta(weeks=1)


class Collecting(StrEnum):
    """How somebody wants to be told: each message by itself, or collected at the start of a working day."""

    SINGLE = "single"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Due:
    """A message that waits to be delivered on some way.

    `since` is when it was written. `delivery` names the delivery that it was in when that broke off: it may
    have arrived, so it goes again with the same name and the same messages. `is_single` is never collected.
    """

    id: int
    since: datetime
    is_act: bool
    must_not_wait: bool = False
    delivery: str = ""
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryPlan:
    """Ids that go together in one delivery each, in order; of all others, when to look again.

    None is a moment that nobody knows: no working hours are in sight.
    """

    deliveries: tuple[tuple[int, ...], ...] = ()
    later: Mapping[int, datetime | None] = field(default_factory=dict)


def plan_deliveries(
    due: Iterable[Due],
    *,
    week: WorkingWeek,
    collecting: Collecting,
    cap: int,
    made_today: int,
    now: datetime,
) -> DeliveryPlan:
    """Decide what goes to one person now. This binds every way to reach somebody.

    Only what must not wait goes outside of working hours, on a day of leave, or beyond the cap. Of the rest,
    at most `cap` deliveries a day are made, of which there were `made_today`; what must not wait is in
    neither, nor is what goes by itself in any case. Acts go before news, older before newer. Who wants single
    messages gets them one by one, and what the cap leaves over together in the day's last; who wants them
    collected gets one delivery a day.
    """
    ordered = sorted(due, key=lambda one: (not one.is_act, one.since, one.id))
    urgent = [one for one in ordered if one.must_not_wait]
    rest = [one for one in ordered if not one.must_not_wait]
    if not week.is_working(now):
        opens = next_working_moment(week, now)
        return DeliveryPlan(_again_and_singly(urgent), {one.id: opens for one in rest})
    uncollected = [one for one in rest if one.delivery or one.is_single]
    fresh = {one: collection_moment(week, collecting, one) for one in rest if one not in uncollected}
    ready = [one for one, at in fresh.items() if at is not None and at <= now]
    later = {one.id: at for one, at in fresh.items() if one not in ready}
    groups = _groups(ready, collecting, cap - made_today, is_first=made_today == 0)
    if not groups:
        tomorrow = next_working_moment(week, day_after(week, now))
        later |= {one.id: tomorrow for one in ready}
    return DeliveryPlan((*_again_and_singly([*urgent, *uncollected]), *groups), later)


def collection_moment(week: WorkingWeek, collecting: Collecting, one: Due) -> datetime | None:
    """From when on a message may go, by hours and choice: a working moment in UTC, None where none is known.

    Collected daily, it is where the next working day starts; weekly, where the first one of the next week
    does. What waits for somebody's act is collected daily at the latest: somebody else waits for it.
    """
    if one.must_not_wait:
        return one.since
    if collecting is Collecting.SINGLE or one.is_single:
        return next_working_moment(week, one.since)
    day, step = week.local_day(one.since), DAY
    if collecting is Collecting.WEEKLY and not one.is_act:
        day, step = day - timedelta(days=day.weekday()), WEEK
    first = next_working_moment(week, week.begins(day))
    if first is None or first >= one.since:
        return first
    return next_working_moment(week, week.begins(day + step))


def _groups(
    ready: Sequence[Due], collecting: Collecting, left: int, *, is_first: bool
) -> list[tuple[int, ...]]:
    """All that is ready in at most `left` deliveries; none where nothing is left."""
    ids = [one.id for one in ready]
    if not ids or left <= 0 or (collecting is not Collecting.SINGLE and not is_first):
        return []
    if collecting is not Collecting.SINGLE:
        return [tuple(ids)]
    singly = len(ids) if len(ids) <= left else left - 1
    together = [tuple(ids[singly:])] if ids[singly:] else []
    return [*((each,) for each in ids[:singly]), *together]


def _again_and_singly(those: Iterable[Due]) -> tuple[tuple[int, ...], ...]:
    """What broke off as it was, and anything else by itself."""
    groups: dict[object, list[int]] = defaultdict(list)
    for one in those:
        groups[one.delivery or one].append(one.id)
    return tuple(tuple(ids) for ids in groups.values())
