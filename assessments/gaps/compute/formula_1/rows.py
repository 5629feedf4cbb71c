"""Report rows by the first formula: normal readings and priors; critical where any role says so."""

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.blocks import Block, SkillTable
from assessments.gaps.compute.columns import (
    NO_FAMILY,
    Bools,
    EvidenceColumns,
    Floats,
    Ints,
    RequirementColumns,
)
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.formula_1.posterior import PriorTable, posterior
from assessments.gaps.compute.formula_1.readings import Reader, Readings
from assessments.gaps.compute.normal import standard_normal
from assessments.gaps.compute.packing import CRITICAL, FIRST_DTYPE, MOST_EVIDENCE, NEVER, REQUIRED, of_today


class RowWriter:
    """Writes report rows of a block, one field after the other."""

    def __init__(
        self, skills: SkillTable, policy: NormalPolicy, evidence: EvidenceColumns, as_of: int
    ) -> None:
        self._skills = skills
        self._policy = policy
        self._priors = PriorTable(policy, skills.skill)
        self._reader = Reader(skills, policy, evidence, as_of)

    def write(self, block: Block) -> tuple[NDArray[np.void], Ints]:
        """The rows of the block; and where those of each person of it begin, and the end."""
        skills, readings = self._skills, self._reader.read(block)
        needed = skills.required_cells(block)
        present = np.zeros(block.people << skills.bits, dtype=bool)
        present[needed] = True
        present[readings.cell] = True
        cells = np.flatnonzero(present)
        row_of = np.empty(len(present), dtype=np.int64)
        row_of[cells] = np.arange(len(cells))
        required_row, evidence_row = row_of.take(needed), row_of.take(readings.cell)
        rows, skill = np.zeros(len(cells), dtype=FIRST_DTYPE), skills.positions_of_cells(cells)
        family = np.full(len(cells), NO_FAMILY, dtype=np.int64)
        family[required_row] = block.requirements.family
        rows["skill"] = skills.skill.take(skill)
        _write_requirements(rows, required_row, block.requirements)
        _write_evidence(rows, evidence_row, readings)
        self._write_gaps(rows, evidence_row, readings, skill, family)
        return of_today(rows), np.searchsorted(cells, np.arange(block.people + 1) << skills.bits)

    def _write_gaps(
        self, rows: NDArray[np.void], at: Ints, readings: Readings, skill: Ints, family: Ints
    ) -> None:
        mean, sd = posterior(at, readings.level, readings.precision, *self._priors.of(family, skill))
        top = self._skills.top.take(skill)
        mean *= top
        sd *= top
        required = rows["required"].astype(np.float64)
        p_meets = standard_normal((mean - required + 0.5) / sd)[0]
        np.putmask(p_meets, (rows["flags"] & REQUIRED) == 0, 1)
        rows["mu"] = mean
        rows["sigma"] = sd
        rows["p_meets"] = p_meets
        rows["gap"] = np.maximum(required - mean, 0)
        rows["status"] = gap_status(p_meets, rows["n_evidence"] > 0, self._policy)


def _write_requirements(rows: NDArray[np.void], at: Ints, requirements: RequirementColumns) -> None:
    rows["role_level"][at] = requirements.role_level
    rows["required"][at] = requirements.required
    rows["weight"][at] = requirements.weight
    rows["flags"][at] = REQUIRED + CRITICAL * requirements.critical


def _write_evidence(rows: NDArray[np.void], at: Ints, readings: Readings) -> None:
    rows["n_evidence"] = np.minimum(np.bincount(at, minlength=len(rows)), MOST_EVIDENCE)
    last_observed = np.full(len(rows), NEVER, dtype=np.int32)
    np.maximum.at(last_observed, at, readings.observed_on)
    rows["last_observed"] = last_observed


def gap_status(p_meets: Floats, assessed: Bools, policy: NormalPolicy) -> NDArray[np.uint8]:
    """`GapStatus` of each P(meets); ASSESS_FIRST wherever not assessed."""
    status = np.full(len(p_meets), GapStatus.ASSESS_FIRST, dtype=np.uint8)
    np.putmask(status, assessed & (p_meets < policy.gap_below), GapStatus.GAP)
    np.putmask(status, assessed & (p_meets > policy.meets_above), GapStatus.MEETS)
    return status
