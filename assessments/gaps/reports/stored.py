"""Current gap reports as arrays, for the apps above that compute with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import CRITICAL, EXPIRED, REQUIRED, PackedReportError, unpack_many
from assessments.gaps.models import GapReport
from lifow.base.database.columns import among, read_columns

log = structlog.get_logger(__name__)

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


def unpack_readable(
    packed: Sequence[bytes], person_ids: Sequence[int]
) -> tuple[NDArray[np.void], NDArray[np.int64], NDArray[np.int64]]:
    """Rows and offsets of the packed reports of people, and the places of those that can be read.

    One that cannot, of another version, say, keeps none of the others from being read: it is logged.
    """
    places = list(range(len(packed)))
    while True:
        try:
            rows, offsets = unpack_many([packed[place] for place in places])
        except PackedReportError as error:
            place = places.pop(error.index)
            log.warning("gap_report_unreadable", person_id=person_ids[place], error=str(error))
        else:
            return rows, offsets, np.array(places, dtype=np.int64)


def stored_reports(person_ids: Iterable[int]) -> StoredReports:
    """The current reports of those of the people who have one that can be read; one query."""
    found = read_columns(
        GapReport.objects.current().filter(person__in=among(person_ids)).order_by("person_id"),
        person_id=("person_id", "i8"),
        digest=("digest", "S64"),
        packed=("packed", "bytes"),
    )
    rows, offsets, readable = unpack_readable(found["packed"].tolist(), found["person_id"].tolist())
    return StoredReports(
        person_id=found["person_id"][readable],
        digest=tuple(digest.decode() for digest in found["digest"][readable].tolist()),
        rows=rows,
        owner=np.repeat(np.arange(len(offsets) - 1), np.diff(offsets)),
    )
