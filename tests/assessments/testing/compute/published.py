"""Published data of psychometrics, which lie beside the checkout; items and answers that tests make up."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from assessments.testing.compute.items import Floats, Items, reached
from assessments.testing.compute.responses import Responses
from tests.shared_files import shared_folder


def folder() -> Path:
    return shared_folder("data") / "psychometrics"


def expected(name: str) -> dict[str, Any]:
    """What was published of a set of data."""
    return json.loads((folder() / "expected_values.json").read_text())[name]


def table(name: str) -> np.ndarray:
    return np.loadtxt(folder() / name, delimiter=",", skiprows=1, dtype=int)


def patterns(name: str) -> Responses:
    """Answers that were published as patterns with how many people gave each."""
    rows = table(name)
    return Responses(rows[:, :-1], rows[:, -1])


def some_items(count: int, *, seed: int, centre: float = 0.0, spread: float = 1.0) -> Items:
    """Two-category items of different slopes and thresholds."""
    draw = np.random.default_rng(seed)
    return Items(np.exp(draw.normal(0.1, 0.3, count)), draw.normal(centre, spread, (count, 1)))


def drawn_scores(items: Items, theta: Floats, *, seed: int) -> np.ndarray:
    """Scores of people at these levels, by the items' own models; shape (people, items)."""
    chance = np.random.default_rng(seed).random((len(items), 1, len(theta)))
    return (chance < reached(items, theta)).sum(axis=1).T.astype(np.int8)


MIXED = Items.of([(1.2, -0.5), (0.8, [-1.0, 0.2, 1.4]), (1.6, 0.7), (1.1, [-0.3, 0.9])])
"""Items of two, four, two and three scores."""
