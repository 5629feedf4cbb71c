"""Time zones: what HR systems and Windows call them, to the names that lifow keeps."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from lifow.people.roster.interchange.texts import CellError, says_nothing, text_of

# What Windows shows of these has no city, and HR systems copy it.
COUNTRY_TIMES = {
    "atlantic time (canada)": "America/Halifax",
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "indiana (east)": "America/Indiana/Indianapolis",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
}

_OFFSET = re.compile(
    r"\(?(?:GMT|UTC)\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\)?", re.I
)
_IN_FRONT = re.compile(rf"(?P<offset>{_OFFSET.pattern})\s*(?P<name>.+)", re.I)


def timezone_of(cell: str) -> str | None:
    """The IANA name of a time zone, None where the cell is empty.

    IANA's own names, those of Windows (“W. Europe Standard Time”), and a city behind its offset (“(GMT+01:00)
    Amsterdam”), which must be that city's. Errors: `bad_timezone`; `offset_is_no_timezone` for “GMT+1”, which
    does not say when summer time begins.
    """
    text = text_of(cell)
    if says_nothing(text):
        return None
    if _OFFSET.fullmatch(text):
        raise CellError("offset_is_no_timezone")
    match = _IN_FRONT.fullmatch(text)
    name = _named(match["name"] if match else text)
    if name is None and match:
        name = _city(match["name"], _offset(match))
    if name is None or (match and _offset(match) not in _offsets(name)):
        raise CellError("bad_timezone")
    return name


def _named(text: str) -> str | None:
    key = text.casefold()
    return _timezones().get(key.replace(" ", "_")) or COUNTRY_TIMES.get(key) or _windows_zones().get(key)


def _city(text: str, offset: timedelta) -> str | None:
    """The zone of the first city that has one of its own and is as far from Greenwich as is said."""
    for part in text.split(","):
        for name in _cities().get(part.strip().casefold().replace(" ", "_"), ()):
            if offset in _offsets(name):
                return name
    return None


def _offset(match: re.Match[str]) -> timedelta:
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return -size if match["sign"] == "-" else size


@cache
def _offsets(name: str) -> frozenset[timedelta | None]:
    """How far from UTC a zone is in winter and in summer."""
    days = (datetime(2025, month, 15, tzinfo=UTC) for month in (1, 7))
    return frozenset(day.astimezone(ZoneInfo(name)).utcoffset() for day in days)


@cache
def _timezones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _cities() -> dict[str, list[str]]:
    cities: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "US", "posix", "right", "SystemV")):
            cities.setdefault(city.casefold(), []).append(name)
    return cities


@cache
def _windows_zones() -> dict[str, str]:
    """Unicode's table of the names that Windows gives."""
    from babel.core import get_global  # read where IANA knows no such name

    return {name.casefold(): zone for name, zone in get_global("windows_zone_mapping").items()}
