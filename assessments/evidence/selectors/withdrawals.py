"""Which pieces of evidence are withdrawn at a moment: the one place where arrays are read by withdrawals."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from assessments.evidence.selectors.level_maps import Ints, Moments, utc_microseconds
from lifow.base.database.columns import Columns

NOT_WITHDRAWN = datetime(9999, 12, 31, tzinfo=UTC)
WITHDRAWN_AT: dict[str, Any] = {
    "withdrawn_at": Coalesce("withdrawals__said_at", Value(NOT_WITHDRAWN), output_field=DateTimeField())
}
"""For `annotate`: joined to the evidence, withdrawals cost no query of their own."""
_NOT_WITHDRAWN = utc_microseconds(NOT_WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """One row each time that a piece was withdrawn, or that was taken back: by turns.

    evidence  id of the piece
    said_at   UTC, in microseconds
    """

    evidence: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    said_at: Moments = field(default_factory=lambda: np.zeros(0, dtype="M8[us]"))

    def __len__(self) -> int:
        return len(self.evidence)

    def at(self, moment: datetime) -> Ints:
        """The ids of pieces that are withdrawn at a moment: of which it was said an odd number of times."""
        if not len(self):
            return self.evidence
        ids, times = np.unique(self.evidence[self.said_at <= utc_microseconds(moment)], return_counts=True)
        return ids[times % 2 == 1]

    def times(self, evidence: Ints, moment: Moments) -> Ints:
        """How often it was said of each of the pieces by the moment beside it; odd: it was withdrawn."""
        found = np.zeros(len(evidence), dtype=np.int64)
        for piece, said_at in zip(self.evidence.tolist(), self.said_at, strict=True):
            found += (evidence == piece) & (said_at <= moment)
        return found


NO_WITHDRAWALS = Withdrawals()


def without_repeats(found: Columns) -> tuple[Columns, Withdrawals]:
    """Columns of evidence with `WITHDRAWN_AT`, each piece once; and what was said of withdrawing them."""
    withdrawn = np.flatnonzero(found["withdrawn_at"] < _NOT_WITHDRAWN)
    rows = {name: column for name, column in found.items() if name != "withdrawn_at"}
    if not len(withdrawn):
        return rows, NO_WITHDRAWALS
    said = Withdrawals(found["evidence"][withdrawn], found["withdrawn_at"][withdrawn])
    _, first = np.unique(found["evidence"], return_index=True)
    return {name: column[first] for name, column in rows.items()}, said
