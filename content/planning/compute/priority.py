"""Critical skills before all others: by what a level is worth while a plan is chosen, and told without it.

To put one aim before another, the second is made so small that all of it together is worth less than the
least of the first (lexicographic preferences as weights: Sherali & Soyster, 1983). Here the worth of every
other skill, and of asking about it, is divided by a factor at which all that they could bring lies below one
critical step of `PlanPolicy.critical_step` levels. The factor is a power of two, so that dividing rounds
nothing. What comes out is told in weighted levels as ever.
"""

from dataclasses import replace
from math import ceil, log2
from typing import NamedTuple

from content.planning.compute.cases import Case
from content.planning.compute.policy import PlanPolicy


class Ranked(NamedTuple):
    """A case as it is chosen for: what is not critical, `others` in all, counts `1 / factor` of its worth."""

    case: Case
    factor: float
    others: float


def ranked(case: Case, policy: PlanPolicy) -> Ranked:
    """The case with critical skills before all others, where its learner wants that and there are some."""
    critical = [gap.worth for gap in case.gaps if gap.critical]
    critical += [check.worth for check in case.checks if check.critical]
    others = sum(gap.gain(gap.required) for gap in case.gaps if not gap.critical)
    others += sum(check.value for check in case.checks if not check.critical)
    if not case.critical_first or not critical or others <= 0:
        return Ranked(case, 1.0, others)
    factor = 2.0 ** max(0, ceil(log2(others / (policy.critical_step * min(critical)))) + 1)
    gaps = (gap if gap.critical else gap._replace(worth=gap.worth / factor) for gap in case.gaps)
    checks = (one if one.critical else one._replace(value=one.value / factor) for one in case.checks)
    return Ranked(replace(case, gaps=tuple(gaps), checks=tuple(checks)), factor, others)


def bound_in_levels(bound: float, critical: float, one: Ranked) -> float:
    """What no plan exceeds, in weighted levels, that does as much for critical skills as this one.

    Where c and n are what a plan brings for critical skills and for others, c + n / factor ≤ `bound`, and n ≤
    `others`. Of plans with c ≥ `critical`, c + n is largest at the smallest c that leaves n its room.
    """
    if one.factor == 1:
        return bound
    least = max(critical, bound - one.others / one.factor)
    return least + min(one.others, max(0.0, bound - least) * one.factor)
