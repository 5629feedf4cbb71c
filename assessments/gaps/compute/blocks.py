"""People in blocks that stay in the processor's cache, and the cells (person, skill) of a block."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.compute.columns import (
    EvidenceColumns,
    IdIndex,
    InputError,
    Ints,
    RequirementColumns,
    SkillScales,
    check_requirements,
)
from assessments.gaps.compute.requirements import ResolvedRequirements

BLOCK_ROWS = 160_000
BLOCK_CELLS = 1 << 20


@dataclass(frozen=True, slots=True)
class Block:
    """The rows about persons first … first + people − 1."""

    first: int
    people: int
    requirements: ResolvedRequirements
    evidence: EvidenceColumns


def blocks_of_people(
    requirements: ResolvedRequirements, evidence: EvidenceColumns, people: int, skills: "SkillTable"
) -> Iterator[Block]:
    """Blocks of about BLOCK_ROWS rows and at most BLOCK_CELLS cells; both columns sorted by person.

    Raises InputError for a person that is not among the `people`.
    """
    for columns in (requirements, evidence):
        _check_people(columns, people)
    rows = max(1, len(requirements) + len(evidence))
    size = max(1, min(people * BLOCK_ROWS // rows, BLOCK_CELLS >> skills.bits))
    starts = np.append(np.arange(0, people, size), people)
    required_from = np.searchsorted(requirements.person, starts)
    evidence_from = np.searchsorted(evidence.person, starts)
    for block, first in enumerate(starts[:-1]):
        yield Block(
            first=int(first),
            people=int(starts[block + 1] - first),
            requirements=requirements.take(slice(required_from[block], required_from[block + 1])),
            evidence=evidence.take(slice(evidence_from[block], evidence_from[block + 1])),
        )


def by_person(evidence: EvidenceColumns) -> EvidenceColumns:
    """The rows sorted by person; as they are where they are sorted already."""
    if (evidence.person[1:] >= evidence.person[:-1]).all():
        return evidence
    return evidence.take(np.argsort(evidence.person))


def _check_people(columns: EvidenceColumns | RequirementColumns, people: int) -> None:
    person = columns.person
    if len(person) and (person[0] < 0 or person[-1] >= people):
        raise InputError(
            "person-index",
            "A row is about person {person}, but there are persons 0 to {last} only",
            person=int(person[0] if person[0] < 0 else person[-1]),
            last=people - 1,
        )


class SkillTable:
    """Positions and top levels of skills, and the cells of a block.

    A cell, a (person, skill), is the person from the block's first, shifted by `bits`, plus the position.
    """

    __slots__ = ("_index", "bits", "skill", "top")

    def __init__(self, scales: SkillScales) -> None:
        self.skill = scales.skill
        self.top = scales.top
        self.bits = max(len(scales) - 1, 0).bit_length()
        self._index = IdIndex(scales.skill)

    def positions(self, skill: Ints) -> Ints:
        """Position of each skill id. Raises InputError for one without a scale."""
        positions = self._index.positions(skill)
        if (positions < 0).any():
            raise InputError(
                "skill-without-scale",
                "Skill {skill} has no scale: give a scale for each skill",
                skill=int(skill[positions < 0][0]),
            )
        return positions

    def cells(self, block: Block, person: NDArray[np.int32], position: Ints) -> Ints:
        """Cell of each (person, position) of a block."""
        return (person.astype(np.int64) - block.first << self.bits) + position

    def positions_of_cells(self, cell: Ints) -> Ints:
        """Position of the skill of each cell."""
        return cell & (1 << self.bits) - 1

    def required_cells(self, block: Block) -> Ints:
        """Cell of each requirement of the block, which is checked on the way."""
        position = self.positions(block.requirements.skill)
        check_requirements(block.requirements, self.top[position])
        return self.cells(block, block.requirements.person, position)
