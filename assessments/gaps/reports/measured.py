"""Current gap reports with their readiness and counts as arrays, for those who add them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.compute.packing import (
    CRITICAL_GAP,
    CRITICAL_MET,
    REQUIRED,
)
from assessments.gaps.compute.readiness import is_known
from assessments.gaps.models import GapReport
from assessments.gaps.reports.reading import read_rows


@dataclass(frozen=True, slots=True)
class MeasuredReports:
    """The current reports of people, in ascending order of person id, with what they require.

    person_id        of each report
    critical_chance  of each, P(all critical levels are met); NaN where not all are known or none is critical
    owner            position of the report of each requirement; the columns below are of requirements too
    skill, status    its id; what is known (`GapStatus`)
    is_critical, is_critical_met, is_critical_gap
                     whether the role cannot be done without it; what is known of that level
    never_assessed   whether no evidence counts
    is_known         whether evidence counts, and has not expired
    gap              levels below the required one
    """

    person_id: NDArray[np.int64]
    critical_chance: NDArray[np.float64]
    owner: NDArray[np.int64]
    skill: NDArray[np.int64]
    status: NDArray[np.int64]
    is_critical: NDArray[np.bool_]
    is_critical_met: NDArray[np.bool_]
    is_critical_gap: NDArray[np.bool_]
    never_assessed: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    gap: NDArray[np.float64]


def measured_reports(person_ids: Iterable[int]) -> MeasuredReports:
    """The current reports of those of the people who have one that can be read; one query."""
    current = GapReport.objects.current().filter(person__in=list(person_ids)).order_by("person_id")
    stored = list(current.values_list("person_id", "packed", "critical_chance"))
    of = [person_id for person_id, _, _ in stored]
    rows, offsets, is_readable = read_rows([bytes(packed) for _, packed, _ in stored], of)
    found = list(compress(stored, is_readable.tolist()))
    needed = (rows["flags"] & REQUIRED) != 0
    owner = np.repeat(np.arange(len(found)), np.diff(offsets)[is_readable])[needed]
    rows = rows[needed]
    return MeasuredReports(
        person_id=np.array([person for person, _, _ in found], dtype=np.int64),
        critical_chance=np.array([chance for _, _, chance in found], dtype=np.float64),
        owner=owner,
        skill=rows["skill"].astype(np.int64),
        status=rows["status"].astype(np.int64),
        is_critical=rows["critical"] > 0,
        is_critical_met=(rows["flags"] & CRITICAL_MET) != 0,
        is_critical_gap=(rows["flags"] & CRITICAL_GAP) != 0,
        never_assessed=rows["n_evidence"] == 0,
        is_known=is_known(rows),
        gap=rows["gap"].astype(np.float64),
    )
