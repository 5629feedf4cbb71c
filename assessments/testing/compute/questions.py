"""Cheapest next questions: of several uncertain skills, the few items that settle the most doubt a minute.

The doubt about a skill is P·(1 − P), with P that the needed level is reached, times what the skill weighs.
k items of known information leave of it, in the mean, what `doubt_left` says; the skill and the number of
items come next that settle the most a second, until the number of items or the time is used up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.adaptive import Bank
from assessments.testing.compute.items import Floats, information
from assessments.testing.compute.posterior import Prior

MOST_AHEAD = 5
LEAST = 1e-9
_Z, _W = np.polynomial.hermite_e.hermegauss(21)
_W = _W / _W.sum()


@dataclass(frozen=True, slots=True)
class UncertainSkill:
    """A skill of a person: what is known of the level, the level asked about, and the items there are.

    key     the caller's id
    cut     the needed level less one half
    weight  how much it matters beside the others
    """

    key: int
    prior: Prior
    cut: float
    bank: Bank
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """An item to ask: of which skill, its row in that skill's bank, its seconds, and the doubt it settles.

    settles  by how much the weighted doubt is expected to fall, all questions before it having been asked
    """

    key: int
    row: int
    seconds: float
    settles: float


def cheapest_questions(
    skills: Sequence[UncertainSkill], *, most_items: int, most_seconds: float, least_settled: float = 0.005
) -> list[Question]:
    """The questions, those of one skill together, the skill that settles the most a minute first.

    Skills of which so little would be settled a question (`least_settled`) are left out. Items are those with
    the most information at the cut a second; within a sitting `step` may choose others, as answers come.
    """
    plans = [_Plan.of(skill) for skill in skills]
    asked = [0] * len(skills)
    seconds, items = 0.0, 0
    while True:
        best: tuple[float, int, int] | None = None
        for at, plan in enumerate(plans):
            for more in range(1, MOST_AHEAD + 1):
                if not plan.may_ask(asked[at] + more) or items + more > most_items:
                    break
                time = plan.seconds_of(asked[at], asked[at] + more)
                gain = plan.settled_of(asked[at], asked[at] + more)
                if seconds + time > most_seconds or gain < least_settled * more:
                    continue
                if best is None or gain / time > best[0]:
                    best = gain / time, at, more
        if best is None:
            break
        _rate, at, more = best
        seconds += plans[at].seconds_of(asked[at], asked[at] + more)
        asked[at], items = asked[at] + more, items + more
    chosen = [at for at in range(len(plans)) if asked[at]]
    chosen.sort(key=lambda at: -plans[at].settled_of(0, asked[at]) / plans[at].seconds_of(0, asked[at]))
    return [question for at in chosen for question in plans[at].questions(asked[at])]


def doubt_left(chance: float, sd: float, more: Floats) -> Floats:
    """The mean of P·(1 − P) after items of this total information at the cut (see `stopping`)."""
    from scipy.special import ndtr, ndtri

    chance = min(max(chance, LEAST), 1 - LEAST)
    later = 1 / np.sqrt(sd**-2 + np.asarray(more, dtype=np.float64))
    moved = np.sqrt(np.maximum(sd**2 - later**2, 0))
    p = ndtr((sd * float(ndtri(chance)) + moved[:, None] * _Z) / later[:, None])
    found: Floats = (p * (1 - p)) @ _W
    return np.minimum(found, chance * (1 - chance))


@dataclass(frozen=True, slots=True)
class _Plan:
    """The items of a skill in the order in which they would be asked, with totals from the first on."""

    skill: UncertainSkill
    rows: list[int]
    seconds: Floats
    settled: Floats

    @classmethod
    def of(cls, skill: UncertainSkill) -> "_Plan":
        from scipy.special import ndtr

        bank, prior = skill.bank, skill.prior
        rows = np.flatnonzero(bank.is_available & ~bank.is_trial)
        known = information(bank.items.take(rows), np.array([skill.cut]))[:, 0]
        order = np.argsort(-known / bank.seconds[rows], kind="stable")
        chance = float(ndtr((prior.mean - skill.cut) / prior.sd))
        left = doubt_left(chance, prior.sd, np.append(0, np.cumsum(known[order])))
        time = np.append(0, np.cumsum(bank.seconds[rows][order]))
        return cls(skill, rows[order].tolist(), time, skill.weight * (left[0] - left))

    def may_ask(self, number: int) -> bool:
        return number <= len(self.rows)

    def seconds_of(self, first: int, last: int) -> float:
        return float(self.seconds[last] - self.seconds[first])

    def settled_of(self, first: int, last: int) -> float:
        return float(self.settled[last] - self.settled[first])

    def questions(self, number: int) -> list[Question]:
        return [
            Question(self.skill.key, row, self.seconds_of(at, at + 1), self.settled_of(at, at + 1))
            for at, row in enumerate(self.rows[:number])
        ]
