"""A gap report as bytes: one fixed row a skill, little-endian on every machine, with a version in front."""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CRITICAL = 1
REQUIRED = 2
NEVER = -1
MOST_EVIDENCE = 65_535

REPORT_DTYPE = np.dtype(
    [
        ("skill", "<i8"),
        ("role_level", "<i8"),
        ("required", "<f4"),
        ("mu", "<f4"),
        ("sigma", "<f4"),
        ("p_meets", "<f4"),
        ("gap", "<f4"),
        ("weight", "<f4"),
        ("last_observed", "<i4"),
        ("n_evidence", "<u2"),
        ("status", "u1"),
        ("flags", "u1"),
    ]
)
"""One row a skill that is required of a person, or that evidence speaks about.

skill          id of the skill
role_level     id of the role level that set the requirement, 0 where none did
required       level needed, 0 where none is
mu, sigma      posterior level and its standard deviation, in levels; mu may lie off the scale's ends
p_meets        P(level ≥ required − ½), 1 where nothing is required
gap            max(0, required − mu), in levels
weight         weight of the requirement, 0 where none
last_observed  day (since 1970-01-01) of the newest evidence that counts, NEVER where none does
n_evidence     pieces of evidence that count, at most MOST_EVIDENCE; 0 is *never assessed*, whatever mu says
status         `GapStatus`
flags          bits CRITICAL and REQUIRED
"""


class ReportRow(NamedTuple):
    """A row of REPORT_DTYPE in Python's own values: what is read field by field is read twice as fast."""

    skill: int
    role_level: int
    required: float
    mu: float
    sigma: float
    p_meets: float
    gap: float
    weight: float
    last_observed: int
    n_evidence: int
    status: int
    flags: int


MAGIC = b"LGAP"
VERSION = 1
_HEADER = struct.Struct("<4sHHI")
_HEADER_DTYPE = np.dtype([("magic", "S4"), ("version", "<u2"), ("row_size", "<u2"), ("rows", "<u4")])


class PackedReportError(ValueError):
    """Bytes that are no packed report of this version: `index` in the list that was given."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"Packed report {index}: {reason}. Compute the report again from its evidence.")
        self.index = index
        self.reason = reason


def pack(rows: NDArray[np.void]) -> bytes:
    """One person's rows as bytes: magic, version, row size, number of rows, then the rows."""
    return pack_many(rows, [0, len(rows)])[0]


def pack_many(rows: NDArray[np.void], offsets: Iterable[int] | NDArray[np.integer]) -> list[bytes]:
    """The packed rows of many people: person i has rows[offsets[i]:offsets[i + 1]]."""
    size = REPORT_DTYPE.itemsize
    together = np.ascontiguousarray(rows, dtype=REPORT_DTYPE).tobytes()
    return [
        _HEADER.pack(MAGIC, VERSION, size, end - start) + together[start * size : end * size]
        for start, end in pairwise(np.asarray(offsets).tolist())
    ]


def unpack(packed: bytes) -> NDArray[np.void]:
    """One person's rows, read-only. Raises PackedReportError for bytes of another kind or version."""
    return unpack_many([packed])[0]


def unpack_many(packed: Sequence[bytes]) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """The rows of many people in one array, and offsets: person i has rows[offsets[i]:offsets[i + 1]].

    Raises PackedReportError naming the first bytes of another kind or version.
    """
    size = _HEADER.size
    lengths = np.fromiter(map(len, packed), dtype=np.int64, count=len(packed))
    if (lengths < size).any():
        raise PackedReportError(int(np.argmax(lengths < size)), "too short for a header")
    headers = np.frombuffer(b"".join([report[:size] for report in packed]), dtype=_HEADER_DTYPE)
    counts = headers["rows"].astype(np.int64)
    checks = (
        (headers["magic"] == MAGIC, "does not begin with LGAP"),
        (headers["version"] == VERSION, f"is not of version {VERSION}"),
        (
            headers["row_size"] == REPORT_DTYPE.itemsize,
            f"has rows of other than {REPORT_DTYPE.itemsize} bytes",
        ),
        (lengths == size + counts * REPORT_DTYPE.itemsize, "is cut short or has bytes too many"),
    )
    for passes, reason in checks:
        if not passes.all():
            raise PackedReportError(int(np.argmin(passes)), reason)
    offsets = np.zeros(len(packed) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    rows = np.frombuffer(b"".join([memoryview(report)[size:] for report in packed]), dtype=REPORT_DTYPE)
    return rows, offsets


def digest(packed: bytes) -> str:
    """SHA-256 of a packed report, in hex: two reports have equal rows exactly when their digests are."""
    return hashlib.sha256(packed).hexdigest()
