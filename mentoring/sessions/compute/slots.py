"""Intervals in which two people work and are free, and the times at which a meeting fits into them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `starts_at` up to and without `ends_at`, both moments with a zone."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Interval") -> bool:
        """Whether the two have a moment in common."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def holds(self, other: "Interval") -> bool:
        """Whether the other one lies in this one."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def shared(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """What lies in an interval of both; each is in order and does not overlap itself. O(n + m)."""
    found: list[Interval] = []
    here = there = 0
    while here < len(some) and there < len(others):
        one, other = some[here], others[there]
        starts_at, ends_at = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
        if starts_at < ends_at:
            found.append(Interval(starts_at, ends_at))
        if one.ends_at <= other.ends_at:
            here += 1
        else:
            there += 1
    return found


def free_of(intervals: Iterable[Interval], busy: Iterable[Interval]) -> list[Interval]:
    """What is left of intervals without the times that are taken, in order."""
    taken = sorted(busy)
    left: list[Interval] = []
    for interval in intervals:
        starts_at = interval.starts_at
        for one in taken:
            if not one.meets(interval):
                continue
            if starts_at < one.starts_at:
                left.append(Interval(starts_at, one.starts_at))
            starts_at = max(starts_at, one.ends_at)
        if starts_at < interval.ends_at:
            left.append(Interval(starts_at, interval.ends_at))
    return left


def starts_within(intervals: Iterable[Interval], length: timedelta, *, anchor: datetime) -> list[datetime]:
    """When a meeting of this length can start so that it lies in one of the intervals.

    Starts are half hours counted from `anchor`: given somebody's midnight, they are :00 and :30 on that
    person's clock. A clock that is changed moves by whole half hours, so that they stay.
    """
    found: list[datetime] = []
    for interval in intervals:
        start = interval.starts_at + (anchor - interval.starts_at) % STEP
        while start + length <= interval.ends_at:
            found.append(start)
            start += STEP
    return found
