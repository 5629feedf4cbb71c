"""The median of values that were seen many times each."""

from collections.abc import Mapping


def median_of_counts(times: Mapping[int, int]) -> float | None:
    """The median of the keys, each of which was seen as often as its value says; None without any.

    Values are counted and never written out: a number of times may be as large as a column takes.
    """
    total = sum(times.values())
    if total <= 0:
        return None
    return (_at((total - 1) // 2, times) + _at(total // 2, times)) / 2


def _at(place: int, times: Mapping[int, int]) -> int:
    """The value at a place of the sorted ones, the first of which is at 0."""
    seen = 0
    for value in sorted(times):
        seen += times[value]
        if place < seen:
            break
    return value
