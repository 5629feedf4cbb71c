"""Moments of a video as people write them: 0:00, 12:05, 1:02:03."""

import re

CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
LISTED = re.compile(r"[\[(]?\s*((?:\d{1,2}:)?\d{1,3}:\d{2})\s*[\])]?\s*[-–—:.|]?\s+(.+)")


def seconds_of(clock: str) -> int | None:
    """The seconds of a moment; None for what is none."""
    found = CLOCK.fullmatch(clock.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def clock_of(seconds: float) -> str:
    """A moment as people write it, without hours where there are none."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def listed_moment(line: str) -> tuple[str, str] | None:
    """A line such as “0:00 Intro” as its moment and its title; None for any other line."""
    found = LISTED.fullmatch(line.strip())
    if found is None or seconds_of(found[1]) is None:
        return None
    return found[1], found[2].strip()
