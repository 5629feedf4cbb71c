"""Made-up companies whose modules have known effects: who takes them, and how people are read.

Who takes a module is not drawn at random. It depends, more or less in each company, on the gap that people
really have (they know), on the gap that was read last (they are recommended it), and on how motivated they
are; who is motivated learns faster anyway. Raters differ in severity, become milder or stricter with the
years, each by their own slope, and err in part the same each time. Readings are whole levels.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.effect.compute import ReadingColumns, TouchColumns
from content.effect.compute.columns import Floats, Ints

MANAGER, PEER = 2, 3
TOP = 5
TEAM = 10
EFFECTS = (0.0, 0.0, 0.0, 0.25, 0.5, 1.0)
YEAR = 365


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why people take a module: how much the gap that they have, the gap that was read, and drive matter."""

    gap: float
    reading: float
    drive: float


@dataclass(frozen=True, slots=True)
class TaughtCompany:
    """Readings and modules of one company; the true effect of each module, by its id."""

    readings: ReadingColumns
    touches: TouchColumns
    effects: dict[int, float]
    skill_of: dict[int, int]


@dataclass(frozen=True, slots=True)
class _People:
    """levels   people × skills, true
    drive       of each person, in standard deviations
    manager     id of each person's
    """

    levels: Floats
    drive: Floats
    manager: Ints


def taught_company(
    seed: int, number: int, *, effects: tuple[float, ...] = EFFECTS, reasons: Reasons | None = None
) -> TaughtCompany:
    """One company; the same seed and number make the same. `reasons` are drawn where none are given."""
    rng = np.random.default_rng([seed, number])
    people, skills = int(rng.integers(150, 450)), int(rng.integers(6, 13))
    modules = int(rng.integers(2, 5))
    true = {module: float(rng.choice(effects)) for module in range(1, modules + 1)}
    skill_of = dict(zip(true, rng.choice(skills, modules, replace=False).tolist(), strict=True))
    who = _people(rng, people, skills)
    drawn = Reasons(*rng.uniform(0, 0.8, 3).tolist())
    return _years(rng, who, true, skill_of, reasons or drawn)


def _people(rng: np.random.Generator, people: int, skills: int) -> _People:
    levels = (
        2.3
        + rng.normal(0, 0.5, skills)
        + rng.normal(0, 0.5, (people, 1))
        + rng.normal(0, 0.8, (people, skills))
    )
    return _People(levels, rng.normal(size=people), 100_000 + np.arange(people) // TEAM)


def _years(
    rng: np.random.Generator,
    who: _People,
    true: dict[int, float],
    skill_of: dict[int, int],
    reasons: Reasons,
) -> TaughtCompany:
    """Four years: everybody is read once a year, and takes modules in between."""
    people, skills = who.levels.shape
    level = who.levels.copy()
    voices = _Voices(rng, who)
    rate, growth = rng.uniform(-2.6, -1.4), rng.normal(0.05, 0.08, skills)
    fast, closing = rng.uniform(0, 0.15), rng.uniform(0, 0.15)
    taken = np.zeros((people, len(true) + 1), dtype=bool)
    rows: list[Ints] = []
    for year in range(4):
        day: Ints = np.asarray(rng.integers(0, 60, people), dtype=np.int64) + (18_000 + year * YEAR)
        read = voices.read(level, day, year)
        level += growth + fast * who.drive[:, None] + rng.normal(0, 0.2, level.shape)
        level += closing * np.clip(3 - level, 0, None) * 0.5
        if year == 0:
            continue
        for module, skill in skill_of.items():
            wish = rate + reasons.gap * (3 - level[:, skill]) + reasons.reading * (3 - read[:, skill])
            wish = wish + reasons.drive * who.drive + rng.normal(size=people)
            takes = (wish > 0) & ~taken[:, module]
            taken[:, module] |= takes
            own = rng.normal(true[module], 0.2 * (true[module] > 0), people)
            level[:, skill] += np.where(takes, own, 0)
            ids = np.flatnonzero(takes)
            began = day[ids] + 30 + rng.integers(0, 180, len(ids))
            columns = (ids, np.full(len(ids), module), np.full(len(ids), skill), began, began + 3)
            rows.append(np.stack(columns))
    touched = np.concatenate(rows, axis=1)
    return TaughtCompany(voices.columns(), TouchColumns(*touched), true, skill_of)


class _Voices:
    """Managers, who read everybody, and peers, who read some: what they said so far."""

    def __init__(self, rng: np.random.Generator, who: _People) -> None:
        people, skills = who.levels.shape
        self._rng = rng
        self._peer = np.where(rng.random(people) < 0.5, rng.permutation(people), -1)
        teams = int(who.manager.max()) - 100_000 + 1
        creep = rng.normal(0.1, 0.1)
        self._severity = [np.asarray(rng.normal(0, 0.33, count)) for count in (teams, people)]
        self._slope = [np.asarray(rng.normal(creep, 0.15, count)) for count in (teams, people)]
        self._manager = who.manager
        self._lasting = rng.normal(0, 0.6, (2, people, skills))
        self._found: list[tuple[NDArray[Any], ...]] = []

    def read(self, level: Floats, day: Ints, year: int) -> Floats:
        """What both say of everybody in a year; gives the mean of what is read, as plans know it."""
        own = self._manager - 100_000
        by_manager = self._said(level, self._severity[0][own] + self._slope[0][own] * year, 0)
        self._keep(by_manager, MANAGER, self._manager, day, np.arange(len(level)))
        has_peer = np.flatnonzero(self._peer >= 0)
        peer = self._peer[has_peer]
        by_peer = self._said(level, 0, 1)
        by_peer = by_peer[has_peer] + np.reshape(
            self._severity[1][peer] + self._slope[1][peer] * year, (-1, 1)
        )
        self._keep(by_peer, PEER, 200_000 + peer, day[has_peer] + 5, has_peer)
        read = _whole(by_manager).copy()
        read[has_peer] = (read[has_peer] + _whole(by_peer)) / 2
        return read

    def _said(self, level: Floats, offset: Any, voice: int) -> Floats:
        noise = self._rng.normal(0, 0.75, level.shape)
        found: Floats = level + np.reshape(offset, (-1, 1)) + self._lasting[voice] + noise
        return found

    def _keep(self, said: Floats, source: int, rater: Ints, day: Ints, who: Ints) -> None:
        people, skills = said.shape
        is_read = self._rng.random((people, 1)) < 0.9
        keep = (is_read & (self._rng.random(said.shape) < 0.9)).reshape(-1)
        columns = (
            np.repeat(who, skills),
            np.tile(np.arange(skills), people),
            _whole(said).reshape(-1),
            np.full(people * skills, source),
            np.repeat(rater, skills),
            np.repeat(day, skills),
        )
        self._found.append(tuple(one[keep] for one in columns))

    def columns(self) -> ReadingColumns:
        joined = [np.concatenate(one) for one in zip(*self._found, strict=True)]
        return ReadingColumns(*joined)


def _whole(level: Floats) -> Floats:
    found: Floats = np.clip(np.rint(level), 0, TOP)
    return found
