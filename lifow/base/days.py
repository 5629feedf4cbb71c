"""Which day it is for somebody: that of their own time zone, wherever the server and the reader are.

A first or last day of a person begins and ends at midnight where the person is. Midnight comes there on a
quarter of an hour, so that what is asked of all zones is worked out once for each.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Case, DateField, Expression, Q, Value, When

DAY = timedelta(days=1)
A_QUARTER = 15


def local_day(moment: datetime, zone: str) -> date:
    """The day that a calendar in this time zone shows at a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def days_anywhere(moment: datetime) -> tuple[date, date]:
    """The earliest and the latest day that it is anywhere at a moment: bounds by which an index is read."""
    day = moment.astimezone(UTC).date()
    days = (day, *_elsewhere(_quarter_of(moment)))
    return min(days), max(days)


def own_day(moment: datetime, zone: str) -> Expression:
    """The day at a moment, as a column of a query: that of the time zone to which the path `zone` leads."""
    day = moment.astimezone(UTC).date()
    others = [
        When(**{f"{zone}__in": names}, then=Value(other))
        for other, names in _elsewhere(_quarter_of(moment)).items()
    ]
    return Case(*others, default=Value(day), output_field=DateField())


def lasting(moment: datetime, zone: str = "person__timezone") -> Q:
    """That the last day of a row with `ends_on`, None while it is open, is not over where its person is."""
    earliest, _latest = days_anywhere(moment)
    # Days that are the same for everybody come first: an index has them, and most rows need no other.
    return Q(ends_on__isnull=True) | (Q(ends_on__gte=earliest) & Q(ends_on__gte=own_day(moment, zone)))


def in_force(moment: datetime, zone: str = "person__timezone") -> Q:
    """That a row with `starts_on` and `ends_on` is in force on the day that it is where its person is."""
    _earliest, latest = days_anywhere(moment)
    return lasting(moment, zone) & Q(starts_on__lte=latest) & Q(starts_on__lte=own_day(moment, zone))


def _quarter_of(moment: datetime) -> datetime:
    there = moment.astimezone(UTC)
    return there.replace(minute=there.minute - there.minute % A_QUARTER, second=0, microsecond=0)


@lru_cache(maxsize=64)
def _elsewhere(moment: datetime) -> Mapping[date, tuple[str, ...]]:
    """The days that it is in UTC not, and the names of the zones where it is: at most two days."""
    names: dict[date, list[str]] = defaultdict(list)
    for name, zone in _zones():
        names[moment.astimezone(zone).date()].append(name)
    return {day: tuple(those) for day, those in names.items() if day != moment.date()}


@cache
def _zones() -> tuple[tuple[str, ZoneInfo], ...]:
    return tuple((name, ZoneInfo(name)) for name in sorted(available_timezones()))
