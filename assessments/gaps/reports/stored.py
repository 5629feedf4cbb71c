"""Current gap reports as arrays, for the apps above that compute with them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import CRITICAL, EXPIRED, REQUIRED
from assessments.gaps.models import GapReport
from assessments.gaps.reports.reading import read_rows
from lifow.base.database.columns import among, read_columns

EVEN = 0.5
"""Chance of being met below which a level is more likely missing."""


@dataclass(frozen=True, slots=True)
class StoredReports:
    """The current reports of people, in ascending order of person id.

    person_id, digest   one a report
    rows                one a (report, skill), as `assessments.gaps.compute.packing.REPORT_DTYPE` documents
    owner               position of the report of each row
    is_required, is_critical   flags of each row
    """

    person_id: NDArray[np.int64]
    digest: tuple[str, ...]
    rows: NDArray[np.void]
    owner: NDArray[np.int64]

    @property
    def is_required(self) -> NDArray[np.bool_]:
        return np.asarray((self.rows["flags"] & REQUIRED) != 0)

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Where an assessed level lies below the required one, but not surely enough to call it a gap."""
        rows = self.rows
        is_assessed = (rows["n_evidence"] > 0) & ((rows["flags"] & EXPIRED) == 0)
        is_undecided = is_assessed & (rows["status"] == GapStatus.ASSESS_FIRST)
        return np.asarray(is_undecided & (rows["mu"] < rows["required"]))

    @property
    def is_likely_missing(self) -> NDArray[np.bool_]:
        """Where a level was assessed and needs more, and yet is more likely missing than met."""
        return np.asarray(self.is_open & (self.rows["p_meets"] < EVEN))

    @property
    def is_critical(self) -> NDArray[np.bool_]:
        return np.asarray((self.rows["flags"] & CRITICAL) != 0)


def stored_reports(person_ids: Iterable[int]) -> StoredReports:
    """The current reports of those of the people who have one that can be read; one query."""
    found = read_columns(
        GapReport.objects.current().filter(person__in=among(person_ids)).order_by("person_id"),
        person_id=("person_id", "i8"),
        digest=("digest", "S64"),
        packed=("packed", "bytes"),
    )
    rows, offsets, is_readable = read_rows(found["packed"].tolist(), found["person_id"].tolist())
    return StoredReports(
        person_id=found["person_id"][is_readable],
        digest=tuple(digest.decode() for digest in found["digest"][is_readable].tolist()),
        rows=rows,
        owner=np.repeat(np.arange(is_readable.sum()), np.diff(offsets)[is_readable]),
    )
