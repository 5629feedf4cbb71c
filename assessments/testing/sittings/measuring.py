"""The door to item response theory: which question is asked next, when it is enough, what answers say.

All calls of `assessments.testing.compute` are here, and in the reports of the cheapest next questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.testing.compute.adaptive import Answer, Bank, Rules, step
from assessments.testing.compute.adaptive import StopReason as Stop
from assessments.testing.compute.items import Items
from assessments.testing.compute.message import Message, message_of
from assessments.testing.compute.posterior import Prior, posterior_of
from assessments.testing.sittings.choices import StopReason
from assessments.testing.sittings.models import SittingItem, SittingSkill
from assessments.testing.sittings.selectors import Pool, padded

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

HALF_LEVEL = 0.5
UNDECIDABLE = 0.9999
"""P that no answers reach: where no level is asked for, a sitting does not stop because one is decided."""
CLOSE_ENOUGH = 0.1
"""Of the scale: the standard error at which a level is known closely enough that nobody asks for."""
STOPS = {
    Stop.DECIDED: StopReason.DECIDED,
    Stop.UNTURNABLE: StopReason.UNTURNABLE,
    Stop.HARDLY_BETTER: StopReason.HARDLY_BETTER,
    Stop.PRECISE: StopReason.PRECISE,
    Stop.MOST_ITEMS: StopReason.LIMIT,
    Stop.NO_ITEMS: StopReason.NO_QUESTIONS,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a skill is asked about: questions that count at least and at most, and those on trial."""

    least: int
    most: int
    trial_share: float = 0.0
    most_trials: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What is next in a skill: the question at `place` of the pool, or why it stops.

    is_trial  whether the question is mixed in to be calibrated, and does not count
    """

    place: int | None
    is_trial: bool
    stop: StopReason | None


def next_turn(
    part: SittingSkill,
    asked: Sequence[SittingItem],
    pool: Pool,
    *,
    may_ask: Bools,
    on_trial: Bools,
    limits: Limits,
    seed: int,
) -> Turn:
    """What is next in a skill of a sitting, by the answers so far.

    `may_ask` and `on_trial` are of the pool, as is the place that it gives; what was asked keeps the
    parameters that it was asked with.
    """
    told = step(
        _bank(asked, pool, may_ask, on_trial),
        [Answer(row, one.score or 0) for row, one in enumerate(asked)],
        _rules(part, limits),
        Prior(part.mean, part.sd),
        top=part.top,
        seed=seed,
    )
    place = None if told.row is None else told.row - len(asked)
    return Turn(place, told.is_trial, None if told.stop is None else STOPS[told.stop])


def chance_of(part: SittingSkill, asked: Sequence[SittingItem]) -> float | None:
    """P that the needed level is reached, with what was known before; None where none is asked for."""
    if part.required is None:
        return None
    cut = part.required - HALF_LEVEL
    return posterior_of(*_answers(asked), Prior(part.mean, part.sd), cut=cut).above(cut)


def said_by(part: SittingSkill, asked: Sequence[SittingItem]) -> Message | None:
    """What the answers that count say by themselves: a level and its standard error; None without one."""
    items, scores = _answers(asked)
    if not scores:
        return None
    cut = None if part.required is None else part.required - HALF_LEVEL
    posterior = posterior_of(items, scores, Prior(part.mean, part.sd), cut=cut)
    return message_of(posterior, part.top, cut=cut, confidence=part.chance_to_decide)


def _answers(asked: Sequence[SittingItem]) -> tuple[Items, list[int]]:
    counted = [one for one in asked if one.is_answered and one.counts]
    return _items_of(counted), [one.score or 0 for one in counted]


def _items_of(asked: Sequence[SittingItem]) -> Items:
    slope = np.array([one.slope for one in asked], dtype=np.float64)
    return Items(slope, padded([one.thresholds for one in asked]))


def _bank(asked: Sequence[SittingItem], pool: Pool, may_ask: Bools, on_trial: Bools) -> Bank:
    """The questions that were asked, as they were, before those of the pool."""
    width = max(pool.threshold.shape[1], *(len(one.thresholds) for one in asked), 1)
    own = _items_of(asked).threshold
    threshold = np.concatenate([_wide(own, width), _wide(pool.threshold, width)])
    slope = np.concatenate([np.array([one.slope for one in asked], dtype=np.float64), pool.slope])
    were_trials = np.array([not one.counts for one in asked], dtype=bool)
    return Bank(
        items=Items(slope, threshold),
        is_available=np.concatenate([np.zeros(len(asked), dtype=bool), may_ask | on_trial]),
        is_trial=np.concatenate([were_trials, on_trial]),
        answers=np.concatenate([np.zeros(len(asked), dtype=np.int64), pool.answers]),
        seconds=np.concatenate([np.full(len(asked), 45.0), pool.seconds.astype(np.float64)]),
    )


def _wide(threshold: Floats, width: int) -> Floats:
    missing = width - threshold.shape[1]
    return np.pad(threshold, ((0, 0), (0, missing)), constant_values=np.inf) if missing else threshold


def _rules(part: SittingSkill, limits: Limits) -> Rules:
    is_asked = part.required is not None
    level = part.required if part.required is not None else min(max(round(part.mean), 1), part.top)
    least = min(limits.least, limits.most)
    return Rules(
        cut=level - HALF_LEVEL,
        confidence=part.chance_to_decide if is_asked else UNDECIDABLE,
        least_items=least,
        most_items=limits.most,
        target_error=0.0 if is_asked else CLOSE_ENOUGH * part.top,
        trial_share=limits.trial_share,
        most_trials=limits.most_trials,
    )
