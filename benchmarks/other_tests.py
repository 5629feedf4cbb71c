"""Ways to test whether people reach a level: adaptive, in random order, until an error is small, a form.

All know the same: the items' parameters, and that people are of N(0, 1). All decide by P(θ ≥ cut) ≥ ½.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.adaptive import Answer, Bank, Rules, step, stop_reason
from assessments.testing.compute.items import Items, information, log_probabilities
from assessments.testing.compute.posterior import Posterior, points_about
from benchmarks.response_data import PEOPLE, Bools, Floats, Sample, Scores

LONGEST = 80
"""Items that the other ways are tried with at most."""
ERRORS = np.round(np.arange(0.95, 0.14, -0.01), 2)
TOP = 10.0
Counts = Scores


@dataclass(frozen=True, slots=True)
class Tested:
    """A way as it was tried, with one setting or several: thresholds of the error, lengths of the form.

    number    items that each person answered; shape (settings, people)
    is_right  whether what was decided is true; same shape
    """

    number: Counts
    is_right: Bools

    def cheapest(self, weight: Floats, accuracy: float) -> tuple[float, float]:
        """Items a person and accuracy, with these weights of people, of the setting with the fewest items
        that is as accurate; of the most accurate one where none is."""
        share = weight / weight.sum()
        items, right = self.number @ share, self.is_right @ share
        enough = np.flatnonzero(right >= accuracy)
        best = enough[np.argmin(items[enough])] if len(enough) else np.argmax(right)
        return float(items[best]), float(right[best])


def together(parts: Sequence[Tested]) -> Tested:
    """The people of all parts."""
    return Tested(
        np.concatenate([one.number for one in parts], axis=1),
        np.concatenate([one.is_right for one in parts], axis=1),
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
    bank, points, found = Bank(sample.items), points_about(PEOPLE, rules.cut), []
    log_p, draw = log_probabilities(sample.items, points), np.random.default_rng(seed)
    p, prior = np.exp(log_p), -0.5 * ((points - PEOPLE.mean) / PEOPLE.sd) ** 2
    for scores in sample.scores:
        order, left = draw.permutation(len(bank)), np.ones(len(bank), dtype=bool)
        likelihood = np.zeros(len(points))
        for asked in range(len(bank) + 1):
            weight = np.exp(prior + likelihood - (prior + likelihood).max())
            posterior = Posterior(points, weight / weight.sum(), PEOPLE, likelihood)
            if stop_reason(bank, left, posterior, p, asked, rules):
                break
            row = order[asked]
            likelihood, left[row] = likelihood + log_p[row, scores[row]], False
        found.append((asked, posterior.above(rules.cut)))
    return _judged(found, sample.is_met(rules.cut))


def _judged(found: list[tuple[int, float]], is_met: Bools) -> Tested:
    number, chance = zip(*found, strict=True)
    return Tested(np.array([number]), np.array([(np.array(chance) >= 0.5) == is_met]))


def until_error(sample: Sample, cut: float) -> Tested:
    """The most informative item at the level as it is known, until its standard error is small: by ERRORS."""
    chances, errors = _paths(sample, cut, at_level=True)
    is_met, people = sample.is_met(cut), np.arange(len(sample.scores))
    is_small = errors <= ERRORS[:, None, None]
    number = np.where(is_small.any(axis=1), is_small.argmax(axis=1), len(errors) - 1)
    return Tested(number, (chances[number, people] >= 0.5) == is_met)


def fixed_form(sample: Sample, cut: float) -> Tested:
    """The same items for everybody, those that tell the most at the cut: by how many there are, from 0.

    Forms that were put together by the doubt that they leave in the population decide as well to .0002.
    """
    chances, _errors = _paths(sample, cut, at_level=False)
    number = np.tile(np.arange(len(chances))[:, None], len(sample.scores))
    return Tested(number, (chances >= 0.5) == sample.is_met(cut))


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
