"""One cell of a roster: its text to the value of its field, or a `CellError` that says why not."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from zoneinfo import available_timezones

from lifow.people.roster.interchange.languages import language_code
from lifow.people.roster.interchange.mapping import RosterMapping
from lifow.people.roster.interchange.state import Status

LIMITS = {
    "external_id": 200,
    "given_name": 150,
    "family_name": 150,
    "full_name": 150,
    "email": 254,
    "job_title": 200,
    "job_code": 100,
    "org_unit": 200,
    "org_unit_code": 200,
    "org_unit_parent": 200,
    "manager_external_id": 200,
}

STATUS_WORDS = {
    Status.PREHIRE: "prehire, pre-hire, pre hire, future hire, pending hire, onboarding, not started",
    Status.ACTIVE: "active, a, employed, current, working, hired",
    Status.LEAVE: "leave, l, on leave, on_leave, leave of absence, loa, paid leave,"
    " unpaid leave, parental leave",
    Status.TERMINATED: "terminated, t, term, termed, left, leaver, former, former employee, resigned,"
    " retired, deceased, dismissed, separated, no longer employed",
}
STATUSES = {word: status for status, words in STATUS_WORDS.items() for word in words.split(", ")}

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FOREVER = date(9999, 12, 31)
YEARS = range(1900, 2200)

_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})")
_HOURS = re.compile(r"(?:(?P<days>[a-z, -]+?)\s+)?(?P<start>\d{1,2}:\d{2})\s*[-–]\s*(?P<end>\d{1,2}:\d{2})")


class CellError(ValueError):
    """Why a cell has no value: `code` and `params` of the row's problem."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when to when, on which days (one bit a day, Monday the lowest; None where only hours are said)."""

    starts_at: time
    ends_at: time
    days: int | None


def text_of(cell: str, limit: int | None = None) -> str:
    """`cell` in NFC, with every run of white space as one space. Errors: `nul_character`, `too_long`."""
    text = " ".join(cell.split())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\0" in text:
        raise CellError("nul_character")
    if limit is not None and len(text) > limit:
        raise CellError("too_long", length=len(text), limit=limit)
    return text


def email_of(cell: str) -> str | None:
    """An email in lower case, None where the cell is empty. Errors: `bad_email`, `too_long`."""
    email = text_of(cell, LIMITS["email"]).lower()
    if not email:
        return None
    if not _EMAIL.fullmatch(email):
        raise CellError("bad_email")
    return email


def status_of(cell: str, mapping: RosterMapping) -> Status:
    """A status, first by the mapping's words and then by the known ones. Errors: `bad_status`."""
    word = text_of(cell).casefold()
    status = mapping.statuses.get(word) or STATUSES.get(word)
    if status is None:
        raise CellError("bad_status" if word else "missing_value")
    return status


def date_of(cell: str, mapping: RosterMapping) -> date | None:
    """A date: YYYY-MM-DD first (a time after it is dropped), then the mapping's formats.

    None for an empty cell and for 9999-12-31, by which HR systems mean no end.
    Errors: `bad_date`, `ambiguous_date` for day and month in an order that nobody has said.
    """
    text = text_of(cell)
    if not text:
        return None
    day = _iso_date(text) or _formatted_date(text, mapping.date_formats)
    if day == FOREVER:
        return None
    if day is None or day.year not in YEARS:
        numeric = _NUMERIC_DATE.fullmatch(text) if day is None and not mapping.date_formats else None
        raise CellError("ambiguous_date" if numeric and _reads_two_ways(numeric) else "bad_date")
    return day


def _iso_date(text: str) -> date | None:
    match = _ISO.fullmatch(text)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _formatted_date(text: str, formats: Sequence[str]) -> date | None:
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


def _reads_two_ways(numeric: re.Match[str]) -> bool:
    first, second = int(numeric[1]), int(numeric[2])
    return 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12


@cache
def _timezones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def timezone_of(cell: str) -> str | None:
    """The IANA name of a time zone, None where the cell is empty. Errors: `bad_timezone`."""
    text = text_of(cell)
    if not text:
        return None
    name = _timezones().get(text.casefold().replace(" ", "_"))
    if name is None:
        raise CellError("bad_timezone")
    return name


def languages_of(cell: str, mapping: RosterMapping) -> tuple[str, ...] | None:
    """Language codes, the best known first, None where the cell is empty. Errors: `bad_language`."""
    words = [word.strip().casefold() for word in re.split(r"[;,|/]", text_of(cell)) if word.strip()]
    codes = dict.fromkeys(mapping.languages.get(word) or language_code(word) for word in words)
    if None in codes:
        raise CellError("bad_language")
    return tuple(filter(None, codes)) or None


def working_hours_of(cell: str) -> WorkingHours | None:
    """Hours such as “09:00-17:30” or “Mon-Fri 09:00-17:30”, None where the cell is empty.

    Errors: `bad_working_hours`, also for hours that end before they start.
    """
    text = text_of(cell).casefold()
    if not text:
        return None
    match = _HOURS.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        starts_at, ends_at = (time.fromisoformat(match[name].zfill(5)) for name in ("start", "end"))
        if ends_at <= starts_at:
            raise ValueError
        return WorkingHours(starts_at, ends_at, _days(match["days"]) if match["days"] else None)
    except ValueError as error:
        raise CellError("bad_working_hours") from error


def _days(text: str) -> int:
    """Bits of “mon-wed, fri”. A range may run over the weekend: “sun-thu”."""
    bits = 0
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        ends = [DAYS.index(name.strip()[:3]) for name in part.split("-")]
        first, last = ends[0], ends[-1]
        for step in range((last - first) % 7 + 1):
            bits |= 1 << (first + step) % 7
    return bits
