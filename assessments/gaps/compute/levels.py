"""What is known of the levels of people's skills: from words and expectations to posteriors and opinions.

Between words of different age, and after the last one, a level drifts: variance `drift`² a year (Glickman,
1999). Words are compared as of the newest word about the person; what time does since then only adds doubt,

    P(θ ≥ t) = Φ(z·√(v / (v + drift²·idle)))      z = Φ⁻¹(P as of the newest word)

so that waiting never makes a level met or missing, nor turns one into the other.

Where the newest words of a cell are `conflict_distance` apart or more, a share of them may say nothing
(`random_words`), and the disagreement itself adds doubt: z and the spread change by f = (ν + χ²)/(ν + k − 1),
where χ² is that of the k newest words about their weighted mean and ν is `conflict_freedom` (Birge's ratio,
1932, drawn towards 1).
"""

import math
from dataclasses import dataclass

import numpy as np

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import Bools, Days, Floats, Ints
from assessments.gaps.compute.expectation import Cells, Lines, message
from assessments.gaps.compute.formula_2 import SecondPolicy, off_own_words
from assessments.gaps.compute.grid import Grid, Grids, Likelihoods, Moments, posterior
from assessments.gaps.compute.measured import is_proof, is_weak
from assessments.gaps.compute.normal import standard_normal
from assessments.gaps.compute.packing import NEVER
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.repeats import weights_of
from assessments.gaps.compute.words import Words

ROUNDS = 2
DAYS_A_YEAR = 365.25
LEAST_P = 1e-9
LEAST_CONFLICT = 1.0
"""Levels: on a scale of two answers, both ends."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the words of each cell say by themselves, without any expectation; one entry a cell with words.

    mean          weighted mean level of those that count, in shares of the span; 0 where none does
    count         words that count today: 0 where all voices are silent, or the newest word is too old
    last          day of the newest word that counts, NEVER for none
    is_settling   whether words of two sources count, or one of a test or of observed work that is sure enough
    in_conflict   whether the newest words are in conflict
    offset        what is taken off each word (one entry a word), in shares of the span
    has_expired   whether a word has expired, and nothing was said since
    doubt         f, 1 where there is no conflict
    """

    mean: Floats
    count: Ints
    last: Days
    is_settling: Bools
    in_conflict: Bools
    offset: Floats
    has_expired: Bools
    doubt: Floats


@dataclass(frozen=True, slots=True)
class Levels:
    """Posterior of each row, in shares of the span: mean, variance, and P of each level that is asked for."""

    mean: Floats
    variance: Floats
    above: tuple[Floats, ...]


def opinions(words: Words, likelihoods: Likelihoods, policy: GapPolicy, as_of: int) -> Opinions:
    """What the words of each cell say by themselves."""
    counts, variance = ~words.is_silent, likelihoods.variances(words)
    weight = weights_of(words.weight_code, policy) / variance
    last = words.by_cell(np.maximum, np.where(counts, words.observed_on, NEVER))
    expired_on = words.by_cell(np.maximum, words.expired_on)
    speaks = counts & ~is_weak(words.voice_error, policy)
    sources = words.by_cell(np.bitwise_or, np.where(speaks, 1 << words.source.astype(np.int64), 0))
    proof = words.by_cell(np.logical_or, counts & is_proof(words.source, words.voice_error, policy))
    is_recent = (last != NEVER) & (as_of - last <= policy.reassess_after_days)
    in_conflict, doubt = _conflict(words, 1 / variance, policy)
    return Opinions(
        mean=_weighted_mean(words, np.where(counts, weight, 0)),
        count=np.where(is_recent, words.by_cell(np.add, counts.astype(np.int64)), 0),
        last=np.where(is_recent, last, NEVER).astype(np.int32),
        is_settling=((sources & (sources - 1)) != 0) | proof,
        in_conflict=in_conflict,
        offset=_offsets(words, weight, policy),
        has_expired=expired_on >= np.maximum(last, 0),
        doubt=doubt,
    )


def _weighted_mean(words: Words, weight: Floats) -> Floats:
    total = words.by_cell(np.add, weight)
    level = words.by_cell(np.add, weight * words.level / words.top)
    mean: Floats = level / np.where(total > 0, total, 1)
    return mean


def _offsets(words: Words, weight: Floats, policy: GapPolicy) -> Floats:
    """What is taken off each word: its source's offset; of one's own beside others', no more than it is off.

    That is by how much it lies from the mean of all words of the cell, its own part included. So who agrees
    with the others makes nobody less sure; and a higher word never counts as a lower one, as the mean moves
    by less than a word that moves it.
    """
    by_source = np.zeros(max(Source) + 1)
    for source, trust in policy.sources.items():
        by_source[source] = trust.offset
    own, is_own = float(by_source[Source.SELF]), words.source == Source.SELF
    lengths = np.diff(words.start, append=len(words))
    share = words.level / words.top
    if isinstance(policy, SecondPolicy):
        is_others = ~is_own & words.is_newest
        highest = words.by_cell(np.maximum, np.where(is_others, words.level, -np.inf))
        lowest = words.by_cell(np.minimum, np.where(is_others, words.level, np.inf))
        above, below = ((words.level - np.repeat(one, lengths)) / words.top for one in (highest, lowest))
        beside = off_own_words(above, below, own)
    else:
        is_beside = np.repeat(words.by_cell(np.logical_or, ~is_own), lengths)
        off = np.abs(share - np.repeat(_weighted_mean(words, weight), lengths))
        beside = np.where(is_beside, math.copysign(1, own) * np.minimum(off, abs(own)), own)
    return np.where(is_own, beside, by_source.take(words.source))


def _conflict(words: Words, precision: Floats, policy: GapPolicy) -> tuple[Bools, Floats]:
    """Whether the newest words of each cell are in conflict, and by how much that widens what is known."""
    newest = words.is_newest & ~is_weak(words.voice_error, policy)
    highest = words.by_cell(np.maximum, np.where(newest, words.level, -np.inf))
    lowest = words.by_cell(np.minimum, np.where(newest, words.level, np.inf))
    apart = np.maximum(policy.conflict_distance * words.top[words.start], LEAST_CONFLICT)
    in_conflict = highest - lowest >= apart - 1e-9
    weight = np.where(newest, precision, 0)
    mean = _weighted_mean(words, weight)
    lengths = np.diff(words.start, append=len(words))
    off = words.level / words.top - np.repeat(mean, lengths)
    squares = words.by_cell(np.add, weight * off * off)
    freedom = policy.conflict_freedom
    voices = words.by_cell(np.add, newest.astype(np.int64))
    doubt = np.maximum((freedom + squares) / (freedom + voices - 1), 1)
    return in_conflict, np.where(in_conflict, doubt, 1)


class Evaluation:
    """Finds the levels of the rows of a block.

    cells     what is expected of each row
    known     rows of the cells with words, in the order of these
    top       top level of each row's scale
    """

    def __init__(self, cells: Cells, known: Ints, top: Floats, policy: GapPolicy, people: int) -> None:
        self._cells, self._known, self._policy = cells, known, policy
        self._lines = Lines(cells, policy, people)
        tops = top.take(known)
        self._scales = [
            (Grid.of_scale(float(one)), np.flatnonzero(tops == one)) for one in np.unique(tops).tolist()
        ]

    def levels(
        self,
        words: Words,
        said: Opinions,
        likelihoods: Likelihoods,
        asked: tuple[Floats, ...],
        idle: Days,
    ) -> Levels:
        """Posterior of each row.

        asked  of each row, the levels whose P is asked for, in shares of the span
        idle   days since the newest word about the person, of each row
        """
        known = self._known
        ever = self._log_likelihoods(words, said, likelihoods, np.ones(len(words), dtype=bool))
        mean, variance = self._lines.of_others(known, *self._messages(ever))
        now = self._without_silent(ever, words, said, likelihoods)
        found = self._posterior(
            now, mean.take(known), variance.take(known), tuple(one.take(known) for one in asked)
        )
        above = [standard_normal((mean - one) / np.sqrt(variance))[0] for one in asked]
        mean[known], variance[known] = found.mean, found.variance
        for one, p in zip(above, found.above, strict=True):
            one[known] = p
        return self._with_doubt(mean, variance, above, said, idle)

    def messages(self, words: Words, said: Opinions, likelihoods: Likelihoods) -> tuple[Floats, Floats]:
        """What the words of each cell say by themselves, also those that have expired: mean and variance."""
        return self._messages(
            self._log_likelihoods(words, said, likelihoods, np.ones(len(words), dtype=bool))
        )

    def expected(self, words: Words, said: Opinions, likelihoods: Likelihoods) -> tuple[Floats, Floats]:
        """What is expected of the level of each cell with words, by the person's other skills."""
        mean, variance = self._lines.of_others(self._known, *self.messages(words, said, likelihoods))
        return mean.take(self._known), variance.take(self._known)

    def _messages(self, log_likelihoods: list[Grids]) -> tuple[Floats, Floats]:
        mean, variance = self._lines.unknown()
        for left in reversed(range(ROUNDS)):
            expected, spread = mean.take(self._known), variance.take(self._known)
            found = self._posterior(log_likelihoods, expected, spread)
            messages = message(found.mean, found.variance, expected, spread)
            if left:
                mean, variance = self._lines.of_others(self._known, *messages)
        return messages

    def _with_doubt(
        self, mean: Floats, variance: Floats, above: list[Floats], said: Opinions, idle: Days
    ) -> Levels:
        # Imported where it is needed: pages import this module and compute nothing.
        from scipy.special import ndtri

        doubt = np.ones(len(mean))
        doubt[self._known] = said.doubt
        variance = variance * doubt
        later = variance + self._policy.drift**2 * idle / DAYS_A_YEAR
        shrink = np.sqrt(variance / later / doubt)
        z = (ndtri(np.clip(one, LEAST_P, 1 - LEAST_P)) * shrink for one in above)
        return Levels(mean, later, tuple(standard_normal(one)[0] for one in z))

    def _log_likelihoods(
        self, words: Words, said: Opinions, likelihoods: Likelihoods, counts: Bools
    ) -> list[Grids]:
        """For each scale, the log-likelihood of its cells by the words that count; 0 where none does."""
        lengths = np.diff(words.start, append=len(words))
        entry = np.repeat(np.arange(len(lengths)), lengths)
        of_scale = np.zeros(len(lengths), dtype=np.int64)
        for number, (_grid, entries) in enumerate(self._scales):
            of_scale[entries] = number
        found = []
        for number, (grid, entries) in enumerate(self._scales):
            rows = np.flatnonzero((of_scale.take(entry) == number) & counts)
            summed = np.zeros((len(entries), len(grid.points)), dtype=np.float32)
            if len(rows):
                of = entry.take(rows)
                cells = np.searchsorted(entries, of[np.flatnonzero(np.diff(of, prepend=-1))])
                offset, conflict = said.offset.take(rows), said.in_conflict.take(of)
                summed[cells] = likelihoods.of_cells(grid, words, rows, offset, conflict)
            found.append(summed)
        return found

    def _without_silent(
        self, ever: list[Grids], words: Words, said: Opinions, likelihoods: Likelihoods
    ) -> list[Grids]:
        """The log-likelihoods without the words of silent voices, which are summed again in place."""
        is_hit = words.by_cell(np.logical_or, words.is_silent)
        if not is_hit.any():
            return ever
        lengths = np.diff(words.start, append=len(words))
        again = self._log_likelihoods(words, said, likelihoods, np.repeat(is_hit, lengths) & ~words.is_silent)
        for (_grid, entries), fresh, old in zip(self._scales, again, ever, strict=True):
            hit = np.flatnonzero(is_hit.take(entries))
            old[hit] = fresh[hit]
        return ever

    def _posterior(
        self, log_likelihoods: list[Grids], mean: Floats, variance: Floats, asked: tuple[Floats, ...] = ()
    ) -> Moments:
        parts = Moments(np.empty(len(mean)), np.empty(len(mean)), tuple(np.empty(len(mean)) for _ in asked))
        for (grid, entries), one in zip(self._scales, log_likelihoods, strict=True):
            levels = tuple(level.take(entries) for level in asked)
            found = posterior(grid, one, mean.take(entries), variance.take(entries), levels)
            parts.mean[entries], parts.variance[entries] = found.mean, found.variance
            for whole, part in zip(parts.above, found.above, strict=True):
                whole[entries] = part
        return parts
