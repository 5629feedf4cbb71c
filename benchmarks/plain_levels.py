"""The formulas of docs/guide/method.md once more: one person after the other, in plain Python.

What `assessments.gaps.compute` does for a hundred thousand people at once is done here for one, by another
way: integrals over 2,001 points and no tables. It imports nothing of `compute`, and the policy is plain data.
"""

import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

SOURCES = {1: "self", 2: "manager", 3: "peer", 4: "test", 5: "observed", 6: "mentor"}
GAP, ASSESS_FIRST, MEETS = 1, 2, 3
STANDARD = NormalDist()
POINTS = np.linspace(-0.5, 1.5, 2001)
EMPTY = 1e-12
LEAST_ERROR = 0.04


class Need(NamedTuple):
    """What one role level requires of a skill."""

    skill: int
    required: float
    critical: bool
    family: int


class Word(NamedTuple):
    """A piece of evidence; days since 1970, `source` a key of SOURCES, `rater` 0 for nobody named; whether a
    machine says so in the rater's name; of a test its standard error in levels, 0 for none."""

    number: int
    skill: int
    level: float
    source: int
    rater: int
    observed_on: int
    valid_until: int
    is_attributed: bool = False
    standard_error: float = 0.0


class Said(NamedTuple):
    """A word, and what it weighs beside the only one of a voice."""

    word: Word
    weight: float


@dataclass(slots=True)
class Cell:
    """A skill of a person on its way."""

    skill: int
    top: float
    required: float = 0.0
    critical: float = 0.0
    family: int = 0
    voices: tuple[tuple[Said, ...], ...] = ()
    mean: float = 0.0
    variance: float = 0.0

    @property
    def asked(self) -> float:
        return (self.required - 0.5) / self.top if self.required else 0.5


class PlainRow(NamedTuple):
    """What is told of a skill: level and spread in levels, probabilities, and codes of what may be said."""

    skill: int
    mean: float
    sd: float
    p_meets: float
    p_critical: float
    status: int
    critical_status: int
    words: int
    in_conflict: bool
    has_expired: bool
    required: float
    critical: float
    gap: float
    last: int
    needs_second: bool


def plain_person(
    needs: Sequence[Need],
    words: Sequence[Word],
    tops: Mapping[int, float],
    policy: Mapping[str, Any],
    today: int,
) -> list[PlainRow]:
    """The rows of one person, by skill."""
    words = [word for word in words if word.observed_on <= today]
    cells = _cells(needs, words, tops, policy)
    newest = max((word.observed_on for word in words), default=today)
    person = _Person(cells, policy, today, newest)
    rows = [person.row(cell) for cell in cells]
    return [row for row, cell in zip(rows, cells, strict=True) if cell.required or row.words]


def _cells(
    needs: Sequence[Need],
    words: Sequence[Word],
    tops: Mapping[int, float],
    policy: Mapping[str, Any],
) -> list[Cell]:
    skills = {need.skill for need in needs} | {word.skill for word in words}
    cells = {skill: Cell(skill, tops[skill]) for skill in skills}
    for need in needs:
        cell = cells[need.skill]
        if need.required > cell.required:
            cell.required, cell.family = need.required, need.family
        if need.critical:
            cell.critical = max(cell.critical, need.required)
    for skill, cell in cells.items():
        cell.voices = voices([word for word in words if word.skill == skill], policy, cell.top)
    return sorted(cells.values(), key=lambda cell: cell.skill)


def voices(
    words: Sequence[Word], policy: Mapping[str, Any], top: float = 1.0
) -> tuple[tuple[Said, ...], ...]:
    """The words of each voice, the newest first, in the capacity of its newest one, with what they weigh."""
    of_voice: dict[int, list[Word]] = {}
    for word in sorted(words, key=lambda word: (word.observed_on, word.number), reverse=True):
        voice = word.rater if word.rater and SOURCES[word.source] != "test" else -word.source
        of_voice.setdefault(voice, []).append(word)
    found = []
    for said in of_voice.values():
        if _says_error(said[0], policy):
            found.append(_tests(said, policy, top))
            continue
        kept = [said[0]]
        for before, word in pairwise(said):
            is_corrected = bool(word.rater) and word.observed_on == before.observed_on
            if word.source == said[0].source and SOURCES[word.source] != "test" and not is_corrected:
                kept.append(word)
        found.append(tuple(map(Said, kept, _weights(kept, policy))))
    return tuple(found)


def _own_error(word: Word, policy: Mapping[str, Any], top: float) -> float:
    """Error of a word as a share of the scale: its own where a test says one, else its source's."""
    if _says_error(word, policy):
        return max(word.standard_error / top, LEAST_ERROR)
    return float(policy["sources"][SOURCES[word.source]]["sd"])


def _says_error(word: Word, policy: Mapping[str, Any]) -> bool:
    is_test = SOURCES[word.source] == "test"
    return bool(is_test and policy["reads_standard_errors"] and word.standard_error)


def _tests(words: Sequence[Word], policy: Mapping[str, Any], top: float) -> tuple[Said, ...]:
    """The tests of a skill, the newest first: of each earlier one what it tells beyond those after it."""
    told, found = 0.0, []
    for word in words:
        variance = _own_error(word, policy, top) ** 2
        years = (words[0].observed_on - word.observed_on) / 365.25
        share = policy["attributed_weight"] if word.is_attributed else 1.0
        precision = share / (variance + policy["repeated_drift"] ** 2 * years)
        weight = round(100 * max(precision - told, 0.0) * variance) / 100
        told = max(told, precision)
        if weight or word is words[0]:
            found.append(Said(word, weight))
    return tuple(found)


def _weights(words: Sequence[Word], policy: Mapping[str, Any]) -> list[float]:
    """What the words of a voice weigh, the newest first, to a hundredth."""
    again, drift = policy["repeated_error"], policy["repeated_drift"] ** 2
    fresh = (1 - again) * policy["sources"][SOURCES[words[0].source]]["sd"] ** 2
    together, parts = 1.0, []
    for after, word in reversed(list(pairwise(words))):
        years = (after.observed_on - word.observed_on) / 365.25
        parts.append(1 / (1 + together * drift * years / fresh))
        together = 1 + together * parts[-1]
    weights = accumulate(reversed(parts), operator.mul, initial=1.0)
    shares = [policy["attributed_weight"] if word.is_attributed else 1.0 for word in words]
    return [
        round(100 * weight / (1 - again + again * together) * share) / 100
        for weight, share in zip(weights, shares, strict=True)
    ]


class _Person:
    def __init__(self, cells: list[Cell], policy: Mapping[str, Any], today: int, newest: int) -> None:
        self.cells, self.policy, self.today, self.newest = cells, policy, today, newest
        self.expected = {(family, skill): (shift, sd) for family, skill, shift, sd in policy["expected"]}
        self.severity = dict(policy["severity"]) if policy["uses_severity"] else {}
        known = [cell for cell in cells if cell.voices]
        ever = {cell.skill: self._log_likelihood(cell, cell.voices) for cell in known}
        for cell in cells:
            cell.mean, cell.variance = self._prior(cell, {})
        messages: dict[int, tuple[float, float]] = {}
        for _round in range(2):
            messages = {
                cell.skill: _message(cell, *_moments(ever[cell.skill], cell.mean, cell.variance)[:2])
                for cell in known
            }
            for cell in cells:
                others = {skill: said for skill, said in messages.items() if skill != cell.skill}
                cell.mean, cell.variance = self._prior(cell, others)

    def _line(self, cell: Cell) -> tuple[float, float]:
        """What is expected of anybody, and the variance around a person's own line."""
        policy = self.policy
        shift, sd = self.expected.get((cell.family, cell.skill), (0.0, policy["skill_sd"]))
        return policy["expected_level"] + policy["expected_slope"] * (cell.asked - 0.5) + shift, sd * sd

    def _prior(self, cell: Cell, others: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
        """Mean and variance of a level by what is known of other skills: a regression on two numbers."""
        prior = np.diag([self.policy["person_sd"] ** -2, self.policy["slope_sd"] ** -2])
        total = np.zeros(2)
        for one in self.cells:
            if one.skill in others:
                mean, variance = others[one.skill]
                expected, spread = self._line(one)
                at = np.array([1, one.asked - 0.5])
                prior = prior + np.outer(at, at) / (variance + spread)
                total = total + at * (mean - expected) / (variance + spread)
        here, (expected, spread) = np.array([1, cell.asked - 0.5]), self._line(cell)
        inverse = np.linalg.inv(prior)
        return expected + float(here @ inverse @ total), spread + float(here @ inverse @ here)

    def _log_likelihood(self, cell: Cell, voices: Sequence[Sequence[Said]]) -> Floats:
        """Of all points, by the words of voices."""
        random = self.policy["random_words"] if self._in_conflict(cell) else 0.0
        total = np.zeros(len(POINTS))
        for voice in voices:
            for word, weight in voice:
                said = self._likelihood(cell, word, self._error(cell, voice, word))
                total += weight * np.log(random / (cell.top + 1) + (1 - random) * said)
        return total

    def _likelihood(self, cell: Cell, word: Word, error: float) -> Floats:
        heard = POINTS + self._offset(cell, word) + self._severity(word)
        sd, top = math.sqrt(error), cell.top
        if _says_error(word, self.policy):
            return np.maximum(_measured(word.level, top, heard, sd), EMPTY)
        above = np.ones(len(POINTS)) if word.level >= top else _cdf(((word.level + 0.5) / top - heard) / sd)
        below = np.zeros(len(POINTS)) if word.level <= 0 else _cdf(((word.level - 0.5) / top - heard) / sd)
        return np.maximum(above - below, EMPTY)

    def _offset(self, cell: Cell, word: Word) -> float:
        """What is taken off a word: of one's own beside others', no more than it is off the mean."""
        offset = float(self.policy["sources"][SOURCES[word.source]]["offset"])
        is_alone = all(SOURCES[voice[0].word.source] == "self" for voice in cell.voices)
        if SOURCES[word.source] != "self" or is_alone:
            return offset
        off = abs(word.level - self._lean(cell, cell.voices)) / cell.top
        return math.copysign(min(off, abs(offset)), offset)

    def _severity(self, word: Word) -> float:
        """By how much its rater rates others higher than others do."""
        shows = SOURCES[word.source] != "self" and not word.is_attributed
        return float(self.severity.get(word.rater, 0.0)) if shows else 0.0

    def _error(self, cell: Cell, voice: Sequence[Said], word: Word) -> float:
        """Variance of a word: its own or its source's, and what may have changed from the newest of its voice
        until the newest of all."""
        months = (self.newest - voice[0].word.observed_on) // 30
        return float(_own_error(word, self.policy, cell.top) ** 2 + self.policy["drift"] ** 2 * months / 12)

    def _voice_error(self, cell: Cell, voice: Sequence[Said]) -> float:
        """What all tests of a skill are off by together; 0 where the newest says no error, and for others."""
        if not _says_error(voice[0].word, self.policy):
            return 0.0
        told = sum(
            said.weight / _own_error(said.word, self.policy, cell.top) ** 2
            for said in voice
            if said is voice[0] or not self._is_over(said.word)
        )
        return float(told**-0.5)

    def _is_weak(self, cell: Cell, voice: Sequence[Said]) -> bool:
        """Whether tests say less than the least sure source."""
        loosest = max(float(one["sd"]) for one in self.policy["sources"].values())
        return self._voice_error(cell, voice) > loosest

    def _strong(self, cell: Cell, voices: Sequence[Sequence[Said]]) -> list[Sequence[Said]]:
        return [voice for voice in voices if not self._is_weak(cell, voice)]

    def _in_conflict(self, cell: Cell) -> bool:
        levels = [voice[0].word.level for voice in self._strong(cell, cell.voices)]
        if not levels:
            return False
        apart = max(self.policy["conflict_distance"] * cell.top, 1.0)
        return bool(max(levels) - min(levels) >= apart - 1e-9)

    def _doubt(self, cell: Cell) -> float:
        """By how much disagreement widens what is known."""
        if not cell.voices or not self._in_conflict(cell):
            return 1.0
        strong = self._strong(cell, cell.voices)
        weights = [1 / self._error(cell, voice, voice[0].word) for voice in strong]
        levels = [voice[0].word.level / cell.top for voice in strong]
        centre = sum(w * x for w, x in zip(weights, levels, strict=True)) / sum(weights)
        squares = sum(w * (x - centre) ** 2 for w, x in zip(weights, levels, strict=True))
        freedom = self.policy["conflict_freedom"]
        return float(max(1.0, (freedom + squares) / (freedom + len(levels) - 1)))

    def row(self, cell: Cell) -> PlainRow:
        """What is told of a skill."""
        counting = [
            tuple(said for said in voice if said is voice[0] or not self._is_over(said.word))
            for voice in cell.voices
            if voice[0].word.valid_until >= self.today
        ]
        last = max((voice[0].word.observed_on for voice in counting), default=-1)
        ends = [self._end(voice) for voice in cell.voices]
        expired = [end for end in ends if end < self.today]
        has_expired = bool(expired) and max(expired) >= max(last, 0)
        is_recent = bool(counting) and self.today - last <= self.policy["reassess_after_days"]
        mean, variance, weight = cell.mean, cell.variance, None
        if cell.voices:
            likelihood = self._log_likelihood(cell, counting) if counting else np.zeros(len(POINTS))
            mean, variance, weight = _moments(likelihood, cell.mean, cell.variance)
        above = [self._above(cell, weight, level) for level in (cell.required, cell.critical)]
        doubt, idle = self._doubt(cell), (self.today - self.newest) / 365.25 * self.policy["drift"] ** 2
        later = variance * doubt + idle
        told = [_shrunk(p, math.sqrt(variance / later)) for p in above]
        count = sum(map(len, counting)) if is_recent else 0
        may_say = count > 0 and not has_expired
        lean, settles = self._lean(cell, counting), self._settles(cell, counting)
        p_meets, p_critical = (told[0] if cell.required else 1.0), (told[1] if cell.critical else 1.0)
        unsettled = cell.critical == cell.required and cell.required > 0 and not settles
        return PlainRow(
            skill=cell.skill,
            mean=mean * cell.top,
            sd=math.sqrt(later) * cell.top,
            p_meets=p_meets,
            p_critical=p_critical,
            status=self._status(cell.required, p_meets, lean, may_say and not unsettled),
            critical_status=self._status(cell.critical, p_critical, lean, may_say and settles),
            words=count,
            in_conflict=bool(cell.voices) and self._in_conflict(cell),
            has_expired=has_expired,
            required=cell.required,
            critical=cell.critical,
            gap=max(cell.required - mean * cell.top, 0.0) if cell.required else 0.0,
            last=last if is_recent else -1,
            needs_second=bool(cell.critical)
            and not settles
            and self._status(cell.critical, p_critical, lean, may_say) != ASSESS_FIRST,
        )

    def _is_over(self, word: Word) -> bool:
        """Whether an earlier test has expired."""
        return SOURCES[word.source] == "test" and word.valid_until < self.today

    def _end(self, voice: Sequence[Said]) -> int:
        """The day on which a voice, or what it last lost of its tests, was or will be silent."""
        over = [said.word.valid_until for said in voice[1:] if self._is_over(said.word)]
        newest = voice[0].word.valid_until
        return newest if newest < self.today or not over else max(over)

    def _above(self, cell: Cell, weight: Floats | None, level: float) -> float:
        at = (level - 0.5) / cell.top
        if weight is None:
            return 1 - STANDARD.cdf((at - cell.mean) / math.sqrt(cell.variance))
        summed = np.cumsum(weight) - weight / 2
        return float(1 - np.interp(at, POINTS, summed))

    def _lean(self, cell: Cell, voices: Sequence[Sequence[Said]]) -> float:
        """What the words of voices say by themselves, in levels."""
        weighted = [
            (weight / self._error(cell, voice, word), word.level)
            for voice in voices
            for word, weight in voice
        ]
        return sum(w * level for w, level in weighted) / sum(w for w, _ in weighted) if weighted else 0.0

    def _settles(self, cell: Cell, counting: Sequence[Sequence[Said]]) -> bool:
        sources = {SOURCES[voice[0].word.source] for voice in self._strong(cell, counting)}
        usual = max(self.policy["sources"][one]["sd"] for one in ("test", "observed"))
        proofs = [voice for voice in counting if SOURCES[voice[0].word.source] in ("test", "observed")]
        return len(sources) > 1 or any(self._voice_error(cell, voice) <= usual for voice in proofs)

    def _status(self, level: float, p: float, lean: float, allowed: bool) -> int:
        if not level:
            return MEETS if allowed else ASSESS_FIRST
        if allowed and p < self.policy["gap_below"] and lean < level - 0.5 - 1e-9:
            return GAP
        if allowed and p > self.policy["meets_above"] and lean > level - 0.5 + 1e-9:
            return MEETS
        return ASSESS_FIRST


def _shrunk(p: float, by: float) -> float:
    return STANDARD.cdf(STANDARD.inv_cdf(min(max(p, 1e-9), 1 - 1e-9)) * by)


def _message(cell: Cell, mean: float, variance: float) -> tuple[float, float]:
    precision = max(1 / variance - 1 / cell.variance, 1e-3)
    return (mean / variance - cell.mean / cell.variance) / precision, 1 / precision


def _moments(log_likelihood: Floats, mean: float, variance: float) -> tuple[float, float, Floats]:
    weight = log_likelihood - (POINTS - mean) ** 2 / (2 * variance)
    weight = np.exp(weight - weight.max())
    weight[[0, -1]] /= 2
    weight /= weight.sum()
    first = float(weight @ POINTS)
    return first, float(weight @ (POINTS - first) ** 2), weight


def _measured(level: float, top: float, heard: Floats, sd: float) -> Floats:
    """How likely a measure that stops at the ends is at the points: a density or what is beyond."""
    if level >= top:
        return _cdf((heard - 1) / sd)
    if level <= 0:
        return _cdf(-heard / sd)
    return np.asarray(np.exp(-(((level / top - heard) / sd) ** 2) / 2) / (sd * top * math.sqrt(2 * math.pi)))


def _cdf(x: Floats) -> Floats:
    found: Floats = ndtr(x)
    return found
