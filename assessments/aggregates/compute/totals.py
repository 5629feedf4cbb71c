"""Totals by skill of groups of people, from their report rows; as bytes, and added up."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus

Totals = NDArray[np.void]

TOTALS_DTYPE = np.dtype(
    [
        ("skill", "<i8"),
        ("people", "<i4"),
        ("gap", "<i4"),
        ("assess_first", "<i4"),
        ("meets", "<i4"),
        ("never_assessed", "<i4"),
        ("critical_gap", "<i4"),
        ("total_gap", "<f8"),
    ]
)
"""One row a skill that at least one person of the group needs, in the order of skills.

people          who need the skill, of whom by status `gap`, `assess_first` and `meets`
never_assessed  of assess_first, those without any evidence
critical_gap    gaps to the level up to which the skill is critical
total_gap       the gaps of all people added up, in levels: mean gap × headcount
"""

_HEADER = struct.Struct("<4sHH")
_MAGIC, _VERSION = b"LTOT", 1
_COUNTS = ("people", "gap", "assess_first", "meets", "never_assessed", "critical_gap")


@dataclass(frozen=True, slots=True)
class Needs:
    """Requirements of many people, one a person and skill.

    group            position of the person's group
    skill, status    its id; what is known (`GapStatus`)
    critical_gap     whether the level is missing without which the role cannot be done
    never_assessed   whether no evidence counts
    gap              levels below the required one
    """

    group: NDArray[np.int64]
    skill: NDArray[np.int64]
    status: NDArray[np.int64]
    critical_gap: NDArray[np.bool_]
    never_assessed: NDArray[np.bool_]
    gap: NDArray[np.float64]


class TotalsError(ValueError):
    """Bytes that are no packed totals of this version."""


def totals_of_groups(needs: Needs, groups: int) -> list[Totals]:
    """The totals (TOTALS_DTYPE) of each group, 0 … groups − 1."""
    import pandas as pd  # slow to import, and needed only here

    is_gap = needs.status == GapStatus.GAP
    table = pd.DataFrame(
        {
            "group": needs.group,
            "skill": needs.skill,
            "people": 1,
            "gap": is_gap.astype(np.int64),
            "assess_first": (needs.status == GapStatus.ASSESS_FIRST).astype(np.int64),
            "meets": (needs.status == GapStatus.MEETS).astype(np.int64),
            "never_assessed": needs.never_assessed.astype(np.int64),
            "critical_gap": needs.critical_gap.astype(np.int64),
            "total_gap": np.where(is_gap, needs.gap, 0.0),
        }
    )
    summed = table.groupby(["group", "skill"], as_index=False, sort=True).sum()
    rows = np.zeros(len(summed), dtype=TOTALS_DTYPE)
    for name in TOTALS_DTYPE.names or ():
        rows[name] = summed[name]
    bounds = np.searchsorted(summed["group"].to_numpy(), np.arange(groups + 1))
    return [rows[start:end] for start, end in pairwise(bounds.tolist())]


def add_totals(parts: Sequence[Totals]) -> Totals:
    """The totals of groups that share nobody, as those of one group."""
    rows = np.concatenate(parts) if parts else np.zeros(0, dtype=TOTALS_DTYPE)
    skills, place = np.unique(rows["skill"], return_inverse=True)
    table = np.zeros(len(skills), dtype=TOTALS_DTYPE)
    table["skill"] = skills
    for name in (*_COUNTS, "total_gap"):
        table[name] = np.bincount(place, weights=rows[name], minlength=len(skills))
    return table


def pack_totals(totals: Totals) -> bytes:
    """Totals as bytes: magic, version, row size, then the rows."""
    header = _HEADER.pack(_MAGIC, _VERSION, TOTALS_DTYPE.itemsize)
    return header + np.ascontiguousarray(totals, dtype=TOTALS_DTYPE).tobytes()


def unpack_totals(packed: bytes) -> Totals:
    """Packed totals as rows, read-only. Raises TotalsError for bytes of another kind or version."""
    if len(packed) < _HEADER.size or _HEADER.unpack_from(packed) != (_MAGIC, _VERSION, TOTALS_DTYPE.itemsize):
        raise TotalsError("These are no totals of this version. Build the aggregates anew.")
    return np.frombuffer(packed, dtype=TOTALS_DTYPE, offset=_HEADER.size)
