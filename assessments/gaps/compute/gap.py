"""Gap reports of any number of people at once.

    gap = max(0, required − μ)          P(meets) = P(θ ≥ required − ½)

Levels are whole steps of a latent trait: whoever is asked to name a level names the nearest one, so level 3
stands for every θ from 2½ on. How θ is found is the formula of the policy: `rows` has today's, `formula_1`
the first, by which old reports can be made again.

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

from assessments.gaps.compute.blocks import Block, SkillTable, blocks_of_people, by_person
from assessments.gaps.compute.columns import EvidenceColumns, Ints, RequirementColumns, SkillScales
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.formula_1 import rows as first_rows
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.packing import REPORT_DTYPE, VERSION, pack_many
from assessments.gaps.compute.policies import AnyPolicy
from assessments.gaps.compute.readiness import ReadinessColumns, readiness
from assessments.gaps.compute.requirements import resolve_requirements
from assessments.gaps.compute.rows import RowWriter

BLOCKS_AT_ONCE = 2
"""More of them would push each other out of the cache: three were slower than two on two cores."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class GapReports:
    """Reports of people 0 … n − 1.

    rows       REPORT_DTYPE, by person, then skill id; rows["mu"] and so on are its columns
    offsets    n + 1 numbers: person i has rows[offsets[i]:offsets[i + 1]]
    readiness  one row a person
    version    of the packed rows: that of the formula
    """

    rows: NDArray[np.void]
    offsets: Ints
    readiness: ReadinessColumns
    version: int

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
        return pack_many(self.rows, self.offsets, version=self.version)


def compute_gaps(
    requirements: RequirementColumns,
    evidence: EvidenceColumns,
    scales: SkillScales,
    policy: AnyPolicy,
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
    writer: RowWriter | first_rows.RowWriter
    if isinstance(policy, NormalPolicy):
        writer = first_rows.RowWriter(skills, policy, evidence, day_number(as_of))
    else:
        writer = RowWriter(skills, policy, day_number(as_of))
    # Only the pages that are written take memory, so the upper bound costs nothing.
    rows = np.empty(len(requirements) + len(evidence), dtype=REPORT_DTYPE)
    offsets = np.zeros(people + 1, dtype=np.int64)
    ready = [readiness(rows[:0], offsets[:1], policy)]
    filled = 0

    def report(block: Block) -> tuple[NDArray[np.void], Ints, ReadinessColumns]:
        written, ends = writer.write(block)
        return written, ends, readiness(written, ends, policy)

    blocks = list(blocks_of_people(requirements, evidence, people, skills))
    for block, (written, ends, share) in zip(blocks, _in_order(report, blocks), strict=True):
        rows[filled : filled + len(written)] = written
        offsets[block.first : block.first + block.people + 1] = filled + ends
        ready.append(share)
        filled += len(written)
    version = 1 if isinstance(policy, NormalPolicy) else VERSION
    return GapReports(rows[:filled], offsets, ReadinessColumns.joined(ready), version)


def _in_order(task: Callable[[Block], _Result], blocks: list[Block]) -> Iterator[_Result]:
    """What the task gives for each block, in the order of the blocks; several are worked at in threads.

    Arithmetic over arrays lets other threads go on meanwhile.
    """
    if len(blocks) < BLOCKS_AT_ONCE:
        yield from map(task, blocks)
    else:
        with ThreadPoolExecutor(BLOCKS_AT_ONCE) as threads:
            yield from threads.map(task, blocks)
