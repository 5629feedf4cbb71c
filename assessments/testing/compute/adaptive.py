"""Adaptive sittings: which item to ask next, when to stop, and what was found.

The question is whether a level is reached: θ ≥ cut, the needed level less one half. Each next item is the one
that is expected to settle that the most (`selection`). A sitting stops

    decided         as soon as P(θ ≥ cut) is beyond the chosen confidence, to either side
    unturnable      where no answers to what may still be asked would turn the decision
    hardly_better   where further items would hardly make a wrong decision rarer (`stopping`)
    precise         at the standard error that was asked for
    most_items, no_items   at its limit, or where nothing is left to ask

`step` depends on what was answered, the rules and a seed alone: asked again, it says the same.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assessments.testing.compute.items import (
    Bools,
    Floats,
    Ints,
    ItemInputError,
    Items,
    information,
    probabilities,
)
from assessments.testing.compute.message import Message, message_of
from assessments.testing.compute.posterior import Posterior, Prior, posterior_of
from assessments.testing.compute.selection import behind, doubt_after, drawn
from assessments.testing.compute.stopping import extremes, worth_of_more

UNTURNABLE_FROM = 10
"""Whether answers can still turn a decision is looked at where no more than so many may come."""


class Decision(enum.StrEnum):
    """What a sitting concludes, at the chosen confidence."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"


class StopReason(enum.StrEnum):
    """Why a sitting has stopped."""

    DECIDED = "decided"
    UNTURNABLE = "unturnable"
    HARDLY_BETTER = "hardly_better"
    PRECISE = "precise"
    MOST_ITEMS = "most_items"
    NO_ITEMS = "no_items"


def _empty() -> Floats:
    return np.empty(0)


@dataclass(frozen=True, slots=True)
class Bank:
    """The items of a sitting; columns besides `items` may be left out.

    items         parameters, with which answers are scored
    is_available  whether it may be given to this person: not within its cool-down
    is_trial      whether it is mixed in to be tried, and does not count
    answers       how many there are of it: trial items with few come first
    area          of content; 0 for none
    chance        with which it is given where it is chosen (`exposure`); 1 always
    seconds       that it takes
    """

    items: Items
    is_available: Bools = field(default_factory=lambda: np.empty(0, dtype=bool))
    is_trial: Bools = field(default_factory=lambda: np.empty(0, dtype=bool))
    answers: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    area: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    chance: Floats = field(default_factory=_empty)
    seconds: Floats = field(default_factory=_empty)

    def __post_init__(self) -> None:
        defaults = {
            "is_available": True,
            "is_trial": False,
            "answers": 0,
            "area": 0,
            "chance": 1.0,
            "seconds": 45.0,
        }
        for name, default in defaults.items():
            given = np.asarray(getattr(self, name))
            column = given if len(given) else np.full(len(self.items), default)
            object.__setattr__(self, name, column)
            if column.shape != (len(self.items),):
                raise ItemInputError(
                    "bank", "{column} has {found} values for {items} items", column=name,
                    found=len(column), items=len(self.items),
                )  # fmt: skip

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Rules:
    """How a sitting is led.

    cut             the level that is asked about, θ ≥ cut: the needed level less one half
    confidence      P beyond which, to either side, it is decided
    least_items, most_items  that count; trial items come on top
    worth           by how much, an item, wrong decisions must become rarer for it to go on; 0 to go on always
    target_error    standard error at which it stops, in levels; 0 for none
    shares          of content areas
    among           of how many nearly equal items one is drawn
    trial_share     chance that a question is one on trial
    most_trials     at most so many of them
    """

    cut: float
    confidence: float = 0.95
    least_items: int = 1
    most_items: int = 20
    worth: float = 0.0015
    target_error: float = 0.0
    shares: Mapping[int, float] = field(default_factory=dict)
    among: int = 3
    trial_share: float = 0.1
    most_trials: int = 1

    def __post_init__(self) -> None:
        if not (0.5 < self.confidence < 1 and 0 <= self.least_items <= self.most_items):
            raise ItemInputError(
                "rules", "The confidence must be between 0.5 and 1, and the least items at most the most"
            )


@dataclass(frozen=True, slots=True)
class Answer:
    """An item that was answered: its row in the bank, and its score."""

    row: int
    score: int


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next, or why nothing does; and what is known by now.

    row       of the bank, of the item to ask; None where it stops
    is_trial  whether that is one that does not count
    passed_over  rows that were chosen before it, and not given, by their chance
    stop      why it stops, None where it goes on
    decision  at the chosen confidence
    chance    P(θ ≥ cut)
    level, sd  mean and spread of the level, what was known beforehand included
    asked     how many items that count were answered
    """

    row: int | None
    is_trial: bool
    passed_over: tuple[int, ...]
    stop: StopReason | None
    decision: Decision
    chance: float
    level: float
    sd: float
    asked: int
    posterior: Posterior
    top: float

    @property
    def message(self) -> Message:
        """What the answers by themselves say: a level on the scale, and its standard error."""
        return message_of(self.posterior, self.top)


def step(bank: Bank, answers: Sequence[Answer], rules: Rules, prior: Prior, *, top: float, seed: int) -> Step:
    """The next item of a sitting, or why it stops.

    bank     all items of the skill, those that were answered included
    answers  so far, in order; those of trial items included
    prior    what was known of the level before the sitting
    top      highest level of the scale
    seed     of this sitting: the same for all of its steps
    """
    given = np.array([one.row for one in answers], dtype=np.int64)
    counted = [one for one in answers if not bank.is_trial[one.row]]
    rows = np.array([one.row for one in counted], dtype=np.int64)
    posterior = posterior_of(bank.items.take(rows), [one.score for one in counted], prior, cut=rules.cut)
    left = bank.is_available.copy()
    left[given] = False
    chance, p = posterior.above(rules.cut), probabilities(bank.items, posterior.points)
    stop = stop_reason(bank, left & ~bank.is_trial, posterior, p, len(counted), rules)
    row, is_trial = None, False
    passed_over: tuple[int, ...] = ()
    if stop is None:
        draw = np.random.default_rng((seed, len(answers)))
        row = _trial(bank, left & bank.is_trial, len(answers) - len(counted), rules, draw)
        is_trial = row is not None
        if row is None:
            settles = chance * (1 - chance) - doubt_after(p, posterior, rules.cut)
            held = np.random.default_rng(seed).random(len(bank)) >= bank.chance
            row, passed_over = _chosen(left & ~bank.is_trial, settles, held, bank.area, rows, rules, draw)
    return Step(
        row=row,
        is_trial=is_trial,
        passed_over=passed_over,
        stop=stop,
        decision=decision_of(chance, rules.confidence),
        chance=chance,
        level=posterior.mean,
        sd=posterior.sd,
        asked=len(counted),
        posterior=posterior,
        top=top,
    )


def decision_of(chance: float, confidence: float) -> Decision:
    """What may be concluded from P at a confidence."""
    if chance >= confidence:
        return Decision.MET
    return Decision.NOT_MET if chance <= 1 - confidence else Decision.OPEN


def stop_reason(
    bank: Bank, left: Bools, posterior: Posterior, p: Floats, asked: int, rules: Rules
) -> StopReason | None:
    """Why a sitting stops here, or None.

    left   which items that count may still be asked
    p      P(X = k) of all items at the points of the posterior
    asked  how many that count were
    """
    if not left.any():
        return StopReason.NO_ITEMS
    if asked >= rules.most_items:
        return StopReason.MOST_ITEMS
    if asked < rules.least_items:
        return None
    if decision_of(posterior.above(rules.cut), rules.confidence) != Decision.OPEN:
        return StopReason.DECIDED
    if rules.target_error and posterior.sd <= rules.target_error:
        return StopReason.PRECISE
    return _futile(bank.items.take(left), p[left], posterior, rules.most_items - asked, rules)


def _futile(left: Items, p: Floats, posterior: Posterior, most: int, rules: Rules) -> StopReason | None:
    """Whether what may still be asked is not worth asking."""
    if min(most, len(left)) <= UNTURNABLE_FROM:
        right = p[np.arange(len(left)), left.top]
        lowest, highest = extremes(p[:, 0], right, posterior, rules.cut, most)
        if lowest >= 0.5 or highest <= 0.5:
            return StopReason.UNTURNABLE
    if rules.worth:
        known = np.sort(information(left, np.array([rules.cut]))[:, 0])[::-1]
        if worth_of_more(posterior.above(rules.cut), posterior.sd, known, most) < rules.worth:
            return StopReason.HARDLY_BETTER
    return None


def _trial(bank: Bank, left: Bools, tried: int, rules: Rules, draw: np.random.Generator) -> int | None:
    """An item on trial, of those with the fewest answers, where it is one's turn."""
    is_turn = draw.random() < rules.trial_share
    if not is_turn or tried >= rules.most_trials or not left.any():
        return None
    rows = np.flatnonzero(left)
    fewest = rows[bank.answers[rows] == bank.answers[rows].min()]
    return int(draw.choice(fewest))


def _chosen(
    left: Bools,
    settles: Floats,
    held: Bools,
    area: Ints,
    given: Ints,
    rules: Rules,
    draw: np.random.Generator,
) -> tuple[int, tuple[int, ...]]:
    """The item that counts to ask next, and those that were passed over."""
    allowed = left & behind(area, area[given], rules.shares)
    if not allowed.any():
        allowed = left
    return drawn(settles, allowed, held, among=rules.among, draw=draw)
