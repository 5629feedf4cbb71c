"""Fit the weights of the scorer on made pages: `python -m benchmarks.guidance_targets.fitting`.

Families and designs are those of `training_families` and `TRAINING`, seeds are negative: the benchmark has
none of them. How often a likeness is seen on targets is counted apart for pages that have kept an aspect,
parts of it, or hardly anything; what is left is a conditional logit. The thresholds are chosen on pages on
which nothing else was fitted.
"""

import json
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from benchmarks.guidance_targets import mutations
from benchmarks.guidance_targets.browser import FRONTEND, ask, bundled, opened
from benchmarks.guidance_targets.designs import TRAINING, Design
from benchmarks.guidance_targets.nodes import Node
from benchmarks.guidance_targets.pairs import Family, Pair, html
from benchmarks.guidance_targets.training_families import ELSEWHERE, FAMILIES

FEATURES = [
    "id",
    "name",
    "data",
    "address",
    "class",
    "inner",
    "words",
    "hint",
    "label",
    "heading",
    "beside",
    "item",
    "within",
    "kind",
    "path",
    "order",
    "row",
    "place",
    "inside",
    "size",
    "roots",
    "others",
]
ASPECTS = (
    ("id",),
    ("name", "data", "address"),
    ("class", "inner", "within"),
    ("words", "hint", "label", "heading", "beside", "item", "others"),
    ("kind", "path", "order", "row", "roots"),
    ("place", "inside", "size"),
)
ASPECT_OF = np.array([[name in members for members in ASPECTS].index(True) for name in FEATURES])
ROWS = np.arange(len(FEATURES))
LEVELS = 6
BACKGROUND_SIZE = 4
# A page has kept an aspect from the second share on, parts of it from the first.
KEPT_FROM = (0.25, 0.7)
SHARE_CHANGED = 0.3
MOST_DRIFT = 0.12
SHARE_GONE = 0.12
SHARE_ELSEWHERE = 0.08
PAIRS = 2000
# Every third target is fitted as if nothing were known of its name: an icon has none.
NAMED = 3
NAMES = [FEATURES.index("words"), FEATURES.index("hint")]
# A tenth of the goal of targets that are there: real pages change otherwise than made ones. A quarter of it
# of all, where one target in twenty is gone: in training more are, so that the fit has enough of them.
MOST_WRONG = 0.001
MOST_WRONG_OF_ALL = 0.0025
EXPECTED_GONE = 0.05
PULL = 1e-3

Levels = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as the scorer sees it: levels (6 says nothing), the target's row or -1, shares kept."""

    levels: Levels
    target: int
    kept: tuple[float, ...]

    def tables(self) -> NDArray[np.int64]:
        """Which table holds for each feature."""
        return np.asarray(np.searchsorted(KEPT_FROM, np.array(self.kept), side="right")[ASPECT_OF])


@dataclass(frozen=True, slots=True)
class Chances:
    """How often each level is seen: on other elements, and on targets by how much of an aspect is kept."""

    background: Numbers
    targets: Numbers


def training_pair(seed: int) -> Pair:
    """A pair of which each aspect may have changed, with what changes in any release."""
    rng = Random(f"training {seed}")
    family, design = rng.choice(FAMILIES), rng.choice(TRAINING)
    content = rng.random()
    before = family(Random(content), design)
    key = rng.choice([element.key for element in before.walk() if element.key])
    ids, names, styles, words, structure, place = (rng.random() < SHARE_CHANGED for _aspect in ASPECTS)
    other = rng.choice(TRAINING) if structure and rng.random() < 0.5 else design
    after = family(Random(content), other)
    changes: list[tuple[bool, mutations.Mutation]] = [
        (rng.random() < SHARE_CHANGED, mutations.change_records),
        (place or structure, mutations.reorder),
        (structure, mutations.wrap),
        (ids, mutations.hash_ids),
        (names, mutations.rename_attributes),
        (styles, mutations.rename_classes),
    ]
    for happens, mutation in changes:
        if happens:
            mutation(rng, after, key)
    mutations.drift(rng, after, key, rng.random() * MOST_DRIFT)
    mutations.edit_texts(rng, after, key, share=rng.random() * MOST_DRIFT, of_target=0.25)
    if words:
        mutations.translate(rng, after, key)
    if rng.random() < SHARE_GONE:
        mutations.remove(after, key)
    elif rng.random() < SHARE_ELSEWHERE:
        after = _another_page(rng, family, other, key)
    return {
        "before": html(before, design),
        "after": html(after, other if place else design),
        "key": key,
        "kind": "training",
    }


def _another_page(rng: Random, family: Family, design: Design, key: str) -> Node:
    """A page of the same product on which the target is not."""
    page = rng.choice([other for other in ELSEWHERE if other is not family])(rng, design)
    mutations.remove(page, key)
    return page


def examples(seeds: range) -> list[Example]:
    """What the scorer sees of each pair."""
    with opened() as page:
        page.add_script_tag(content=bundled())
        answers = ask(page, "levelsOfPairs", [training_pair(-1 - seed) for seed in seeds])
    answers = [answer for answer in answers if answer["levels"]]
    return [
        Example(
            np.array(
                [[LEVELS if level is None else level for level in levels] for levels in answer["levels"]],
                dtype=np.int64,
            ),
            int(answer["target"]),
            tuple(answer["kept"]),
        )
        for answer in answers
    ]


def rounded(shares: Numbers) -> Numbers:
    """As the page will read them: tenths of the negative logarithm."""
    return np.asarray(np.exp(-np.round(-10 * np.log(shares)) / 10))


def shares(levels: Levels, prior: Numbers | float) -> Numbers:
    """How often each level is seen, a feature a row; `prior` are counts beside those that were seen."""
    counted = np.stack([np.bincount(levels[:, feature], minlength=LEVELS + 1)[:LEVELS] for feature in ROWS])
    counts = counted + prior
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def chances(found: list[Example]) -> Chances:
    """Count levels on targets and on all other candidates."""
    others = np.concatenate(
        [np.delete(one.levels, one.target, axis=0) if one.target >= 0 else one.levels for one in found]
    )
    present = [one for one in found if one.target >= 0]
    targets = np.array([one.levels[one.target] for one in present])
    tables = np.array([one.tables() for one in present])
    overall = shares(targets, 1.0)
    by_table = []
    for table in range(len(KEPT_FROM) + 1):
        seen = np.where(tables == table, targets, LEVELS)
        by_table.append(rounded(shares(seen, 0.5 + 4 * overall)))
    return Chances(rounded(shares(others, 1.0)), np.stack(by_table))


def evidence(one: Example, known: Chances) -> Numbers:
    """What each feature says for and against each candidate, as in `frontend/guidance/scoring.ts`.

    Last are the shares that the page has kept, the same for all: they say whether the target is there at all.
    """
    levels, says = one.levels, one.levels < LEVELS
    seen = np.minimum(levels, LEVELS - 1)
    counts = np.stack([np.bincount(levels[:, feature], minlength=LEVELS + 1)[:LEVELS] for feature in ROWS])
    others = counts[ROWS, seen] - 1 + BACKGROUND_SIZE * known.background[ROWS, seen]
    others = np.where(says, others, 1.0) / (counts.sum(axis=1) - 1 + BACKGROUND_SIZE)
    said = np.where(says, np.log(known.targets[one.tables(), ROWS, seen] / np.where(says, others, 1.0)), 0.0)
    page = np.broadcast_to(np.array(one.kept), (len(levels), len(ASPECTS)))
    return np.hstack([np.maximum(said, 0.0), np.minimum(said, 0.0), page])


def fit(found: list[Example], known: Chances) -> Numbers:
    """A factor for each feature where it speaks for a candidate, one where it speaks against; last, the bias.

    The likelihood is that of a choice among all candidates and none; factors are pulled weakly to a half.
    """
    rows = [(evidence(one, known), one.target) for one in found]
    size = 2 * len(FEATURES) + len(ASPECTS)

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.0, np.zeros_like(parameters)
        for said, target in rows:
            scores = said @ parameters[:-1] + parameters[-1] - np.log(len(said))
            whole = logsumexp(np.append(scores, 0.0))
            odds = np.exp(scores - whole)
            total += whole - (scores[target] if target >= 0 else 0.0)
            slope[:-1] += odds @ said - (said[target] if target >= 0 else 0.0)
            slope[-1] += odds.sum() - (target >= 0)
        pull = parameters[:-1] - 0.5
        slope[:-1] += 2 * PULL * len(rows) * pull
        return float(total / len(rows) + PULL * (pull**2).sum()), slope / len(rows)

    bounds = [(0.0, 1.5)] * (size - len(ASPECTS)) + [(0.0, 9.0)] * len(ASPECTS) + [(-9.0, 9.0)]
    start = np.append(np.full(size, 0.5), 1.0)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def without_name(one: Example) -> Example:
    """The same where the fingerprint has no name."""
    levels = one.levels.copy()
    levels[:, NAMES] = LEVELS
    return replace(one, levels=levels)


def outcomes(found: list[Example], known: Chances, fitted: Numbers) -> Numbers:
    """For each pair: the best score, its lead, whether it is the target, and whether the target is there."""
    told = []
    for one in found:
        scores = evidence(one, known) @ fitted[:-1] + fitted[-1] - np.log(len(one.levels))
        first = int(scores.argmax())
        unknown = np.array(one.kept) @ fitted[-1 - len(ASPECTS) : -1] + fitted[-1] - np.log(len(one.levels))
        next_best = np.delete(scores, first).max(initial=unknown)
        told.append((scores[first], scores[first] - next_best, first == one.target, one.target >= 0))
    return np.array(told, dtype=float)


def thresholds(told: Numbers) -> tuple[float, float]:
    """Score and lead with the most right of those that keep wrong ones within the bounds."""
    best, chosen = -1.0, (9.0, 9.0)
    right, there = told[:, 2] == 1, told[:, 3] == 1
    for score in np.arange(1.0, 8.0, 0.1):
        for lead in np.arange(0.5, 8.0, 0.1):
            pointed = (told[:, 0] >= score) & (told[:, 1] >= lead)
            wrong = pointed & ~right
            of_all = (1 - EXPECTED_GONE) * wrong[there].mean() + EXPECTED_GONE * wrong[~there].mean()
            if wrong[there].mean() > MOST_WRONG or of_all > MOST_WRONG_OF_ALL:
                continue
            share = (pointed & right)[there].mean()
            if share > best:
                best, chosen = share, (float(score), float(lead))
    return chosen


def main() -> None:
    """Fit, say what came of it, and write `frontend/guidance/weights.json`."""
    found = examples(range(PAIRS))
    unseen = examples(range(PAIRS, 2 * PAIRS))
    known = chances(found)
    fitted = fit([one if at % NAMED else without_name(one) for at, one in enumerate(found)], known)
    told = outcomes([*unseen, *map(without_name, unseen)], known, fitted)
    print(f"page {fitted[2 * len(FEATURES) : -1].round(2)}, bias {fitted[-1]:.2f}")
    score, lead = (round(value, 1) for value in thresholds(told))
    pointed = (told[:, 0] >= score) & (told[:, 1] >= lead)
    there, right = told[:, 3] == 1, told[:, 2] == 1
    for at, name in enumerate(FEATURES):
        print(f"{name:9} for {fitted[at]:.2f}  against {fitted[len(FEATURES) + at]:.2f}")
    print(f"score from {score}, lead from {lead}; the best is the target: {told[there, 2].mean():.3f}")
    print(
        f"there: right {(pointed & right)[there].mean():.3f}, wrong {(pointed & ~right)[there].mean():.4f};"
        f" gone: wrong {pointed[~there].mean():.4f}"
    )
    _write(known, fitted, score, lead)


def _write(known: Chances, fitted: Numbers, score: float, lead: float) -> None:
    count = len(FEATURES)
    factors = fitted.round(2).tolist()
    written = {
        "background": _tenths(known.background),
        "targets": _tenths(known.targets),
        "kept_from": KEPT_FROM,
        "for": factors[:count],
        "against": factors[count : 2 * count],
        "page": factors[2 * count : -1],
        "bias": factors[-1],
        "least_score": score,
        "least_lead": lead,
    }
    (FRONTEND / "guidance" / "weights.json").write_text(json.dumps(written, separators=(",", ":")) + "\n")


def _tenths(shares: Numbers) -> list[Any]:
    made: list[Any] = np.round(-10 * np.log(shares)).astype(int).tolist()
    return made


if __name__ == "__main__":
    main()
