"""Many people's report rows as one table: totals a group and skill, and the readiness of a group."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import CRITICAL, REQUIRED

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupReadiness:
    """Mean readiness of a group with its interval, shares 0 to 1; None where nobody has a report."""

    people: int
    mean: float | None
    low: float | None
    high: float | None


def totals(rows: NDArray[np.void], group: NDArray[np.int64]) -> pd.DataFrame:
    """One row a (group, skill) that at least one person of the group needs, ordered by both.

    rows     report rows (REPORT_DTYPE) of many people; those without the flag REQUIRED are passed over
    group    group of the person of each row, such as the id of an org unit

    Columns: people (who need the skill), gap, assess_first, meets (of these, by status), never_assessed
    (of assess_first, those without any evidence), critical_gap (gaps where it is critical), missing
    (levels missing in all gaps together: gap × headcount).
    """
    import pandas as pd  # slow to import, and needed only here

    needed = (rows["flags"] & REQUIRED) != 0
    rows, group = rows[needed], group[needed]
    is_gap = rows["status"] == GapStatus.GAP
    table = pd.DataFrame(
        {
            "group": group,
            "skill": rows["skill"].astype(np.int64),
            "people": 1,
            "gap": is_gap.astype(np.int64),
            "assess_first": (rows["status"] == GapStatus.ASSESS_FIRST).astype(np.int64),
            "meets": (rows["status"] == GapStatus.MEETS).astype(np.int64),
            "never_assessed": (rows["n_evidence"] == 0).astype(np.int64),
            "critical_gap": (is_gap & ((rows["flags"] & CRITICAL) != 0)).astype(np.int64),
            "missing": np.where(is_gap, rows["gap"].astype(np.float64), 0.0),
        }
    )
    return table.groupby(["group", "skill"], as_index=False, sort=True).sum()


def readiness_of_group(mean: Floats, low: Floats, high: Floats, coverage: float) -> GroupReadiness:
    """The mean of people's readiness, with an interval that holds with probability `coverage`.

    `low` and `high` are each person's interval of that coverage, from which their standard deviation is
    taken. People's errors are taken as independent: Var = Σ sᵢ² / n². NaN rows are people without a
    requirement and are passed over.
    """
    counts = ~np.isnan(mean)
    people = int(counts.sum())
    if not people:
        return GroupReadiness(0, None, None, None)
    reach = NormalDist().inv_cdf((1 + coverage) / 2)
    spread = (high[counts] - low[counts]) / (2 * reach)
    centre = float(mean[counts].mean())
    half = reach * float(np.sqrt((spread**2).sum())) / people
    return GroupReadiness(people, centre, max(centre - half, 0.0), min(centre + half, 1.0))
