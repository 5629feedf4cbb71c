"""Report rows of a block: what is required, what is known, and what may be said of it.

*Met* and *gap* are said where P is beyond the policy's thresholds, and only where

- the words by themselves, averaged by their weights and without any expectation, lean that way too,
- what was known has not expired since,
- of a critical level, words of two sources say so, or a test or work observed by somebody else.

All else needs assessment.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.blocks import Block, SkillTable
from assessments.gaps.compute.columns import NO_FAMILY, Bools, Days, Floats, Ints
from assessments.gaps.compute.expectation import MIDDLE, Cells, ExpectedTable
from assessments.gaps.compute.grid import Likelihoods
from assessments.gaps.compute.levels import Evaluation, Levels, Opinions, opinions
from assessments.gaps.compute.packing import (
    CONFLICT,
    CRITICAL,
    CRITICAL_GAP,
    CRITICAL_MET,
    EXPIRED,
    MOST_EVIDENCE,
    NEVER,
    ONE_SOURCE,
    REPORT_DTYPE,
    REQUIRED,
)
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.words import Rated, WordReader, Words

EVEN = 1e-9
HALF_STEP = 0.5


@dataclass(frozen=True, slots=True)
class _Work:
    """A block on its way: its words by cell, its rows, and which of them have words (`known`)."""

    words: Words
    said: Opinions
    cells: Ints
    rows: NDArray[np.void]
    top: Floats
    known: Ints
    family: Ints
    asked: tuple[Floats, ...]
    idle: Days
    evaluation: Evaluation


class RowWriter:
    """Writes the report rows of blocks as of a day under a policy."""

    __slots__ = ("_as_of", "_expected", "_likelihoods", "_policy", "_reader", "_skills")

    def __init__(self, skills: SkillTable, policy: GapPolicy, as_of: int) -> None:
        self._skills, self._policy, self._as_of = skills, policy, as_of
        self._reader = WordReader(skills, policy, as_of)
        self._likelihoods = Likelihoods(policy)
        self._expected = ExpectedTable(policy, skills.skill)

    def write(self, block: Block) -> tuple[NDArray[np.void], Ints]:
        """The rows of the block; and where those of each person of it begin, and the end.

        Raises InputError for a requirement or a piece of evidence that cannot be.
        """
        work = self._begin(block)
        rows, known, skills = work.rows, work.known, self._skills
        levels = work.evaluation.levels(work.words, work.said, self._likelihoods, work.asked, work.idle)
        _write_words(rows, known, work.said)
        self._write_levels(rows, known, work.said, levels, work.top)
        # What nobody requires and nothing is known of today has informed the others, and is not reported.
        there = ((rows["flags"] & REQUIRED) != 0) | (rows["n_evidence"] > 0)
        starts = np.arange(block.people + 1) << skills.bits
        return rows[there], np.searchsorted(work.cells[there], starts)

    def messages(self, block: Block) -> tuple[NDArray[np.generic], ...]:
        """Of each cell with words: person, family, skill, level asked for, mean and variance of the words."""
        work = self._begin(block)
        known = work.known
        person = (work.cells.take(known) >> self._skills.bits) + block.first
        said = work.evaluation.messages(work.words, work.said, self._likelihoods)
        return (
            person,
            work.family.take(known),
            work.rows["skill"].take(known),
            work.asked[0].take(known),
            *said,
        )

    def rated(self, block: Block) -> tuple[Rated, Floats, Floats]:
        """The words of a block as answers, and what is expected of each cell by the person's other skills.

        Cells count from 0 in the order of the words.
        """
        work = self._begin(block)
        words = work.words
        mean, variance = work.evaluation.expected(words, work.said, self._likelihoods)
        return self._likelihoods.rated(words, work.said.offset), mean, variance

    def _begin(self, block: Block) -> "_Work":
        """All that is known of a block before its levels are."""
        skills = self._skills
        words, newest = self._reader.read(block)
        said = opinions(words, self._likelihoods, self._policy, self._as_of)
        needed, worded = skills.required_cells(block), words.cell.take(words.start)
        cells, required_row, known = _rows_of(block.people << skills.bits, needed, worded)
        rows = self._required(block, cells, required_row)
        top = skills.top.take(skills.positions_of_cells(cells))
        person = cells >> skills.bits
        asked = self._asked(rows, top)
        family = np.full(len(cells), NO_FAMILY, dtype=np.int64)
        family[required_row] = block.requirements.family
        expectation = self._cells(cells, family, person, asked[0])
        evaluation = Evaluation(expectation, known, top, self._policy, block.people)
        idle = (self._as_of - newest).take(person)
        return _Work(words, said, cells, rows, top, known, family, asked, idle, evaluation)

    def _required(self, block: Block, cells: Ints, at: Ints) -> NDArray[np.void]:
        """New rows of the cells, with what is required."""
        rows, requirements = np.zeros(len(cells), dtype=REPORT_DTYPE), block.requirements
        rows["skill"] = self._skills.skill.take(self._skills.positions_of_cells(cells))
        rows["role_level"][at] = requirements.role_level
        rows["required"][at] = requirements.required
        rows["weight"][at] = requirements.weight
        rows["critical"][at] = requirements.critical_level
        rows["flags"][at] = REQUIRED
        return rows

    def _asked(self, rows: NDArray[np.void], top: Floats) -> tuple[Floats, ...]:
        """Levels asked for: the required ones, and the critical ones where any is below that."""
        required, critical = rows["required"].astype(np.float64), rows["critical"].astype(np.float64)
        is_required = required > 0
        asked = np.where(is_required, (required - HALF_STEP) / top, MIDDLE)
        if not ((critical > 0) & (critical < required)).any():
            return (asked,)
        return asked, np.where(critical > 0, (critical - HALF_STEP) / top, asked)

    def _cells(self, cells: Ints, family: Ints, person: Ints, asked: Floats) -> Cells:
        """What is expected of each row."""
        shift, spread = self._expected.of(family, self._skills.positions_of_cells(cells))
        policy = self._policy
        expected = policy.expected_level + policy.expected_slope * (asked - MIDDLE) + shift
        return Cells(person=person, asked=asked, expected=expected, spread=spread)

    def _write_levels(
        self, rows: NDArray[np.void], known: Ints, said: Opinions, levels: Levels, top: Floats
    ) -> None:
        required = rows["required"].astype(np.float64)
        is_required = required > 0
        mean = levels.mean * top
        rows["mu"] = mean
        rows["sigma"] = np.sqrt(levels.variance) * top
        rows["gap"] = np.where(is_required, np.maximum(required - mean, 0), 0)
        p_meets, p_critical = levels.above[0], levels.above[-1]
        rows["p_meets"] = np.where(is_required, p_meets, 1)
        rows["p_critical"] = np.where(rows["critical"] > 0, p_critical, 1)
        lean = np.zeros(len(rows))
        lean[known] = said.mean * top.take(known)
        may_say, settles = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
        may_say[known] = (said.count > 0) & ~said.has_expired
        settles[known] = said.is_settling
        verdict = _Verdict(lean, may_say, settles, self._policy)
        is_critical = (rows["critical"] > 0) & (rows["critical"] == rows["required"])
        rows["status"] = np.where(
            is_required, verdict.of(required, p_meets, is_critical), GapStatus.ASSESS_FIRST
        )
        # What nobody requires is met, as soon as anything is known of it.
        rows["status"][~is_required & may_say] = GapStatus.MEETS
        _write_critical(rows, verdict, p_critical)


class _Verdict:
    """What may be said: `lean` is the level by the words alone; where words count, and where they settle."""

    def __init__(self, lean: Floats, may_say: Bools, settles: Bools, policy: GapPolicy) -> None:
        self._lean, self._may_say, self._settles, self._policy = lean, may_say, settles, policy

    def of(self, required: Floats, p: Floats, is_critical: Bools) -> NDArray[np.uint8]:
        """`GapStatus` of each row for a level that is required with P of its being reached."""
        allowed = self._may_say & (self._settles | ~is_critical)
        return self._status(required, p, allowed)

    def waits_for_a_second(self, required: Floats, p: Floats) -> Bools:
        """Where it would be told, if one source were enough."""
        unsettled = self._may_say & ~self._settles
        found: Bools = self._status(required, p, unsettled) != GapStatus.ASSESS_FIRST
        return found

    def _status(self, required: Floats, p: Floats, allowed: Bools) -> NDArray[np.uint8]:
        off = self._lean - (required - HALF_STEP)
        status = np.full(len(p), GapStatus.ASSESS_FIRST, dtype=np.uint8)
        status[allowed & (p < self._policy.gap_below) & (off < -EVEN)] = GapStatus.GAP
        status[allowed & (p > self._policy.meets_above) & (off > EVEN)] = GapStatus.MEETS
        return status


def _rows_of(cells: int, needed: Ints, worded: Ints) -> tuple[Ints, Ints, Ints]:
    """The cells that are required or have words, ascending; and where each of either is among them."""
    present = np.zeros(cells, dtype=bool)
    present[needed] = True
    present[worded] = True
    there = np.flatnonzero(present)
    row_of = np.empty(cells, dtype=np.int64)
    row_of[there] = np.arange(len(there))
    return there, row_of.take(needed), row_of.take(worded)


def _write_critical(rows: NDArray[np.void], verdict: _Verdict, p_critical: Floats) -> None:
    """Flags of what is critical: each requirement is judged on its own level."""
    level = rows["critical"].astype(np.float64)
    is_critical = level > 0
    status = verdict.of(level, p_critical, np.ones(len(rows), dtype=bool))
    is_met, is_gap = is_critical & (status == GapStatus.MEETS), is_critical & (status == GapStatus.GAP)
    waits = is_critical & verdict.waits_for_a_second(level, p_critical)
    matters = is_critical & ((level == rows["required"]) | ~is_met)
    flags = ((CRITICAL_MET, is_met), (CRITICAL_GAP, is_gap), (CRITICAL, matters), (ONE_SOURCE, waits))
    for flag, where in flags:
        rows["flags"] |= np.where(where, flag, 0).astype(np.uint8)


def _write_words(rows: NDArray[np.void], at: Ints, said: Opinions) -> None:
    rows["n_evidence"][at] = np.minimum(said.count, MOST_EVIDENCE)
    last: Days = np.full(len(rows), NEVER, dtype=np.int32)
    last[at] = said.last
    rows["last_observed"] = last
    for flag, where in ((CONFLICT, said.in_conflict), (EXPIRED, said.has_expired)):
        rows["flags"][at] |= np.where(where, flag, 0).astype(np.uint8)
