"""Current gap reports as arrays, for the apps above that compute with them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.compute.packing import CRITICAL, REQUIRED, unpack_many
from assessments.gaps.models import GapReport


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
    def is_critical(self) -> NDArray[np.bool_]:
        return np.asarray((self.rows["flags"] & CRITICAL) != 0)


def stored_reports(person_ids: Iterable[int]) -> StoredReports:
    """The current reports of those of the people who have one; one query."""
    found = list(
        GapReport.objects.current()
        .filter(person__in=list(person_ids))
        .order_by("person_id")
        .values_list("person_id", "digest", "packed")
    )
    rows, offsets = unpack_many([bytes(packed) for _, _, packed in found])
    return StoredReports(
        person_id=np.array([person_id for person_id, _, _ in found], dtype=np.int64),
        digest=tuple(digest for _, digest, _ in found),
        rows=rows,
        owner=np.repeat(np.arange(len(found)), np.diff(offsets)),
    )
