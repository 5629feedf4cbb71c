"""Levels by crossed effects: what a statistician's mixed model tells of the ratings of a company.

    rating = source + person + skill + person in skill + rater + error

with a variance for each but the sources, and for the error of each source, found by EM for REML on
Henderson's mixed model equations (Henderson, 1984; Searle, Casella & McCulloch, 1992), on the first
companies of a world. Ratings are taken as numbers: they have no ends. A level is what the equations say of
person, skill and both, with their prediction error; its mean is that of the manager's ratings, whom no world
makes biased.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from assessments.evidence.choices import Source
from benchmarks.rated_worlds import Company, Floats, Ints

ESTIMATED_FROM = 4
ROUNDS = 25
START = 0.5
LEAST = 1e-4
EFFECTS = ("person", "skill", "cell", "rater")


@dataclass(frozen=True, slots=True)
class Crossed:
    """People × skills: mean and standard deviation of the level, and the probability that it is met."""

    mean: Floats
    sd: Floats
    p_meets: Floats


@dataclass(frozen=True, slots=True)
class _Model:
    """One company's equations: in which columns of the design each rating has a 1, and how many of a kind."""

    columns: Ints
    level: Floats
    source: Ints
    sizes: dict[str, int]

    @property
    def width(self) -> int:
        return sum(self.sizes.values())

    def part(self, name: str) -> slice:
        names = list(self.sizes)
        start = sum(self.sizes[one] for one in names[: names.index(name)])
        return slice(start, start + self.sizes[name])


def crossed_effects(company: Company) -> Crossed:
    """Levels of each company by its own ratings, with the variances of the world's first companies."""
    people, skills = len(company.truth) // company.count, company.truth.shape[1]
    models = [_model(company, number, people, skills) for number in range(company.count)]
    effects, errors = _variances(models[:ESTIMATED_FROM])
    told = [_levels(one, effects, errors, people, skills) for one in models]
    mean, sd = (np.concatenate(column) for column in zip(*told, strict=True))
    return Crossed(mean, sd, ndtr((mean - company.required + 0.5) / sd))


def _model(company: Company, number: int, people: int, skills: int) -> _Model:
    first = number * people
    here = (company.person >= first) & (company.person < first + people)
    person, skill, source = company.person[here] - first, company.skill[here], company.source[here] - 1
    raters, rater = np.unique(company.rater[here], return_inverse=True)
    sizes = {"source": int(max(Source)), "person": people, "skill": skills}
    sizes |= {"cell": people * skills, "rater": len(raters)}
    parts = (source, person, skill, person * skills + skill, rater)
    starts = np.cumsum([0, *list(sizes.values())[:-1]])
    columns = np.stack([part + start for part, start in zip(parts, starts, strict=True)], axis=1)
    return _Model(columns, company.level[here], source, sizes)


def _solved(model: _Model, effects: dict[str, float], errors: Floats) -> tuple[Floats, NDArray[np.float64]]:
    """Solution of the mixed model equations, and the inverse of their left side."""
    weight = 1 / errors[model.source]
    left, right = np.zeros((model.width, model.width)), np.zeros(model.width)
    for one in model.columns.T:
        np.add.at(right, one, weight * model.level)
        for other in model.columns.T:
            np.add.at(left, (one, other), weight)
    for name, variance in effects.items():
        part = np.arange(model.width)[model.part(name)]
        left[part, part] += 1 / variance
    # A source that nobody spoke for has no effect of its own.
    sources = np.arange(model.width)[model.part("source")]
    left[sources, sources] += 1e-6
    inverse = np.linalg.inv(left).astype(np.float64)
    return inverse @ right, inverse


def _variances(models: list[_Model]) -> tuple[dict[str, float], Floats]:
    """Variances of the effects and of the sources' errors, of several companies together."""
    effects, errors = dict.fromkeys(EFFECTS, START), np.ones(max(Source))
    for _round in range(ROUNDS):
        total = dict.fromkeys(EFFECTS, 0.0)
        squares, number = np.zeros(len(errors)), np.zeros(len(errors))
        for model in models:
            solution, inverse = _solved(model, effects, errors)
            for name in EFFECTS:
                part = model.part(name)
                total[name] += float((solution[part] ** 2).sum() + np.trace(inverse[part, part]))
            off = model.level - solution[model.columns].sum(axis=1)
            unsure = inverse[model.columns[:, :, None], model.columns[:, None, :]].sum(axis=(1, 2))
            squares += np.bincount(model.source, off**2 + unsure, len(errors))
            number += np.bincount(model.source, minlength=len(errors))
        effects = {name: max(total[name] / sum(one.sizes[name] for one in models), LEAST) for name in EFFECTS}
        errors = np.where(number > 0, np.maximum(squares / np.maximum(number, 1), LEAST), 1.0)
    return effects, errors


def _levels(
    model: _Model, effects: dict[str, float], errors: Floats, people: int, skills: int
) -> tuple[Floats, Floats]:
    """Mean and spread of each level of a company."""
    solution, inverse = _solved(model, effects, errors)
    person, skill = np.divmod(np.arange(people * skills), skills)
    parts = (
        np.full(len(person), _base(model)),
        person + model.part("person").start,
        skill + model.part("skill").start,
        np.arange(people * skills) + model.part("cell").start,
    )
    columns = np.stack(parts, axis=1)
    variance = inverse[columns[:, :, None], columns[:, None, :]].sum(axis=(1, 2))
    shape = (people, skills)
    sd = np.sqrt(np.maximum(variance, LEAST))
    return solution[columns].sum(axis=1).reshape(shape), sd.reshape(shape)


def _base(model: _Model) -> int:
    """The column of the source by whose mean levels are told: the manager, or else the most frequent one."""
    manager = int(Source.MANAGER) - 1
    is_there = bool((model.source == manager).any())
    return manager if is_there else int(np.bincount(model.source).argmax())
