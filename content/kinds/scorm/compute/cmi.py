"""What a package says of somebody's progress: bounded, whatever it sends (SCORM 1.2 RTE, 3.4).

The package runs in the browser of the person, who can have it say anything: it is kept as progress, and what
it says of a score is little evidence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

STATUSES = ("not attempted", "browsed", "incomplete", "failed", "completed", "passed")
STATUS, LOCATION, SUSPEND = "cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.suspend_data"
SCORES = {name: f"cmi.core.score.{name}" for name in ("raw", "min", "max")}
SESSION_TIME, EXIT = "cmi.core.session_time", "cmi.core.exit"
LONGEST_LOCATION, LONGEST_SUSPEND, LONGEST_OTHER = 255, 64_000, 255
MOST_OTHERS = 500
OTHERS = re.compile(
    r"cmi\.(comments|objectives\.\d{1,2}\.(id|status|score\.(raw|min|max))"
    r"|student_preference\.(audio|language|speed|text))"
)
LARGEST_SCORE = 1e6
DURATION = re.compile(r"(\d{2,4}):([0-5]?\d):([0-5]?\d(?:\.\d{1,2})?)")
LONGEST_SECONDS = 9_999 * 3_600
NO_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Told:
    """What a package has told; None for what it has not.

    others   elements that are kept for the package alone, such as objectives
    """

    status: str | None = None
    location: str | None = None
    suspend_data: str | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    seconds: int | None = None
    is_suspended: bool | None = None
    others: Mapping[str, str] = field(default_factory=dict)


def read_told(elements: Any) -> Told:
    """What was sent, as far as it is something of the standard; never raises."""
    said = {
        str(name): str(value)
        for name, value in (elements.items() if isinstance(elements, Mapping) else ())
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
    others = {name: _plain(value, LONGEST_OTHER) for name, value in said.items() if OTHERS.fullmatch(name)}
    return Told(
        status=said[STATUS] if said.get(STATUS) in STATUSES else None,
        location=_plain(said[LOCATION], LONGEST_LOCATION) if LOCATION in said else None,
        suspend_data=_plain(said[SUSPEND], LONGEST_SUSPEND) if SUSPEND in said else None,
        scores={
            name: score for name, at in SCORES.items() if (score := _score(said.get(at, ""))) is not None
        },
        seconds=seconds_of(said.get(SESSION_TIME, "")),
        is_suspended=said[EXIT] == "suspend" if EXIT in said else None,
        others=dict(sorted(others.items())[:MOST_OTHERS]),
    )


def percent_of(raw: float | None, least: float | None, most: float | None) -> float | None:
    """A score in percent of what can be reached; None where none was told.

    The standard has scores from 0 to 100; where a package says from where to where its own go, between these.
    """
    if raw is None:
        return None
    low, high = least or 0.0, 100.0 if most is None else most
    if high <= low:
        low, high = 0.0, 100.0
    return round(min(max((raw - low) / (high - low), 0.0), 1.0) * 100, 1)


def seconds_of(clock: str) -> int | None:
    """The seconds of a CMITimespan, HHHH:MM:SS.SS; None for what is none."""
    found = DURATION.fullmatch(clock.strip())
    if found is None:
        return None
    return min(int(found[1]) * 3_600 + int(found[2]) * 60 + int(float(found[3])), LONGEST_SECONDS)


def clock_of(seconds: int) -> str:
    """Seconds as a CMITimespan."""
    return f"{seconds // 3_600:04}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _score(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and abs(found) <= LARGEST_SCORE else None


def _plain(text: str, longest: int) -> str:
    """A text that a database keeps."""
    return NO_TEXT.sub("", text)[:longest]
