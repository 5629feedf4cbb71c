"""Which bytes of a file a request asks for (RFC 9110, 14)."""

import re
from dataclasses import dataclass

MOST = 2**20
"""Bytes that one answer holds: a player that is paused does not keep a process that would write more."""
ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From the first to the last byte, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class UnsatisfiableError(ValueError):
    """A range that lies behind the end of the file."""


def range_of(header: str, size: int) -> ByteRange | None:
    """The bytes to answer with, at most MOST of them; None where all of the file is to be.

    Several ranges at once, and what is no range, are as if nothing had been asked. Raises UnsatisfiableError.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        wanted = min(int(found[2]), size)
        if not wanted:
            raise UnsatisfiableError
        return _bounded(size - wanted, size - 1)
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise UnsatisfiableError
    return _bounded(first, last)


def _bounded(first: int, last: int) -> ByteRange:
    return ByteRange(first, min(last, first + MOST - 1))
