"""What the answers to an item say of it: how easy it is, whether it tells who knows more, who chose what.

Whatever fewer than five people are behind is left out here, before it is kept anywhere.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assessments.testing.calibration.compute.levels import WithoutItem
from assessments.testing.compute.items import Bools, Floats, Ints, Items, expected_scores, information, reached

LEAST = 5
"""People behind any number that is kept: of fewer somebody may know who they are."""
LEAST_LATELY = 20
THIRDS = 3


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """The answers to one item, one row each; `people` has their levels without it.

    chosen      by key of what can be chosen, whether each answer chose it
    scores      by key, what choosing it alone scores
    is_sure     whether they said so
    seconds     NaN where it was not measured
    is_lately   whether it was given in the last 90 days
    asked, sittings  in these days, how often the item was asked, of how many sittings of its skill
    mean_exposure    of the items of its skill, the share of sittings in which one was asked
    """

    people: WithoutItem
    chosen: Mapping[str, Bools]
    scores: Mapping[str, int]
    is_sure: Bools
    seconds: Floats
    is_lately: Bools
    asked: int = 0
    sittings: int = 0
    mean_exposure: float = 0.0

    def __len__(self) -> int:
        return len(self.people.rows)

    @property
    def is_sure_and_wrong(self) -> Bools:
        """Sure of an answer that scored nothing."""
        found: Bools = self.is_sure & (self.people.score == 0)
        return found

    @property
    def third(self) -> Ints:
        """The third of the levels that each person is in, 0 the lowest; of equal size but for one."""
        order = np.argsort(self.people.mean, kind="stable")
        found = np.empty(len(order), dtype=np.int64)
        found[order] = np.arange(len(order)) * THIRDS // max(len(order), 1)
        return found


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What the answers say; None where too few are behind it.

    p_value         mean score over the highest
    point_biserial  correlation of the score with the level that the person's other answers tell
    ordinary        what it would be for these people if the item's slope were one a level
    options         by key: how many chose it, by thirds of level, and their mean level
    information     at the level that the author wrote it for
    drift           levels by which it has become harder in the last 90 days, below 0: easier
    sure_and_wrong  share of all answers
    """

    answers: int
    p_value: float
    point_biserial: float | None
    ordinary: float
    options: list[dict[str, Any]] = field(default_factory=list)
    information: float | None = None
    exposure: float | None = None
    drift: float | None = None
    drift_error: float | None = None
    sure_and_wrong: float = 0.0
    seconds_median: float | None = None


def item_statistics(given: ItemAnswers, item: Items, points: Floats, *, level: int) -> ItemStatistics:
    """Of one item; `points` are those of the levels of its people, `level` is its author's.

    Raises ValueError where fewer than five people have answered.
    """
    if len(given) < LEAST:
        raise ValueError("Nothing is told of the answers of fewer than five people")
    people = given.people
    drift, drift_error = _drift(given, item, points)
    known = given.seconds[~np.isnan(given.seconds)]
    third = given.third
    return ItemStatistics(
        answers=len(given),
        p_value=float(people.score.mean()) / int(item.top[0]),
        point_biserial=_correlation(people.score, people.mean),
        ordinary=_ordinary_correlation(given, item, points),
        options=[_option(key, given, third) for key in given.scores],
        information=float(information(item, np.array([level - 0.5]))[0, 0]),
        exposure=given.asked / given.sittings if given.sittings >= LEAST else None,
        drift=drift,
        drift_error=drift_error,
        sure_and_wrong=float(given.is_sure_and_wrong.mean()),
        seconds_median=float(np.median(known)) if len(known) >= LEAST else None,
    )


def _correlation(score: Ints, level: Floats) -> float | None:
    """Pearson's; of scores of 0 and 1 it is called point-biserial. None where all are alike."""
    if score.min() == score.max() or level.min() == level.max():
        return None
    return float(np.corrcoef(score, level)[0, 1])


def _ordinary_correlation(given: ItemAnswers, item: Items, points: Floats) -> float:
    """The correlation to be expected of an item with a slope of one, where this one's thresholds are.

    The level is known only within an error, so that even a good item does not go with it much where people
    have answered little: cov(E[score | answers], level) over the spreads of both.
    """
    people = given.people
    expected = people.weight @ expected_scores(Items(np.ones(1), item.threshold), points)[0]
    spread = float(people.score.std() * people.mean.std())
    if spread == 0:
        return 0.0
    return float(np.cov(expected, people.mean, bias=True)[0, 1]) / spread


def _drift(given: ItemAnswers, item: Items, points: Floats) -> tuple[float | None, float | None]:
    """By how many levels the item has become harder lately, and the standard error of that.

    The difference of what people scored from what was to be expected by their other answers, over how much
    a level is worth there, lately and before.
    """
    lately = given.is_lately
    if min(int(lately.sum()), int((~lately).sum())) < LEAST_LATELY:
        return None, None
    people = given.people
    expected = people.weight @ expected_scores(item, points)[0]
    above = reached(item, points)[0]
    a_level = people.weight @ (item.slope[0] * (above * (1 - above)).sum(axis=0))
    off = people.score - expected
    harder, variance = 0.0, 0.0
    for group, sign in ((lately, -1), (~lately, 1)):
        worth = float(a_level[group].sum())
        harder += sign * float(off[group].sum()) / worth
        variance += float((off[group] ** 2).sum()) / worth**2
    return harder, math.sqrt(variance)


def _option(key: str, given: ItemAnswers, third: Ints) -> dict[str, Any]:
    chose = given.chosen[key]
    count = int(chose.sum())
    thirds = [
        int((chose & (third == one)).sum()) if int((third == one).sum()) >= LEAST else None
        for one in range(THIRDS)
    ]
    return {
        "key": key,
        "count": count if count == 0 or count >= LEAST else None,
        "thirds": [None if one is not None and 0 < one < LEAST else one for one in thirds],
        "level": round(float(given.people.mean[chose].mean()), 2) if count >= LEAST else None,
    }
