"""From rows to arrays: which record stands for which at a moment."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from lifow.people.merging.models import PersonMerge

Ints = NDArray[np.int64]
Moments = NDArray[np.datetime64]
NOT_UNDONE = np.datetime64("9999-12-31", "us")


def _no_ids() -> Ints:
    return np.zeros(0, dtype=np.int64)


def _no_moments() -> Moments:
    return np.zeros(0, dtype="M8[us]")


@dataclass(frozen=True, slots=True)
class RecordMerges:
    """All merges, undone ones too, a row each.

    merged, kept  ids of people: `merged` is read as `kept`
    since, until  from when on, and before which moment; UTC, in microseconds
    """

    merged: Ints = field(default_factory=_no_ids)
    kept: Ints = field(default_factory=_no_ids)
    since: Moments = field(default_factory=_no_moments)
    until: Moments = field(default_factory=_no_moments)

    def __len__(self) -> int:
        return len(self.merged)

    def records_of(self, people: Ints) -> Ints:
        """These people and every record that was ever read as one of them, in ascending order."""
        if not len(self):
            return people
        found = np.unique(people)
        while True:
            more = np.union1d(found, self.merged[np.isin(self.kept, found)])
            if len(more) == len(found):
                break
            found = more
        return found

    def read_as(self, ids: Ints, moment: datetime) -> Ints:
        """Whose record each of the ids is at a moment: the kept person's where it was merged by then."""
        if not len(self):
            return ids
        at = _utc(moment)
        in_force = (self.since <= at) & (at < self.until)
        order = np.argsort(self.merged[in_force])
        merged, kept = self.merged[in_force][order], self.kept[in_force][order]
        # A kept person may have been merged later: at most as many steps as there are merges.
        for _step in range(len(merged)):
            place = np.minimum(np.searchsorted(merged, ids), len(merged) - 1)
            is_merged = merged[place] == ids
            if not is_merged.any():
                break
            ids = np.where(is_merged, kept[place], ids)
        return ids


NO_MERGES = RecordMerges()


def record_merges() -> RecordMerges:
    """All merges of two records; one query."""
    rows = PersonMerge.objects.order_by("merged_at", "pk")
    found = list(rows.values_list("merged_id", "kept_id", "merged_at", "undone_at"))
    if not found:
        return NO_MERGES
    merged, kept, since, until = zip(*found, strict=True)
    return RecordMerges(
        merged=np.array(merged, dtype=np.int64),
        kept=np.array(kept, dtype=np.int64),
        since=np.array([_utc(at) for at in since]),
        until=np.array([_utc(at) if at else NOT_UNDONE for at in until]),
    )


def _utc(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")
