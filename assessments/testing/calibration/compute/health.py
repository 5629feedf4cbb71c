"""What is kept of an item's health: `assessments.testing.compute.health`, by answer and by thirds of level.

Whatever fewer than five people are behind is left out here, before it is kept anywhere.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assessments.testing.compute.expectation import Population
from assessments.testing.compute.health import Answered, ItemHealth, Reason, item_health
from assessments.testing.compute.item_fit import Others, others_of_each
from assessments.testing.compute.items import Bools, Floats, Ints, Items, information, reached
from assessments.testing.compute.responses import MISSING, Responses

LEAST = 5
"""People behind any number that is kept: of fewer somebody may know who they are."""
LEAST_LATELY = 20
THIRDS = 3
DRIFTED, SURELY = 0.5, 3.0
"""Levels, and standard errors, by which an item has become easier or harder, to be another item."""


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """The answers to one item, one row each, in the order of the table's rows.

    level      its author's
    chosen     by key of what can be chosen, whether each answer chose it
    scores     by key, what is scored with it
    seconds    NaN where it was not measured
    is_lately  whether it was given in the last 90 days
    """

    level: int
    chosen: Mapping[str, Bools]
    scores: Mapping[str, int]
    seconds: Floats
    is_lately: Bools


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """What the answers say; None where too few are behind it.

    p_value         mean score over the highest
    point_biserial  correlation of the score with the level that the person's other answers tell
    options         by key: how many chose it, by thirds of level, and their mean level
    information     at the level that the author wrote it for
    exposure        share of the people of the table who were asked it
    drift           levels by which it has become harder in the last 90 days, below 0: easier
    sure_and_wrong  share of all answers
    reasons         what is wrong, the worst first
    """

    answers: int
    p_value: float
    point_biserial: float | None
    options: list[dict[str, Any]]
    information: float
    exposure: float
    drift: float | None
    sure_and_wrong: float
    seconds_median: float | None
    reasons: tuple[Reason, ...]


def against_level(items: Items, responses: Responses, population: Population) -> Bools:
    """The items that people answer the worse the more they know, surely: their key is likely to be wrong.

    What is answered to such an item says the opposite of what it is taken to say, so that it makes good items
    of a short test look as if they did not fit.
    """
    health = item_health(items, Answered(responses), population)
    return np.array([any(one.reason == Reason.WRONG_KEY for one in known.verdicts) for known in health])


def without_items(responses: Responses, left_out: Bools) -> Responses:
    """The same as if nobody had been given these items."""
    scores = np.where(left_out, MISSING, responses.scores)
    return Responses(scores, responses.weight, responses.mean, responses.sd)


def find(
    items: Items,
    answered: Answered,
    given: Sequence[ItemAnswers | None],
    population: Population,
    is_against: Bools,
) -> list[ItemFinding | None]:
    """Of each item, in order; None where nothing is given, or fewer than five have answered.

    Items that are against the level say nothing of the others; each of them is held against the others.
    """
    found = _found(items, answered, given, population, left_out=is_against)
    for item in np.flatnonzero(is_against).tolist():
        left_out = is_against.copy()
        left_out[item] = False
        found[item] = _found(items, answered, given, population, left_out=left_out)[item]
    return found


def _found(
    items: Items,
    answered: Answered,
    given: Sequence[ItemAnswers | None],
    population: Population,
    *,
    left_out: Bools,
) -> list[ItemFinding | None]:
    kept = replace(answered, responses=without_items(answered.responses, left_out))
    health = item_health(items, kept, population)
    others = others_of_each(items, kept.responses, population)
    return [
        None if own is None or len(theirs.rows) < LEAST else _finding(items.at(item), known, own, theirs)
        for item, (known, own, theirs) in enumerate(zip(health, given, others, strict=True))
    ]


def drift_of(item: Items, others: Others, is_lately: Bools) -> tuple[float | None, float]:
    """By how many levels the item has become harder lately, and the standard error of that.

    What people scored beyond what was to be expected by their other answers, over what a level is worth
    there; lately less before. None where fewer than 20 have answered lately, or before.
    """
    if min(int(is_lately.sum()), int((~is_lately).sum())) < LEAST_LATELY:
        return None, math.inf
    above = reached(item, others.level)[0]
    a_level = item.slope[0] * (above * (1 - above)).sum(axis=0)
    off = others.score - others.expected
    harder, variance = 0.0, 0.0
    for group, sign in ((is_lately, -1), (~is_lately, 1)):
        worth = max(float(a_level[group].sum()), 1e-9)
        harder += sign * float(off[group].sum()) / worth
        variance += float(others.variance[group].sum()) / worth**2
    return harder, math.sqrt(variance)


def _finding(item: Items, known: ItemHealth, own: ItemAnswers, others: Others) -> ItemFinding:
    drift, error = drift_of(item, others, own.is_lately)
    has_drifted = drift is not None and abs(drift) > max(DRIFTED, SURELY * error)
    said = {one.reason for one in known.verdicts} | ({Reason.DRIFT} if has_drifted else set())
    seconds = own.seconds[~np.isnan(own.seconds)]
    correlation = known.fit.correlation
    sure_and_wrong = known.sure * known.sure_wrong / known.answers if known.sure else 0.0
    return ItemFinding(
        answers=known.answers,
        p_value=known.p_value,
        point_biserial=None if math.isnan(correlation) else correlation,
        options=[_option(key, own, others) for key in own.scores],
        information=float(information(item, np.array([own.level - 0.5]))[0, 0]),
        exposure=known.exposure,
        drift=drift,
        sure_and_wrong=sure_and_wrong,
        seconds_median=float(np.median(seconds)) if len(seconds) >= LEAST else None,
        reasons=tuple(reason for reason in Reason if reason in said and reason != Reason.TOO_FEW_ANSWERS),
    )


def _option(key: str, own: ItemAnswers, others: Others) -> dict[str, Any]:
    chose, third = own.chosen[key], _thirds(others.level)
    count = int(chose.sum())
    return {
        "key": key,
        "score": own.scores[key],
        "count": _kept(count),
        "thirds": [
            _kept(int((chose & (third == one)).sum())) if (third == one).sum() >= LEAST else None
            for one in range(THIRDS)
        ],
        "level": round(float(others.level[chose].mean()), 2) if count >= LEAST else None,
    }


def _kept(count: int) -> int | None:
    return count if count == 0 or count >= LEAST else None


def _thirds(level: Floats) -> Ints:
    """The third of the levels that each is in, 0 the lowest; of equal size but for one."""
    # Levels that are the same but for rounding would be in order of what was scored.
    order = np.argsort(np.round(level, 6), kind="stable")
    found = np.empty(len(order), dtype=np.int64)
    found[order] = np.arange(len(order)) * THIRDS // max(len(order), 1)
    return found
