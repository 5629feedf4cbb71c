"""Which evidence counts about a person's skill, and how much.

A word is what one voice says of a cell (person, skill). A voice is a person, in whatever capacity they rate:
manager, mentor, peer and observer in one are one voice. What names nobody (a test, work observed by nobody
named) is one voice a source. Of a voice counts its newest word: a retest replaces the test before it, and
what somebody says again on the same day corrects what they said. Earlier words in the same capacity weigh the
less, the older they are (`repeats`).

A test that says its standard error may leave to earlier ones what these tell more surely (`measured`).

A word of which the last valid day has passed silences its voice in the cell: what it replaced is not revived.
An earlier test that counts beside a newer one is silent from its own last valid day on.

What was said of a skill that was split counts for each of its n parts, and less surely. Where the whole is
the mean of its parts, and these differ as a person's skills do, a part lies off the whole by the variance
skill_sd²·(1 − 1/n). By so much a level drifts in 12·skill_sd²·(1 − 1/n)/drift² months, and so much older
counts the word: 22 months for two parts under the shipped policy, 43 at most.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.blocks import Block, SkillTable
from assessments.gaps.compute.columns import (
    NO_RATER,
    Bools,
    Days,
    EvidenceColumns,
    Floats,
    Ints,
    check_evidence,
    distinct_of,
    rises,
)
from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.compute.measured import LEAST_ERROR, codes_of_tests
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.repeats import weight_codes, weights_of

DAYS_A_MONTH = 30
MOST_MONTHS = 1_200
NOTHING = 1e12
"""Variance of a word that tells nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a block, sorted by cell, then voice, the newest of each voice first.

    cell         see SkillTable
    start        row at which each cell's words begin
    level        on the skill's scale
    top          of that scale
    source       `Source` code
    rater        database id, NO_RATER for none
    is_newest    whether it is the newest of its voice
    weight_code  what it weighs beside the only word of a voice, see `repeats`
    is_attributed  whether a machine says so in the rater's name: it shows nobody's severity
    error        its own standard error, in shares of the span; 0 where it errs as its source does
    voice_error  of all tests of its voice together; 0 where the newest of its voice says none
    months       how much older its voice's newest word is than the newest about the person in any skill, and
                 as how much older it counts where it was said of a skill that was split
    observed_on  day
    is_silent    whether its voice's newest word has expired, or it has itself as an earlier test
    expired_on   last valid day of that where it has, else a day before all others
    """

    cell: Ints
    start: Ints
    level: Floats
    top: Floats
    source: NDArray[np.uint8]
    rater: Ints
    is_newest: Bools
    weight_code: Ints
    is_attributed: Bools
    error: Floats
    voice_error: Floats
    months: Ints
    observed_on: Days
    is_silent: Bools
    expired_on: Days

    def __len__(self) -> int:
        return len(self.cell)

    def by_cell(self, reduce: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        """One value a cell: the values of its words reduced, one after the other."""
        if not len(values):
            return values
        found: NDArray[Any] = reduce.reduceat(values, self.start)
        return found


@dataclass(frozen=True, slots=True)
class Rated:
    """All words with what they are about, in shares of the span; one entry a word, `cell` counts from 0.

    low, high  between which the rater heard what they said
    variance   of the error
    offset     of the source
    rater      whose severity it shows, NO_RATER where nobody's
    """

    cell: Ints
    low: Floats
    high: Floats
    variance: Floats
    offset: Floats
    rater: Ints


class WordReader:
    """Reads the words of blocks as of a day under a policy."""

    __slots__ = ("_as_of", "_policy", "_skills", "_split_months", "_variance")

    def __init__(self, skills: SkillTable, policy: GapPolicy, as_of: int) -> None:
        self._skills = skills
        self._as_of = as_of
        self._policy = policy
        self._variance = np.ones(max(Source) + 1)
        for source, trust in policy.sources.items():
            self._variance[source] = trust.sd**2
        self._split_months = split_months(policy)

    def read(self, block: Block) -> tuple[Words, Days]:
        """The words of a block; and the day of the newest one about each of its people, `as_of` for none.

        Raises InputError for an unknown skill or source, or a level off its scale.
        """
        skills, evidence = self._skills, block.evidence
        position = skills.positions(evidence.skill)
        check_evidence(evidence, skills.top.take(position))
        rows = np.flatnonzero(evidence.observed_on <= self._as_of)
        cell = skills.cells(block, evidence.person, position).take(rows)
        rows, cell, voice = _newest_first(evidence, rows, cell)
        first, rank = _ranks(cell, voice)
        kept = self._counts(evidence, position, rows, voice, first, rank)
        if not kept.all():
            rows, cell, voice = rows[kept], cell[kept], voice[kept]
            first, rank = _ranks(cell, voice)
        return self._words(block, evidence, position, rows, cell, first, rank)

    def _counts(
        self, evidence: EvidenceColumns, position: Ints, rows: Ints, voice: Ints, first: Ints, rank: Ints
    ) -> Bools:
        """Which words count: the newest of a voice, and earlier ones in its capacity; of tests, what these
        tell more surely."""
        source = evidence.source.take(rows)
        counts: Bools = rank == 0
        is_repeat = (source == source.take(first)) & (source != Source.TEST)
        if isinstance(self._policy, SecondPolicy):
            is_corrected: Bools = np.full(len(rows), self._policy.earlier_words == 0)
        else:
            day = evidence.observed_on.take(rows)
            is_corrected = (voice > 0) & (day == np.roll(day, 1))
        counts |= is_repeat & ~is_corrected
        if self._policy.reads_standard_errors:
            counts |= self._earlier_tests(evidence, position, rows, first, rank)
        return counts

    def _earlier_tests(
        self, evidence: EvidenceColumns, position: Ints, rows: Ints, first: Ints, rank: Ints
    ) -> Bools:
        """Which tests tell something beside a newer one that says its error."""
        error = self._errors(evidence, position, rows)
        source = evidence.source.take(rows)
        counts: Bools = (source == Source.TEST) & (rank > 0) & (error.take(first) > 0)
        if not counts.any():
            return counts
        said = (self._variances(source, error), rank, first, evidence.observed_on.take(rows))
        found: Bools = counts & (codes_of_tests(*said, evidence.is_attributed.take(rows), self._policy) > 0)
        return found

    def _errors(self, evidence: EvidenceColumns, position: Ints, rows: Ints) -> Floats:
        """The standard errors that tests say, in shares of the span; 0 for none, and where none is read."""
        if not self._policy.reads_standard_errors or not evidence.standard_error.any():
            return np.zeros(len(rows))
        is_test = evidence.source.take(rows) == Source.TEST
        error = evidence.standard_error.take(rows) / self._skills.top.take(position.take(rows))
        return np.where(is_test & (error > 0), np.maximum(error, LEAST_ERROR), 0.0)

    def _valid_until(self, own: Days, source: NDArray[np.uint8], first: Ints) -> Days:
        """The last day on which each word counts: that of its voice's newest, and an earlier test's own."""
        newest = own.take(first)
        if not self._policy.reads_standard_errors:
            return newest
        return np.where(source == Source.TEST, np.minimum(own, newest), newest)

    def _variances(self, source: NDArray[np.uint8], error: Floats) -> Floats:
        return np.where(error > 0, error * error, self._variance.take(source))

    def _words(
        self,
        block: Block,
        evidence: EvidenceColumns,
        position: Ints,
        rows: Ints,
        cell: Ints,
        first: Ints,
        rank: Ints,
    ) -> tuple[Words, Days]:
        observed_on = evidence.observed_on.take(rows)
        person = cell >> self._skills.bits
        newest = np.full(block.people, np.iinfo(np.int32).min, dtype=np.int32)
        np.maximum.at(newest, person, observed_on)
        source = evidence.source.take(rows)
        valid_until = self._valid_until(evidence.valid_until.take(rows), source, first)
        is_silent = valid_until < self._as_of
        since = observed_on if isinstance(self._policy, SecondPolicy) else observed_on.take(first)
        months = (newest.take(person).astype(np.int64) - since) // DAYS_A_MONTH
        parts = evidence.parts.take(rows)
        if parts.max(initial=0) > 1:
            months = months + self._split_months.take(parts)
        error = self._errors(evidence, position, rows)
        variance = self._variances(source, error)
        is_attributed = evidence.is_attributed.take(rows) & self._policy.tells_attributed
        codes = weight_codes(variance, rank, first, observed_on, is_attributed, self._policy)
        if self._policy.reads_standard_errors:
            of_tests = codes_of_tests(variance, rank, first, observed_on, is_attributed, self._policy)
            codes = np.where(source == Source.TEST, of_tests, codes)
        words = Words(
            cell=cell,
            start=np.flatnonzero(np.diff(cell, prepend=-1)),
            level=evidence.level.take(rows),
            top=self._skills.top.take(position.take(rows)),
            source=source,
            rater=evidence.rater.take(rows),
            is_newest=rank == 0,
            weight_code=codes,
            is_attributed=is_attributed,
            error=error,
            voice_error=_voice_errors(
                first, error, variance, np.where(is_silent & (rank > 0), 0, weights_of(codes, self._policy))
            ),
            months=np.minimum(months, MOST_MONTHS),
            observed_on=observed_on,
            is_silent=is_silent,
            expired_on=np.where(is_silent, valid_until, np.iinfo(np.int32).min).astype(np.int32),
        )
        return words, np.where(newest < -(2**31) + 1, self._as_of, newest).astype(np.int32)


def _voice_errors(first: Ints, error: Floats, variance: Floats, weight: Floats) -> Floats:
    """What all words of a voice whose newest one says its error are off by together; 0 for all others."""
    if not error.any():
        return error
    told = np.bincount(first, weight / variance, len(first)).take(first)
    return np.where(error.take(first) > 0, 1 / np.sqrt(np.maximum(told, 1 / NOTHING)), 0.0)


def split_months(policy: GapPolicy) -> Ints:
    """As how many months older a word counts, by the number of parts into which its skill was split."""
    share = 1 - 1 / np.maximum(np.arange(256), 1)
    if not policy.drift:
        return np.zeros(256, dtype=np.int64)
    months = 12 * policy.skill_sd**2 * share / policy.drift**2
    return np.rint(np.minimum(months, MOST_MONTHS)).astype(np.int64)


def _newest_first(evidence: EvidenceColumns, rows: Ints, cell: Ints) -> tuple[Ints, Ints, Ints]:
    """The rows by cell and voice, the newest first; of two on one day the one with the higher id."""
    rater, source = evidence.rater.take(rows), evidence.source.take(rows).astype(np.int64)
    voice = np.where((rater == NO_RATER) | (source == Source.TEST), -source, rater)
    ids, day = evidence.evidence.take(rows), evidence.observed_on.take(rows)
    if not rises(cell, ids):
        order = np.lexsort((-ids, -day.astype(np.int64), voice, cell))
        return rows.take(order), cell.take(order), voice.take(order)
    # Rows of a cell lie together, so that little is left to sort; read backwards, ids fall.
    _, code = distinct_of(voice)
    last = int(day.max(initial=0))
    span = last - int(day.min(initial=last)) + 1
    key = (cell * (int(code.max(initial=0)) + 1) + code) * span + (last - day.astype(np.int64))
    order = len(key) - 1 - np.argsort(key[::-1], kind="stable")
    return rows.take(order), cell.take(order), voice.take(order)


def _ranks(cell: Ints, voice: Ints) -> tuple[Ints, Ints]:
    """Of sorted rows: the row of the newest word of each one's voice, and how many of it are newer."""
    row = np.arange(len(cell))
    begins = np.ones(len(cell), dtype=bool)
    begins[1:] = (cell[1:] != cell[:-1]) | (voice[1:] != voice[:-1])
    first = np.maximum.accumulate(np.where(begins, row, 0))
    return first, row - first
