"""Gap reports of any number of people at once.

    gap = max(0, required − μ)          P(meets) = P(θ ≥ required − ½)

Levels are whole steps of a latent trait: whoever is asked to name a level names the nearest one, so level 3
stands for every θ from 2½ on. Status is GAP where P(meets) is below the policy's gap_below, MEETS where it
is above meets_above, else ASSESS_FIRST; without any counting evidence it is ASSESS_FIRST, whatever the
prior says.

People are worked through in blocks that stay in the processor's cache, two at a time. A person's bytes do not
depend on who else is computed, on the size of a block, or on the order of rows: rows are put into one
canonical order, and sums run along it one by one.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.columns import (
    NO_FAMILY,
    Bools,
    EvidenceColumns,
    Floats,
    Ints,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.normal import standard_normal
from assessments.gaps.compute.packing import CRITICAL, MOST_EVIDENCE, NEVER, REPORT_DTYPE, REQUIRED, pack_many
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.posterior import PriorTable, posterior
from assessments.gaps.compute.readiness import ReadinessColumns, readiness
from assessments.gaps.compute.readings import Block, Reader, Readings, SkillTable, blocks_of_people, by_person
from assessments.gaps.compute.requirements import resolve_requirements

BLOCKS_AT_ONCE = 2
"""More of them would push each other out of the cache: three were slower than two on two cores."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class GapReports:
    """Reports of people 0 … n − 1.

    rows       REPORT_DTYPE, by person, then skill id; rows["mu"] and so on are its columns
    offsets    n + 1 numbers: person i has rows[offsets[i]:offsets[i + 1]]
    readiness  one row a person
    """

    rows: NDArray[np.void]
    offsets: Ints
    readiness: ReadinessColumns

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def person(self) -> Ints:
        """Index of the person of each row."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def of(self, person: int) -> NDArray[np.void]:
        """The rows of one person."""
        return self.rows[self.offsets[person] : self.offsets[person + 1]]

    def packed(self) -> list[bytes]:
        """The packed report of each person, in order."""
        return pack_many(self.rows, self.offsets)


def compute_gaps(
    requirements: RequirementColumns,
    evidence: EvidenceColumns,
    scales: SkillScales,
    policy: GapPolicy,
    *,
    as_of: dt.date,
    people: int,
) -> GapReports:
    """The gap report of each of `people` persons on the day `as_of`.

    Columns may come in any order; sorted ones (requirements and evidence by person, then skill) are several
    times as fast. Requirements of several role levels are resolved first. A row stands
    for each required skill and for each other skill with evidence that counts; the latter has the prior of
    NO_FAMILY. Raises InputError for a person, skill, source or level that cannot be.
    """
    requirements = resolve_requirements(requirements)
    evidence = by_person(evidence)
    skills = SkillTable(scales)
    reader = Reader(skills, policy, evidence, day_number(as_of))
    writer = _RowWriter(skills, policy)
    # Only the pages that are written take memory, so the upper bound costs nothing.
    rows = np.empty(len(requirements) + len(evidence), dtype=REPORT_DTYPE)
    offsets = np.zeros(people + 1, dtype=np.int64)
    ready = [readiness(rows[:0], offsets[:1], policy)]
    filled = 0

    def report(block: Block) -> tuple[NDArray[np.void], Ints, ReadinessColumns]:
        written, ends = writer.write(block, reader.read(block))
        return written, ends, readiness(written, ends, policy)

    blocks = list(blocks_of_people(requirements, evidence, people, skills))
    for block, (written, ends, share) in zip(blocks, _in_order(report, blocks), strict=True):
        rows[filled : filled + len(written)] = written
        offsets[block.first : block.first + block.people + 1] = filled + ends
        ready.append(share)
        filled += len(written)
    return GapReports(rows=rows[:filled], offsets=offsets, readiness=ReadinessColumns.joined(ready))


def _in_order(task: Callable[[Block], _Result], blocks: list[Block]) -> Iterator[_Result]:
    """What the task gives for each block, in the order of the blocks; several are worked at in threads.

    Arithmetic over arrays lets other threads go on meanwhile.
    """
    if len(blocks) < BLOCKS_AT_ONCE:
        yield from map(task, blocks)
    else:
        with ThreadPoolExecutor(BLOCKS_AT_ONCE) as threads:
            yield from threads.map(task, blocks)


class _RowWriter:
    """Writes report rows of a block, one field after the other."""

    def __init__(self, skills: SkillTable, policy: GapPolicy) -> None:
        self._skills = skills
        self._policy = policy
        self._priors = PriorTable(policy, skills.skill)

    def write(self, block: Block, readings: Readings) -> tuple[NDArray[np.void], Ints]:
        """The rows of the block; and where those of each person of it begin, and the end."""
        skills = self._skills
        needed = skills.required_cells(block)
        present = np.zeros(block.people << skills.bits, dtype=bool)
        present[needed] = True
        present[readings.cell] = True
        cells = np.flatnonzero(present)
        row_of = np.empty(len(present), dtype=np.int64)
        row_of[cells] = np.arange(len(cells))
        required_row, evidence_row = row_of.take(needed), row_of.take(readings.cell)
        rows, skill = np.zeros(len(cells), dtype=REPORT_DTYPE), skills.positions_of_cells(cells)
        family = np.full(len(cells), NO_FAMILY, dtype=np.int64)
        family[required_row] = block.requirements.family
        rows["skill"] = skills.skill.take(skill)
        _write_requirements(rows, required_row, block.requirements)
        _write_evidence(rows, evidence_row, readings)
        self._write_gaps(rows, evidence_row, readings, skill, family)
        return rows, np.searchsorted(cells, np.arange(block.people + 1) << skills.bits)

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


def gap_status(p_meets: Floats, assessed: Bools, policy: GapPolicy) -> NDArray[np.uint8]:
    """`GapStatus` of each P(meets); ASSESS_FIRST wherever not assessed."""
    status = np.full(len(p_meets), GapStatus.ASSESS_FIRST, dtype=np.uint8)
    np.putmask(status, assessed & (p_meets < policy.gap_below), GapStatus.GAP)
    np.putmask(status, assessed & (p_meets > policy.meets_above), GapStatus.MEETS)
    return status
