"""Evidence made ready for sums: in canonical order, with precisions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.compute.blocks import Block, SkillTable
from assessments.gaps.compute.columns import EvidenceColumns, Floats, Ints, check_evidence, rises
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.formula_1.posterior import SOURCES, SourcePrecision, counting, newest_of_rater


@dataclass(frozen=True, slots=True)
class Readings:
    """The evidence that counts, sorted by cell, source and id, which makes every sum independent of the order
    in which rows came.

    cell         see SkillTable
    level        as a share of the scale's span
    precision    its part in the posterior precision, per squared span
    observed_on  day
    """

    cell: Ints
    level: Floats
    precision: Floats
    observed_on: NDArray[np.int32]


class Reader:
    """Reads evidence as of a day under a policy."""

    __slots__ = ("_as_of", "_precision", "_skills")

    def __init__(
        self, skills: SkillTable, policy: NormalPolicy, evidence: EvidenceColumns, as_of: int
    ) -> None:
        oldest = as_of - int(evidence.observed_on.min()) if len(evidence) else 0
        self._skills = skills
        self._as_of = as_of
        self._precision = SourcePrecision(policy, max(oldest, 0))

    def read(self, block: Block) -> Readings:
        """The readings of a block. Raises InputError for an unknown skill or source, or a level off scale."""
        evidence, skills = block.evidence, self._skills
        position = skills.positions(evidence.skill)
        cell = skills.cells(block, evidence.person, position)
        if not rises(cell, evidence.evidence):
            order = np.lexsort((evidence.evidence, cell))
            evidence, position, cell = evidence.take(order), position[order], cell[order]
        top = skills.top.take(position)
        check_evidence(evidence, top)
        rows = np.flatnonzero(counting(evidence, self._as_of, self._precision.oldest))
        group = cell * SOURCES + evidence.source
        # Rows of a cell lie together, so that little is left to sort.
        rows = rows.take(np.argsort(group.take(rows), kind="stable"))
        group = group.take(rows)
        newest = newest_of_rater(group, evidence.rater.take(rows), evidence.observed_on.take(rows))
        rows, group = rows.take(newest), group.take(newest)
        source, observed_on = evidence.source.take(rows), evidence.observed_on.take(rows)
        return Readings(
            cell=cell.take(rows),
            level=(evidence.level / top).take(rows),
            precision=self._precision.of_rows(group, source, self._as_of - observed_on),
            observed_on=observed_on,
        )
