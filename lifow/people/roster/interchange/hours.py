"""Working hours in a cell of a roster."""

import re
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import TYPE_CHECKING

from lifow.people.roster.interchange.languages import LANGUAGES
from lifow.people.roster.interchange.texts import CellError, says_nothing, text_of

if TYPE_CHECKING:
    from babel import Locale

# What people write besides the short names of Unicode.
ENGLISH_DAYS = {
    "mon": 0, "monday": 0, "tue": 1, "tues": 1, "tuesday": 1, "wed": 2, "weds": 2, "wednesday": 2,
    "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "fri": 4, "friday": 4,
    "sat": 5, "saturday": 5, "sun": 6, "sunday": 6,
}  # fmt: skip

_TIME = r"\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?"
_HOURS = re.compile(
    rf"(?:(?P<days>[^\W\d_][^\d:]*?)[\s:]+)?(?P<start>{_TIME})\s*(?:[-–—]|to)\s*(?P<end>{_TIME})(?:\s*uhr|\s*h)?"
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>[ap])?")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when to when, on which days (one bit a day, Monday the lowest; None where only hours are said).

    Hours that end before they start end on the next day; the days are those on which they start.
    """

    starts_at: time
    ends_at: time
    days: int | None


def working_hours_of(cell: str) -> WorkingHours | None:
    """Hours such as “09:00-17:30”, “Mon-Fri 8:00 AM - 4:30 PM” or “Mo-Fr 8-16 Uhr”, None for an empty cell.

    Errors: `bad_working_hours`; `no_working_hours` for hours that end as they start.
    """
    text = text_of(cell).casefold()
    if says_nothing(text):
        return None
    match = _HOURS.fullmatch(text)
    try:
        if match is None or not any(mark in text for mark in (":", ".", "am", "pm", "uhr")):
            raise ValueError
        starts_at, ends_at = _clock(match["start"]), _clock(match["end"])
        days = _days(match["days"]) if match["days"] else None
    except (ValueError, KeyError) as error:
        raise CellError("bad_working_hours") from error
    if ends_at == starts_at:
        raise CellError("no_working_hours")
    return WorkingHours(starts_at, ends_at, days)


def _clock(text: str) -> time:
    match = _CLOCK.match(text.replace(".m", "m"))
    if match is None:
        raise ValueError(text)
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    minute = int(match["minute"] or 0)
    return time(0) if (hour, minute) == (24, 0) else time(hour, minute)


def _days(text: str) -> int:
    """Bits of “mon-wed, fri” in a language in which every part is a day; those that can be must agree.

    A range may run over the weekend: “sun-thu”.
    """
    parts = [re.split(r"\s*[-–—]\s*|\s+to\s+", piece.strip()) for piece in re.split(r"[,;&+]", text)]
    named = [[name.strip().rstrip(".") for name in part] for part in parts if any(part)]
    read = {
        sum(1 << day for day in {day for part in named for day in _from_to(names[part[0]], names[part[-1]])})
        for names in day_names()
        if all(name in names for part in named for name in part)
    }
    if len(read) != 1:
        raise ValueError(text)
    return read.pop()


def _from_to(first: int, last: int) -> list[int]:
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


@cache
def day_names() -> tuple[dict[str, int], ...]:
    """Days by their names and short names, Monday 0; one dictionary a language that lifow knows."""
    from babel import Locale  # read where a day is named

    return (ENGLISH_DAYS, *(_day_names(Locale(code)) for code in LANGUAGES.values()))


def _day_names(locale: "Locale") -> dict[str, int]:
    names: dict[str, set[int]] = {}
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated", "short"):
            for number, name in locale.days[form][width].items():
                names.setdefault(name.rstrip(".").casefold(), set()).add(number)
    return {name: numbers.pop() for name, numbers in names.items() if len(numbers) == 1}
