"""A gap report as bytes: one fixed row a skill, little-endian on every machine, with a version in front.

Version 1 is what the first formula wrote; its rows are read as rows of today, and written again as they were.
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus

CRITICAL = 1
REQUIRED = 2
CONFLICT = 4
EXPIRED = 8
CRITICAL_MET = 16
CRITICAL_GAP = 32
ONE_SOURCE = 64
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
        ("critical", "<f4"),
        ("p_critical", "<f4"),
    ]
)
"""One row a skill that is required of a person, or that evidence speaks about.

skill          id of the skill
role_level     id of the role level that set the requirement, 0 where none did
required       level needed, 0 where none is
mu, sigma      posterior level and its standard deviation, in levels; mu may lie off the scale's ends
p_meets        P(level ≥ required − ½), 1 where nothing is required; as of the day of the report
gap            max(0, required − mu), in levels
weight         weight of the requirement, 0 where none
last_observed  day (since 1970-01-01) of the newest evidence that counts, NEVER where none does
n_evidence     pieces of evidence that count, at most MOST_EVIDENCE; 0 is *never assessed*, whatever mu says
status         `GapStatus` of the required level
critical       level up to which it is critical, which may be below the required one; 0 where it is not
p_critical     P(level ≥ critical − ½), 1 where it is not critical
flags          CRITICAL      what is missing here is critical: the required level is, or one below it that is
                             not met
               REQUIRED      a role requires it
               CONFLICT      the newest words about it are in conflict
               EXPIRED       what was known has expired, and nothing was said since
               CRITICAL_MET, CRITICAL_GAP   status of the critical level, neither while that needs assessment
               ONE_SOURCE    critical, and would be told if a second source, a test or observed work said so
"""

FIRST_DTYPE = np.dtype([(name, REPORT_DTYPE[name]) for name in REPORT_DTYPE.names[:-2]])  # type: ignore[index]
"""A row of version 1."""


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
    critical: float
    p_critical: float


MAGIC = b"LGAP"
VERSION = 2
DTYPES = {1: FIRST_DTYPE, VERSION: REPORT_DTYPE}
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


def pack_many(
    rows: NDArray[np.void], offsets: Iterable[int] | NDArray[np.integer], *, version: int = VERSION
) -> list[bytes]:
    """The packed rows of many people, in a version: person i has rows[offsets[i]:offsets[i + 1]]."""
    dtype = DTYPES[version]
    size = dtype.itemsize
    rows = rows if version == VERSION else _as_first(rows)
    together = np.ascontiguousarray(rows, dtype=dtype).tobytes()
    return [
        _HEADER.pack(MAGIC, version, size, end - start) + together[start * size : end * size]
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
    counts, is_first = headers["rows"].astype(np.int64), headers["version"] == 1
    sizes = np.where(is_first, FIRST_DTYPE.itemsize, REPORT_DTYPE.itemsize)
    checks = (
        (headers["magic"] == MAGIC, "does not begin with LGAP"),
        (np.isin(headers["version"], list(DTYPES)), f"is of no version up to {VERSION}"),
        (headers["row_size"] == sizes, "has rows of another size than its version says"),
        (lengths == size + counts * sizes, "is cut short or has bytes too many"),
    )
    for passes, reason in checks:
        if not passes.all():
            raise PackedReportError(int(np.argmin(passes)), reason)
    offsets = np.zeros(len(packed) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    bodies = [memoryview(report)[size:] for report in packed]
    if not is_first.any():
        return np.frombuffer(b"".join(bodies), dtype=REPORT_DTYPE), offsets
    rows = np.empty(offsets[-1], dtype=REPORT_DTYPE)
    of_first = np.repeat(is_first, counts)
    for first, dtype in ((True, FIRST_DTYPE), (False, REPORT_DTYPE)):
        kind = b"".join([body for body, one in zip(bodies, is_first.tolist(), strict=True) if one == first])
        read = np.frombuffer(kind, dtype=dtype)
        rows[of_first == first] = of_today(read) if first else read
    rows.flags.writeable = False
    return rows, offsets


def unpack_readable(
    packed: Sequence[bytes],
) -> tuple[NDArray[np.void], NDArray[np.int64], NDArray[np.bool_]]:
    """As `unpack_many`, and which of them can be read; bytes of another kind or version have no rows."""
    try:
        return *unpack_many(packed), np.ones(len(packed), dtype=np.bool_)
    except PackedReportError:
        is_readable = np.array([_is_readable(one) for one in packed], dtype=np.bool_)
        nothing = pack(np.zeros(0, dtype=REPORT_DTYPE))
        kept = [one if can else nothing for one, can in zip(packed, is_readable.tolist(), strict=True)]
        return *unpack_many(kept), is_readable


def _is_readable(packed: bytes) -> bool:
    try:
        unpack_many([packed])
    except PackedReportError:
        return False
    return True


def of_today(first: NDArray[np.void]) -> NDArray[np.void]:
    """Rows of version 1 as rows of today: what was critical was so at the required level."""
    rows = np.zeros(len(first), dtype=REPORT_DTYPE)
    for name in FIRST_DTYPE.names or ():
        rows[name] = first[name]
    is_critical = (first["flags"] & CRITICAL) != 0
    rows["critical"] = np.where(is_critical, first["required"], 0)
    rows["p_critical"] = np.where(is_critical, first["p_meets"], 1)
    rows["flags"] |= np.where(is_critical & (first["status"] == GapStatus.MEETS), CRITICAL_MET, 0).astype(
        "u1"
    )
    rows["flags"] |= np.where(is_critical & (first["status"] == GapStatus.GAP), CRITICAL_GAP, 0).astype("u1")
    return rows


def _as_first(rows: NDArray[np.void]) -> NDArray[np.void]:
    found = np.empty(len(rows), dtype=FIRST_DTYPE)
    for name in FIRST_DTYPE.names or ():
        found[name] = rows[name]
    found["flags"] &= CRITICAL | REQUIRED
    return found


def digest(packed: bytes) -> str:
    """SHA-256 of a packed report, in hex: two reports have equal rows exactly when their digests are."""
    return hashlib.sha256(packed).hexdigest()
