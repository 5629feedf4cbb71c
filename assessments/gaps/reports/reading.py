"""Stored reports as rows: one that cannot be read says nothing, and keeps no other from being read."""

from collections.abc import Sequence

import numpy as np
import structlog
from numpy.typing import NDArray

from assessments.gaps.compute.packing import unpack_readable

log = structlog.get_logger(__name__)


def read_rows(
    packed: Sequence[bytes], of: Sequence[int]
) -> tuple[NDArray[np.void], NDArray[np.int64], NDArray[np.bool_]]:
    """Rows and offsets of packed reports, and which of them can be read; the others have no rows.

    `of` are ids to name them by in the log: of the people, or of the reports.
    """
    rows, offsets, is_readable = unpack_readable(packed)
    unreadable = np.flatnonzero(~is_readable).tolist()
    if unreadable:
        log.warning(
            "gap_reports_unreadable",
            reports=len(unreadable),
            of=[int(of[place]) for place in unreadable[:20]],
        )
    return rows, offsets, is_readable
