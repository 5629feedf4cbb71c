"""Answers to try adaptive tests on: of people who are made up, and of people who answered for real.

A file of answers is a CSV with one row a person and one column an item, or, as VerbAgg has it, one row an
answer with the columns `id`, `item` and `resp`. More than the lowest answer of a column counts as right: of
verbal aggression “perhaps” and “yes” against “no” (De Boeck & Wilson, 2004).
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assessments.testing.compute.estimation import fit
from assessments.testing.compute.items import Items, reached
from assessments.testing.compute.posterior import Prior, posterior_of
from assessments.testing.compute.priors import ItemPriors
from assessments.testing.compute.responses import Responses
from benchmarks.harness import ROOT

Floats = NDArray[np.float64]
Scores = NDArray[np.int64]
Bools = NDArray[np.bool_]

BANK = 150
VERB_AGG = ROOT.parent / "shared/data/psychometrics/VerbAgg.csv"
PEOPLE = Prior(0.0, 1.0)
ORDER = {"no": 0, "perhaps": 1, "yes": 2}
LOG_SLOPE_SD, THRESHOLD_SD = 0.5, 2.0
"""What is expected of items that are fitted on few people: so that none that all have right is lost."""


@dataclass(frozen=True, slots=True)
class Sample:
    """People who are tested, the items with which, what each would answer to each, and what is true of them.

    scores  0 or 1; shape (people, items)
    level   true levels; empty where what all items together say is taken to be true
    drawn   of each person, what was drawn by chance as one: the bank that was made up, or the person in the
            file, who may be in several samples
    """

    items: Items
    scores: Scores
    level: Floats
    drawn: Scores

    def is_met(self, cut: float) -> Bools:
        """Who is at the cut or above it."""
        if len(self.level):
            return self.level >= cut
        said = [posterior_of(self.items, one.tolist(), PEOPLE, cut=cut).above(cut) for one in self.scores]
        return np.array(said) >= 0.5


def simulated(people: int, *, seed: int) -> Sample:
    """Items of usual slopes and thresholds of N(0, 1), and people of N(0, 1)."""
    draw = np.random.default_rng(seed)
    items = Items(np.exp(draw.normal(0.25, 0.3, BANK)), draw.normal(0, 1, (BANK, 1)))
    level = draw.normal(PEOPLE.mean, PEOPLE.sd, people)
    right = draw.random((people, BANK)) < reached(items, level)[:, 0].T
    return Sample(items, right.astype(np.int64), level, np.full(people, seed))


def halves(scores: Scores, *, seed: int) -> Sample:
    """One half of the people, with items as they were fitted on the other half."""
    order = np.random.default_rng(seed).permutation(len(scores))
    middle, number = len(scores) // 2, scores.shape[1]
    priors = ItemPriors(
        log_slope=np.zeros(number),
        log_slope_sd=np.full(number, LOG_SLOPE_SD),
        threshold=np.zeros((number, 1)),
        threshold_sd=np.full((number, 1), THRESHOLD_SD),
    )
    found = fit(Responses(scores[order[:middle]].astype(np.int8)), priors=priors, with_errors=False)
    return Sample(found.items, scores[order[middle:]], np.empty(0), order[middle:])


def read_answers(path: Path) -> Scores:
    """Right (1) and wrong (0) answers of a file; people who left one out are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    is_long = bool(rows) and {"id", "item", "resp"} <= rows[0].keys()
    table = _from_long(rows) if is_long else [list(row.values()) for row in rows]
    whole = [row for row in table if all(cell.strip() for cell in row)]
    values = np.array([[_value(cell) for cell in row] for row in whole], dtype=np.float64)
    if values.ndim != 2 or len(values) < 2:
        raise SystemExit(f"{path} holds no answers: give one row a person and one column an item")
    right: Scores = (values > values.min(axis=0)).astype(np.int64)
    return right


def _from_long(rows: Sequence[dict[str, str]]) -> list[list[str]]:
    items = list(dict.fromkeys(row["item"] for row in rows))
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        said.setdefault(row["id"], {})[row["item"]] = row["resp"]
    return [[own.get(item, "") for item in items] for own in said.values()]


def _value(cell: str) -> float:
    word = cell.strip().lower()
    return float(ORDER[word]) if word in ORDER else float(word)


def samples_of(scores: Scores, seeds: Sequence[int]) -> Iterator[Sample]:
    """As many ways of cutting people into halves."""
    for seed in seeds:
        yield halves(scores, seed=seed)
