"""Which day it is for somebody: that of their own time zone, wherever the server and the reader are.

A first or last day of a person begins and ends at midnight where the person is. Midnight comes there on a
quarter of an hour, so that what is asked of all zones is worked out once for each.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.db.models import BooleanField, Case, DateField, Expression, ExpressionWrapper, Q, Value, When

from lifow.base.database.columns import among_texts

DAY = timedelta(days=1)
A_QUARTER = 15


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; UTC where it is none, which no form takes and a page survives."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def local_day(moment: datetime, zone: str) -> date:
    """The day that a calendar in this time zone shows at a moment."""
    return moment.astimezone(zone_of(zone)).date()


def days_anywhere(moment: datetime) -> tuple[date, date]:
    """The earliest and the latest day that it is anywhere at a moment: bounds by which an index is read."""
    most, others = _days(_quarter_of(moment))
    days = (most, *(day for day, _names in others))
    return min(days), max(days)


def other_days(moment: datetime) -> dict[str, date]:
    """The day in each time zone in which a calendar shows another one than in UTC."""
    here = moment.astimezone(UTC).date()
    most, others = _days(_quarter_of(moment))
    found = {name: day for day, names in others for name in names}
    return {name: found.get(name, most) for name, _zone in _zones() if found.get(name, most) != here}


def own_day(moment: datetime, zone: str) -> Expression:
    """The day at a moment, as a column of a query: that of the time zone to which the path `zone` leads."""
    most, others = _days(_quarter_of(moment))
    whens = [When(**{f"{zone}__in": among_texts(names)}, then=Value(day)) for day, names in others]
    return Case(*whens, default=Value(most), output_field=DateField())


def lasting(moment: datetime, zone: str = "person__timezone") -> Q:
    """That the last day of a row with `ends_on`, None while it is open, is not over where its person is."""
    earliest, _latest = days_anywhere(moment)
    bound = Q(ends_on__isnull=True) | Q(ends_on__gte=earliest)
    return bound & _on_own_day(moment, zone, _lasts_on)


def in_force(moment: datetime, zone: str = "person__timezone") -> Q:
    """That a row with `starts_on` and `ends_on` is in force on the day that it is where its person is."""
    earliest, latest = days_anywhere(moment)
    # Days that are the same for everybody come first: an index has them, and most rows need no other.
    bound = (Q(ends_on__isnull=True) | Q(ends_on__gte=earliest)) & Q(starts_on__lte=latest)
    return bound & _on_own_day(moment, zone, lambda day: _lasts_on(day) & Q(starts_on__lte=day))


def _lasts_on(day: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=day)


def _on_own_day(moment: datetime, zone: str, condition: Callable[[date], Q]) -> Q:
    """The condition on the day that it is where somebody is; the zones of each day are named once."""
    most, others = _days(_quarter_of(moment))
    whens = [
        When(**{f"{zone}__in": among_texts(names)}, then=_as_column(condition(day))) for day, names in others
    ]
    return Q(Case(*whens, default=_as_column(condition(most)), output_field=BooleanField()))


def _as_column(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _quarter_of(moment: datetime) -> datetime:
    there = moment.astimezone(UTC)
    return there.replace(minute=there.minute - there.minute % A_QUARTER, second=0, microsecond=0)


@lru_cache(maxsize=64)
def _days(moment: datetime) -> tuple[date, tuple[tuple[date, tuple[str, ...]], ...]]:
    """The day that it is in most zones, and the other days, two at most, each with the zones where it is."""
    names: dict[date, list[str]] = defaultdict(list)
    for name, zone in _zones():
        names[moment.astimezone(zone).date()].append(name)
    most = max(names, key=lambda day: (len(names[day]), day))
    return most, tuple((day, tuple(names[day])) for day in sorted(names) if day != most)


@cache
def _zones() -> tuple[tuple[str, ZoneInfo], ...]:
    return tuple((name, ZoneInfo(name)) for name in sorted(available_timezones()))
