"""Current gap reports with their readiness and counts as arrays, for those who add them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from assessments.gaps.compute.packing import CRITICAL, REQUIRED, PackedReportError, unpack_many
from assessments.gaps.models import GapReport

COUNTS = ("required", "gap", "critical_gap", "assess_first", "never_assessed")
SHARES = ("readiness", "readiness_low", "readiness_high")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MeasuredReports:
    """The current reports of people, in ascending order of person id, with what they require.

    person_id        of each report
    counts           by name in COUNTS: skills of each report
    shares           by name in SHARES: readiness of each report; NaN where nothing is required
    owner            position of the report of each requirement; the columns below are of requirements too
    skill, status    its id; what is known (`GapStatus`)
    is_critical      whether the role cannot be done without it
    never_assessed   whether no evidence counts
    gap              levels below the required one
    """

    person_id: NDArray[np.int64]
    counts: dict[str, NDArray[np.int64]]
    shares: dict[str, NDArray[np.float64]]
    owner: NDArray[np.int64]
    skill: NDArray[np.int64]
    status: NDArray[np.int64]
    is_critical: NDArray[np.bool_]
    never_assessed: NDArray[np.bool_]
    gap: NDArray[np.float64]


def measured_reports(person_ids: Iterable[int]) -> MeasuredReports:
    """The current reports of those of the people who have one that can be read; one query."""
    current = GapReport.objects.current().filter(person__in=list(person_ids)).order_by("person_id")
    counts = [f"{name}_count" for name in COUNTS]
    found = list(current.values_list("person_id", "packed", *counts, *SHARES))
    rows, offsets = _unpack(found)
    needed = (rows["flags"] & REQUIRED) != 0
    owner = np.repeat(np.arange(len(found)), np.diff(offsets))[needed]
    rows = rows[needed]
    width = 2 + len(COUNTS) + len(SHARES)
    person, _packed, *columns = list(zip(*found, strict=True)) or [()] * width
    counted, shares = columns[: len(COUNTS)], columns[len(COUNTS) :]
    return MeasuredReports(
        person_id=np.array(person, dtype=np.int64),
        counts={name: np.array(one, dtype=np.int64) for name, one in zip(COUNTS, counted, strict=True)},
        shares={name: np.array(one, dtype=np.float64) for name, one in zip(SHARES, shares, strict=True)},
        owner=owner,
        skill=rows["skill"].astype(np.int64),
        status=rows["status"].astype(np.int64),
        is_critical=(rows["flags"] & CRITICAL) != 0,
        never_assessed=rows["n_evidence"] == 0,
        gap=rows["gap"].astype(np.float64),
    )


def _unpack(found: list[tuple[Any, ...]]) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """Rows and offsets of the reports; those whose bytes cannot be read are taken out of `found`.

    One bad row does not keep all others from being counted.
    """
    while True:
        try:
            return unpack_many([bytes(packed) for _, packed, *_ in found])
        except PackedReportError as error:
            log.warning("gap_report_unreadable", person_id=found[error.index][0], error=str(error))
            del found[error.index]
