"""Ways to test whether people reach a level: adaptive, in random order, until an error is small, a form.

All know the same: the items' parameters, and that people are of N(0, 1). All decide by P(θ ≥ cut) ≥ ½.
"""

from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.adaptive import Answer, Bank, Rules, step, stop_reason
from assessments.testing.compute.items import Items, information, log_probabilities, probabilities
from assessments.testing.compute.posterior import points_about, posterior_of
from benchmarks.response_data import PEOPLE, Bools, Floats, Sample, Scores

LONGEST = 80
"""Items that the other ways are tried with at most."""
ERRORS = np.round(np.arange(0.95, 0.14, -0.01), 2)
TOP = 10.0
Counts = Scores


@dataclass(frozen=True, slots=True)
class Tested:
    """Of each person: how many items they answered, and whether what was decided is true."""

    number: Counts
    is_right: Bools

    @property
    def items(self) -> float:
        return float(self.number.mean())

    @property
    def accuracy(self) -> float:
        return float(self.is_right.mean())


def together(parts: list[Tested]) -> Tested:
    """The people of all parts."""
    return Tested(
        np.concatenate([one.number for one in parts]), np.concatenate([one.is_right for one in parts])
    )


def adaptive(sample: Sample, rules: Rules, *, seed: int) -> Tested:
    """By the product's own steps."""
    bank, found = Bank(sample.items), []
    for person, scores in enumerate(sample.scores):
        answers: list[Answer] = []
        while (
            now := step(bank, answers, rules, PEOPLE, top=TOP, seed=seed * len(sample.scores) + person)
        ).row is not None:
            answers.append(Answer(now.row, int(scores[now.row])))
        found.append((len(answers), now.chance))
    return _judged(found, sample.is_met(rules.cut))


def random_order(sample: Sample, rules: Rules, *, seed: int) -> Tested:
    """Items in random order, with the product's own stop."""
    bank, found = Bank(sample.items), []
    draw = np.random.default_rng(seed)
    for scores in sample.scores:
        order, left = draw.permutation(len(bank)), np.ones(len(bank), dtype=bool)
        for asked in range(len(bank) + 1):
            rows = order[:asked]
            left[rows] = False
            posterior = posterior_of(sample.items.take(rows), scores[rows].tolist(), PEOPLE, cut=rules.cut)
            p = probabilities(sample.items, posterior.points)
            if stop_reason(bank, left, posterior, p, asked, rules):
                break
        found.append((asked, posterior.above(rules.cut)))
    return _judged(found, sample.is_met(rules.cut))


def _judged(found: list[tuple[int, float]], is_met: Bools) -> Tested:
    number, chance = zip(*found, strict=True)
    return Tested(np.array(number), (np.array(chance) >= 0.5) == is_met)


def until_error(sample: Sample, cut: float) -> list[Tested]:
    """The most informative item at the level as it is known, until its standard error is small: by ERRORS."""
    chances, errors = _paths(sample, cut, at_level=True)
    is_met, people = sample.is_met(cut), np.arange(len(sample.scores))
    found = []
    for error in ERRORS.tolist():
        reached_error = errors <= error
        number = np.where(reached_error.any(axis=0), reached_error.argmax(axis=0), len(errors) - 1)
        found.append(Tested(number, (chances[number, people] >= 0.5) == is_met))
    return found


def fixed_form(sample: Sample, cut: float) -> list[Tested]:
    """The same items for everybody, those that tell the most at the cut: by how many there are, from 0."""
    chances, _errors = _paths(sample, cut, at_level=False)
    is_met = sample.is_met(cut)
    return [
        Tested(np.full(len(is_met), number), (chance >= 0.5) == is_met)
        for number, chance in enumerate(chances)
    ]


def _paths(sample: Sample, cut: float, *, at_level: bool) -> tuple[Floats, Floats]:
    """P(θ ≥ cut) and standard error after each number of items, of each person; shape (numbers, people)."""
    items, scores = sample.items, sample.scores
    points = points_about(PEOPLE, cut)
    log_p, people = log_probabilities(items, points), np.arange(len(scores))
    told = _at_cut(items, cut) if not at_level else information(items, points)
    weight = np.tile(-0.5 * ((points - PEOPLE.mean) / PEOPLE.sd) ** 2, (len(scores), 1))
    left = np.ones(scores.shape, dtype=bool)
    chances, errors = [], []
    for number in range(min(len(items), LONGEST) + 1):
        p = np.exp(weight - weight.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        level = p @ points
        chances.append(p[:, points >= cut].sum(axis=1))
        errors.append(np.sqrt(np.maximum(p @ points**2 - level**2, 0)))
        if number == min(len(items), LONGEST):
            break
        near = np.clip(np.searchsorted(points, level), 0, len(points) - 1) if at_level else np.zeros(1, int)
        row = np.where(left, told[:, near].T, -1).argmax(axis=1)
        left[people, row] = False
        weight = weight + log_p[row, scores[people, row]]
    return np.array(chances), np.array(errors)


def _at_cut(items: Items, cut: float) -> Floats:
    return information(items, np.array([cut]))


def cheapest(tried: list[Tested], accuracy: float) -> Tested:
    """The one with the fewest items of those that are as accurate; the most accurate where none is."""
    enough = [one for one in tried if one.accuracy >= accuracy]
    return min(enough, key=lambda one: one.items) if enough else max(tried, key=lambda one: one.accuracy)
