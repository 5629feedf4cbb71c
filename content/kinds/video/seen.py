"""Which stretches of a video somebody has seen: numbers of seconds, merged as more is seen."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

Stretch = tuple[float, float]
JOINED_WITHIN = 1.0
"""Seconds between two stretches that are one: players tell where they are four times a second."""
MOST_STRETCHES = 200
ENOUGH = 0.9
"""The share of its seconds with which a video is watched: credits and silence at the ends are left over."""


def merged(stretches: Sequence[Any], length: float) -> list[Stretch]:
    """Stretches in their order, within the video, none that touches another.

    Of more than MOST_STRETCHES the longest stay. Whatever is none is left out. The same in any order, and any
    number of times, gives the same.
    """
    found = sorted(one for told in stretches if (one := _stretch(told, length)) is not None)
    joined: list[Stretch] = []
    for begin, end in found:
        if joined and begin - joined[-1][1] <= JOINED_WITHIN:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    longest = sorted(joined, key=lambda one: (one[0] - one[1], one))[:MOST_STRETCHES]
    return sorted(longest)


def seconds_seen(stretches: Sequence[Stretch]) -> float:
    """Seconds of merged stretches."""
    return sum(end - begin for begin, end in stretches)


def is_watched(stretches: Sequence[Stretch], length: float) -> bool:
    """Whether enough of a video of this length is seen."""
    return seconds_seen(stretches) >= ENOUGH * length - JOINED_WITHIN


def stretches_in(told: str) -> list[Stretch]:
    """Stretches as a page sends them, such as “0-12.5,30-44”; what is none is left out."""
    found = []
    for one in told.split(",")[:MOST_STRETCHES]:
        begin, _dash, end = one.partition("-")
        try:
            found.append((float(begin), float(end)))
        except ValueError:
            continue
    return found


def _stretch(told: Any, length: float) -> Stretch | None:
    if not isinstance(told, list | tuple) or len(told) != 2:
        return None
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and isfinite(one) for one in told):
        return None
    begin, end = (round(min(max(float(one), 0.0), length), 2) for one in told)
    return (begin, end) if begin < end else None
