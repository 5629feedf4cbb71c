"""Item health: what is wrong with an item, if anything, with the numbers that say so.

A verdict is given only where it is surely so and large enough to matter: shares and correlations by their
intervals, never by a few answers. Some verdicts take an item out of scoring until somebody has looked at it.
"""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assessments.testing.compute.expectation import Population
from assessments.testing.compute.item_fit import (
    ItemFit,
    Others,
    correlation,
    item_fit,
    others_of_each,
)
from assessments.testing.compute.items import Ints, Items, information
from assessments.testing.compute.linking import Moved
from assessments.testing.compute.responses import MISSING, Responses

LEAST_ANSWERS = 30
"""Answers below which nothing is said of an item."""
SURE = 2.576
"""Spreads on either side of an estimate that hold the true one in 99% of all cases."""
EASY, HARD = 0.95, 0.05
WEAK = 0.1
"""A correlation below it tells next to nothing of who can do more."""
MISFIT, MISFIT_P = 0.1, 0.001
NEVER_CHOSEN = 0.02
OFTEN, OFTEN_TIMES = 0.5, 1.5
SURE_WRONG = 0.5


class Confidence(enum.IntEnum):
    """What somebody tapped beside an answer."""

    GUESS = 0
    THINK_SO = 1
    SURE = 2


class Reason(enum.StrEnum):
    """What is to be said of an item."""

    TOO_FEW_ANSWERS = "too_few_answers"
    WRONG_KEY = "wrong_key"
    CONFIDENTLY_WRONG = "confidently_wrong"
    OPTION_OF_ABLER = "option_of_abler"
    MISFIT = "misfit"
    DRIFT = "drift"
    WEAK = "weak"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    OPTION_NEVER_CHOSEN = "option_never_chosen"
    GIVEN_TOO_OFTEN = "given_too_often"


OUT_OF_SCORING = frozenset(
    {Reason.WRONG_KEY, Reason.CONFIDENTLY_WRONG, Reason.OPTION_OF_ABLER, Reason.MISFIT, Reason.DRIFT}
)
"""With these an item leaves scoring until somebody has looked at it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that is to be said, and the number that says so; `option` where it is about one."""

    reason: Reason
    value: float
    option: int | None = None


@dataclass(frozen=True, slots=True)
class OptionHealth:
    """Who chose an option.

    chosen, share  how many, and their share of all answers
    level          mean level of them by their other answers; NaN where nobody did
    correlation    of choosing it with that level; NaN where all or nobody did
    """

    option: int
    chosen: int
    share: float
    level: float
    correlation: float


@dataclass(frozen=True, slots=True)
class ItemHealth:
    """All that is known of one item.

    answers      to it
    p_value      mean score as a share of the highest; NaN where nobody answered
    exposure     share of people who answered anything that it was given to
    information  at the mean level of the population
    sure, sure_wrong  how many were sure, and the share of these who had not the highest score; NaN for none
    """

    answers: int
    p_value: float
    fit: ItemFit
    exposure: float
    information: float
    options: Sequence[OptionHealth]
    sure: int
    sure_wrong: float
    verdicts: Sequence[Verdict]

    @property
    def is_healthy(self) -> bool:
        """Whether it may go on to count."""
        return not any(one.reason in OUT_OF_SCORING for one in self.verdicts)


def _nothing() -> NDArray[np.int8]:
    return np.empty((0, 0), dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers with what else is known of them; tables of people and items as in `responses`.

    chosen      option chosen, from 0; MISSING where there is none, or several. Left out where unknown
    confidence  `Confidence`, MISSING where nothing was tapped. Left out where unknown
    options     how many options each item has; 0 where it has none
    key         its right option, −1 where it has none
    """

    responses: Responses
    chosen: NDArray[np.int8] = field(default_factory=_nothing)
    confidence: NDArray[np.int8] = field(default_factory=_nothing)
    options: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    key: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))


def item_health(
    items: Items,
    answered: Answered,
    population: Population,
    *,
    estimated: int = 2,
    moved: Moved | None = None,
) -> list[ItemHealth]:
    """The health of each item, in order.

    items      parameters that the answers are held against
    estimated  how many parameters of an item these same answers have found; 0 for parameters of before
    moved      what the newest calibration moved
    """
    responses = answered.responses
    people = int((responses.scores != MISSING).any(axis=1).sum())
    middle = information(items, np.array([population.mean]))[:, 0]
    mean_exposure = float((responses.scores != MISSING).sum()) / max(people * len(items), 1)
    found = []
    for item, others in enumerate(others_of_each(items, responses, population)):
        top = int(items.top[item])
        fit = item_fit(others, top, estimated=estimated)
        options = _options(answered, item, others)
        sure, sure_wrong = _sure(answered, item, others, top)
        health = ItemHealth(
            answers=len(others.rows),
            p_value=float(others.score.mean()) / top if len(others.rows) else math.nan,
            fit=fit,
            exposure=len(others.rows) / max(people, 1),
            information=float(middle[item]),
            options=options,
            sure=sure,
            sure_wrong=sure_wrong,
            verdicts=(),
        )
        key = int(answered.key[item]) if len(answered.key) else -1
        verdicts = verdicts_of(health, key, mean_exposure, _drift(moved, item))
        found.append(
            ItemHealth(
                **{name: getattr(health, name) for name in ItemHealth.__slots__} | {"verdicts": verdicts}
            )
        )
    return found


def _drift(moved: Moved | None, item: int) -> float:
    """By how much expected scores have drifted; 0 where they have not."""
    return float(moved.distance[item]) if moved is not None and moved.has_drifted[item] else 0.0


def _options(answered: Answered, item: int, others: Others) -> tuple[OptionHealth, ...]:
    if not len(answered.options) or not answered.chosen.size:
        return ()
    chosen = answered.chosen[others.rows, item]
    number = max(int((chosen != MISSING).sum()), 1)
    found = []
    for option in range(int(answered.options[item])):
        is_chosen = chosen == option
        count = int(is_chosen.sum())
        level = float(others.level[is_chosen].mean()) if count else math.nan
        goes_with = correlation(is_chosen.astype(np.float64), others.level)
        found.append(OptionHealth(option, count, count / number, level, goes_with))
    return tuple(found)


def _sure(answered: Answered, item: int, others: Others, top: int) -> tuple[int, float]:
    if not answered.confidence.size:
        return 0, math.nan
    is_sure = answered.confidence[others.rows, item] == Confidence.SURE
    number = int(is_sure.sum())
    return number, float((others.score[is_sure] < top).mean()) if number else math.nan


def verdicts_of(health: ItemHealth, key: int, mean_exposure: float, drift: float) -> tuple[Verdict, ...]:
    """What is to be said of an item, the worst first.

    key   its right option, −1 where it has none
    """
    if health.answers < LEAST_ANSWERS:
        return (Verdict(Reason.TOO_FEW_ANSWERS, health.answers),)
    said = [*_of_correlation(health), *_of_confidence(health), *_of_options(health, key)]
    if health.fit.p < MISFIT_P and health.fit.misfit >= MISFIT:
        said.append(Verdict(Reason.MISFIT, health.fit.misfit))
    if drift:
        said.append(Verdict(Reason.DRIFT, drift))
    low, high = share_interval(health.p_value, health.answers)
    if low > EASY:
        said.append(Verdict(Reason.TOO_EASY, health.p_value))
    if high < HARD:
        said.append(Verdict(Reason.TOO_HARD, health.p_value))
    if health.exposure > max(OFTEN, OFTEN_TIMES * mean_exposure):
        said.append(Verdict(Reason.GIVEN_TOO_OFTEN, health.exposure))
    order = list(Reason)
    return tuple(sorted(said, key=lambda one: order.index(one.reason)))


def _of_correlation(health: ItemHealth) -> list[Verdict]:
    """Who can do more has it wrong; or it tells next to nothing."""
    found = health.fit.correlation
    if math.isnan(found):
        return []
    # Fisher's transformation: the spread of atanh(r) is 1/√(n − 3).
    reach = SURE / math.sqrt(health.answers - 3)
    highest = math.tanh(math.atanh(min(max(found, -0.999), 0.999)) + reach)
    if highest < 0:
        return [Verdict(Reason.WRONG_KEY, found)]
    return [Verdict(Reason.WEAK, found)] if found < WEAK else []


def _of_confidence(health: ItemHealth) -> list[Verdict]:
    if not health.sure:
        return []
    low, _high = share_interval(health.sure_wrong, health.sure)
    return [Verdict(Reason.CONFIDENTLY_WRONG, health.sure_wrong)] if low > SURE_WRONG else []


def _of_options(health: ItemHealth, key: int) -> list[Verdict]:
    found = []
    for one in health.options:
        if one.option == key:
            continue
        reach = SURE / math.sqrt(health.answers - 3)
        is_of_abler = not math.isnan(one.correlation) and math.atanh(min(one.correlation, 0.999)) > reach
        if is_of_abler:
            found.append(Verdict(Reason.OPTION_OF_ABLER, one.correlation, one.option))
        _low, high = share_interval(one.share, health.answers)
        if one.share < NEVER_CHOSEN and high < 2 * NEVER_CHOSEN:
            found.append(Verdict(Reason.OPTION_NEVER_CHOSEN, one.share, one.option))
    return found


def share_interval(share: float, number: int) -> tuple[float, float]:
    """Between which shares the true one lies in 99% of all cases (Wilson, 1927)."""
    square = SURE * SURE / number
    centre = (share + square / 2) / (1 + square)
    reach = SURE / (1 + square) * math.sqrt(share * (1 - share) / number + square / (4 * number))
    return centre - reach, centre + reach
