"""Who looks for modules: what their role needs, what they have done and saved, and what helped colleagues."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import PersonGaps
from content.catalogue.compute import CatalogueColumns, Needs
from content.catalogue.compute.columns import Ints


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks for modules: needs, ids of modules that they have done and saved, and how many colleagues in
    their role found which module helpful."""

    needs: Needs
    done: Collection[int] = ()
    saved: Collection[int] = ()
    helped: Mapping[int, int] = field(default_factory=dict)

    def helped_in(self, columns: CatalogueColumns) -> Ints:
        """How many colleagues found each module of a catalogue helpful."""
        counts = np.zeros(len(columns.module), dtype=np.int64)
        ids = np.fromiter(self.helped, dtype=np.int64)
        here = ids[np.isin(ids, columns.module)]
        counts[columns.rows_of(here)] = [self.helped[pk] for pk in here.tolist()]
        return counts


def needs_of(gaps: PersonGaps | None) -> Needs:
    """What somebody's role needs, as the catalogue counts with it; no query."""
    rows = sorted(gaps.required if gaps else (), key=lambda row: row.skill.pk)
    return Needs(
        skill=np.array([row.skill.pk for row in rows], dtype=np.int64),
        level=np.array([np.nan if row.level is None else row.level for row in rows], dtype=np.float64),
        required=np.array([row.required or 0.0 for row in rows], dtype=np.float64),
        is_gap=np.array([row.status == GapStatus.GAP for row in rows], dtype=bool),
        is_critical=np.array([row.is_critical for row in rows], dtype=bool),
    )
