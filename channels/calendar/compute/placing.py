"""Blocks of learning time in the free working hours of a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

LONGEST = timedelta(minutes=30)
QUARTER = timedelta(minutes=15)
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Block:
    """Learning time: the day whose work it is in, and from when to when."""

    day: date
    starts_at: datetime
    ends_at: datetime


def place(
    free: Mapping[date, Sequence[tuple[datetime, datetime]]], minutes: int, time_of_day: str
) -> list[Block]:
    """Place so many minutes on the days of a week, in blocks of half an hour at most, one a day.

    `free` has the free intervals of each workday, in order. The days are spread over the week; where one has
    no room, the next that has takes its place. `time_of_day` is "start", "middle" or "end" of what each day
    has. Where a week has fewer days with room than blocks, it gets fewer. The same input is placed the same.
    """
    length = timedelta(minutes=minutes)
    days = sorted(free)
    if length <= NO_TIME or not days:
        return []
    count = min(ceil(length / LONGEST), len(days))
    each = _to_quarters(min(length / count, LONGEST))
    fits = {day: found for day in days if (found := _fitting(free[day], each, time_of_day)) is not None}
    open_days = [day for day in days if day in fits]
    chosen = _spread(open_days, min(count, len(open_days)))
    return [Block(day, fits[day], fits[day] + each) for day in chosen]


def _to_quarters(length: timedelta) -> timedelta:
    """A length up to whole quarters of an hour: calendars show nothing shorter."""
    return ceil(length / QUARTER) * QUARTER


def _spread(days: Sequence[date], count: int) -> list[date]:
    """So many of the days, as far from each other as may be, the first one first."""
    return [days[number * len(days) // count] for number in range(count)]


def _fitting(
    intervals: Sequence[tuple[datetime, datetime]], length: timedelta, time_of_day: str
) -> datetime | None:
    """Where a block of this length starts on a day; None where nothing free is long enough."""
    long = [(start, end) for start, end in intervals if end - start >= length]
    if not long:
        return None
    if time_of_day == "end":
        return long[-1][1] - length
    if time_of_day == "start":
        return long[0][0]
    middle = intervals[0][0] + (intervals[-1][1] - intervals[0][0]) / 2
    nearest = [_nearest(start, end - length, middle - length / 2) for start, end in long]
    return min(nearest, key=lambda start: abs(start - (middle - length / 2)))


def _nearest(first: datetime, last: datetime, wanted: datetime) -> datetime:
    """The quarter of an hour from `first` on that is nearest to a moment, up to `last`."""
    bounded = min(max(wanted, first), last)
    return first + ((bounded - first) // QUARTER) * QUARTER
