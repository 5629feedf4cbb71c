"""Dates in a cell of a roster, as HR systems write them: a day, or a moment that is a day somewhere."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from lifow.people.roster.interchange.languages import LANGUAGES
from lifow.people.roster.interchange.mapping import RosterMapping
from lifow.people.roster.interchange.texts import CellError, says_nothing, text_of

FOREVER = date(9999, 12, 31)
NO_DATES = ("0000-00-00", "00000000")
YEARS = range(1900, 2200)
# Midnight in a zone east of Greenwich is this late or later in UTC, the day before.
EASTERN_MIDNIGHT = time(10)
# The first day of Excel's numbers, as they count since 1900-03-01; serials of 1954 to 2119.
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = range(20_000, 80_500)

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{8})"
    r"(?:[T ](?P<time>\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?))?"
    r"\s?(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_JSON = re.compile(r"/Date\((?P<milliseconds>-?\d+)(?P<offset>[+-]\d{4})?\)/", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})")
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?[\s./-]+(?P<month>[^\W\d_]{3,}\.?)[\s./,-]+(?P<year>\d{4})"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,}\.?)[\s.-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,.-]+(?P<year>\d{4})"
)


def date_of(cell: str, mapping: RosterMapping) -> date | datetime | None:
    """The day that a cell means: as ISO 8601 or XML writes it, then by the mapping's formats, then in words.

    A day with a time or an offset is that day. A datetime is given for a moment in UTC that is not midnight:
    which day it is depends on where the person is, see `day_of`. None for an empty cell and for 9999-12-31,
    by which HR systems mean no end. Errors: `bad_date`, `ambiguous_date` for day and month in an order that
    nobody has said, `date_as_number` for a number of Excel's.
    """
    text = text_of(cell)
    if says_nothing(text) or text in NO_DATES:
        return None
    found = _written(text) or _formatted(text, mapping.date_formats) or _in_words(text)
    if found is None:
        raise _unread(text, mapping)
    day = found.date() if isinstance(found, datetime) else found
    if day == FOREVER:
        return None
    if day.year not in YEARS:
        raise CellError("bad_date")
    return found


def day_of(moment: datetime, zone: str | None) -> tuple[date, bool]:
    """Which day a moment in UTC is where `zone` is, and whether that has to be told.

    Midnight there is how a day is written that was turned into UTC. Where nobody says the zone, a moment of
    the morning is the day that is written. Errors: `day_depends_on_zone` for a later one.
    """
    if zone is None:
        if moment.time() >= EASTERN_MIDNIGHT:
            raise CellError("day_depends_on_zone")
        return moment.date(), False
    there = moment.astimezone(ZoneInfo(zone))
    return there.date(), there.date() != moment.date() and there.time() != time(0)


def _written(text: str) -> date | datetime | None:
    json = _JSON.fullmatch(text)
    if json:
        milliseconds = int(json["milliseconds"])
        if abs(milliseconds) > 1e15:
            raise CellError("bad_date")
        return _day_or_moment(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds))
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
        if not (match["time"] and (match["offset"] or "").upper() in ("Z", "UTC", "+00:00", "+0000")):
            return day
        at = time.fromisoformat(match["time"].replace(",", "."))
        return _day_or_moment(datetime.combine(day, at, UTC))
    except ValueError:
        return None


def _day_or_moment(moment: datetime) -> date | datetime:
    return moment.date() if moment.time() == time(0) else moment


def _formatted(text: str, formats: Sequence[str]) -> date | None:
    """The date that the formats give. Errors: `ambiguous_date` where two of them disagree."""
    days = set()
    for each in formats:
        try:
            days.add(datetime.strptime(text, each).date())  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    if len(days) > 1:
        raise CellError("ambiguous_date")
    return days.pop() if days else None


def _in_words(text: str) -> date | None:
    """A day whose month is a name: “31-Jan-2024”, “January 31, 2024”, “31. Januar 2024”."""
    match = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    month = match and month_names().get(match["month"].rstrip(".").casefold())
    if not match or not month:
        return None
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None


@cache
def month_names() -> dict[str, int]:
    """Months by their names and short names in the languages that lifow knows; none that means two months."""
    from babel import Locale  # read where a month is a word, not by whoever imports this

    months: dict[str, set[int]] = {}
    for code in LANGUAGES.values():
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(code).months[form][width].items():
                    months.setdefault(name.rstrip(".").casefold(), set()).add(number)
    return {name: numbers.pop() for name, numbers in months.items() if len(numbers) == 1}


def _unread(text: str, mapping: RosterMapping) -> CellError:
    numeric = _NUMERIC_DATE.fullmatch(text)
    if numeric and not mapping.date_formats and _reads_two_ways(numeric):
        return CellError("ambiguous_date")
    if text.isascii() and text.isdigit() and int(text) in EXCEL_SERIALS:
        day = EXCEL_EPOCH + timedelta(days=int(text))
        return CellError("date_as_number", day=day.isoformat())
    return CellError("bad_date")


def _reads_two_ways(numeric: re.Match[str]) -> bool:
    first, second = int(numeric[1]), int(numeric[2])
    return 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12
