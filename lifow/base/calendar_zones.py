"""How the clock goes in a time zone, as a calendar file says it (RFC 5545, VTIMEZONE).

Calendar programs, Outlook before all, read yearly rules ("the last Sunday of March"); lists of single changes
are read by few. A zone whose changes follow no such rule has the list.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

# So many years tell "the last Sunday" from "the fourth": a change on each day of the week that there can be.
YEARS = 7
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NO_TIME, MINUTE, STEP = timedelta(0), timedelta(minutes=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Change:
    """That the clock is changed: `at` is what it shows as it is, by the offset from before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


@lru_cache(maxsize=256)
def zone_definition(zone: str, year: int) -> Timezone:
    """The definition of a time zone that holds from this year on for some years."""
    info = ZoneInfo(zone)
    definition = Timezone()
    definition.add("tzid", zone)
    changes = list(_changes(info, year - 1))
    kinds = {(one.is_daylight, one.before, one.after, one.name) for one in changes}
    if not changes:
        definition.add_component(_without_changes(info, year))
    for kind in sorted(kinds):
        same = [one for one in changes if (one.is_daylight, one.before, one.after, one.name) == kind]
        definition.add_component(_observance(same))
    return definition


def _changes(info: ZoneInfo, first_year: int) -> Iterator[Change]:
    """The changes of the clock within YEARS, each found to the minute by halving the week that it is in."""
    moment = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(first_year + YEARS, 1, 1, tzinfo=UTC)
    while moment < end:
        if _offset(moment, info) != _offset(moment + STEP, info):
            yield _change(info, moment, moment + STEP)
        moment += STEP


def _change(info: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = _offset(low, info)
    while high - low > MINUTE:
        middle = low + ((high - low) // MINUTE // 2) * MINUTE
        low, high = (middle, high) if _offset(middle, info) == before else (low, middle)
    after = high.astimezone(info)
    # Ireland calls its summer standard: what is later is daylight saving all the same.
    is_daylight = _offset(high, info) > before
    return Change(
        (high + before).replace(tzinfo=None), before, _offset(high, info), after.tzname() or "", is_daylight
    )


def _offset(moment: datetime, info: tzinfo) -> timedelta:
    return moment.astimezone(info).utcoffset() or NO_TIME


def _observance(changes: Sequence[Change]) -> TimezoneDaylight | TimezoneStandard:
    first = changes[0]
    found = _filled(first.is_daylight, first.at, first.before, first.after, first.name)
    rule = _yearly_rule(changes)
    if rule is not None:
        found.add("rrule", rule)
    elif len(changes) > 1:
        # One a line, and the first one again: so ical.js reads them.
        for one in changes:
            found.add("rdate", [one.at])
    return found


def _without_changes(info: ZoneInfo, year: int) -> TimezoneDaylight | TimezoneStandard:
    here = datetime(year, 1, 1, tzinfo=UTC).astimezone(info)
    offset = here.utcoffset() or NO_TIME
    return _filled(False, datetime(1970, 1, 1), offset, offset, here.tzname() or "")  # noqa: DTZ001


def _filled(
    is_daylight: bool, at: datetime, before: timedelta, after: timedelta, name: str
) -> TimezoneDaylight | TimezoneStandard:
    found = TimezoneDaylight() if is_daylight else TimezoneStandard()
    found.add("dtstart", at)
    found.add("tzoffsetfrom", before)
    found.add("tzoffsetto", after)
    found.add("tzname", name)
    return found


def _yearly_rule(changes: Sequence[Change]) -> vRecur | None:
    """On which weekday of which month the clock is changed each year; None where it is not that simple."""
    same = {(one.at.month, one.at.weekday(), one.at.time()) for one in changes}
    years = [one.at.year for one in changes]
    if len(same) != 1 or years != list(range(years[0], years[0] + YEARS)):
        return None
    month, weekday, _time = same.pop()
    weeks = {(one.at.day - 1) // 7 + 1 for one in changes}
    if all(one.at.day + 7 > monthrange(one.at.year, month)[1] for one in changes):
        return vRecur(freq="YEARLY", bymonth=month, byday=f"-1{DAYS[weekday]}")
    if len(weeks) == 1:
        return vRecur(freq="YEARLY", bymonth=month, byday=f"{weeks.pop()}{DAYS[weekday]}")
    return None
