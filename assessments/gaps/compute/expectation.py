"""What a person's other skills, and what is required, lead one to expect of a skill.

Before anybody has rated it, a level of person i in skill k with the requirement r (as the level asked for,
t = (r − ½)/top, in shares of the span) is expected to be

    θ ~ N(e + g·(t − ½) + u + aᵢ + bᵢ·(t − ½), s²)      aᵢ ~ N(0, person_sd²)      bᵢ ~ N(0, slope_sd²)

with the policy's level e and slope g, a shift u of the role family's skill, and the person's own line aᵢ, bᵢ.
That is found from the other skills: what is known of each, without what was expected of it, is a normal
message (Minka's expectation propagation, 2001, in two rounds), and a ridge regression through the messages
of all skills but the one in question gives aᵢ and bᵢ with their uncertainty. A skill's own words so never
count twice. A skill that no role requires is asked for at the middle of the scale.
"""

from dataclasses import dataclass

import numpy as np

from assessments.gaps.compute.columns import Floats, IdIndex, Ints, sums
from assessments.gaps.compute.policy import GapPolicy

LEAST_PRECISION = 1e-3
MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in the order of people, with what is expected before anything is known of their person.

    person    index
    asked     level asked for
    expected  e + g·(asked − ½) + u
    spread    s²
    """

    person: Ints
    asked: Floats
    expected: Floats
    spread: Floats


class Lines:
    """What is expected of cells by their people's lines."""

    __slots__ = ("_cells", "_intercept", "_people", "_slope", "_x")

    def __init__(self, cells: Cells, policy: GapPolicy, people: int) -> None:
        self._cells, self._people = cells, people
        self._x = cells.asked - MIDDLE
        self._intercept, self._slope = policy.person_sd**-2, policy.slope_sd**-2

    def unknown(self) -> tuple[Floats, Floats]:
        """Mean and variance of each cell where nothing is known of the person."""
        cells = self._cells
        return cells.expected, cells.spread + 1 / self._intercept + self._x**2 / self._slope

    def of_others(self, known: Ints, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of each cell, by what is known of the person's other cells.

        known           positions of the cells of which something is known
        mean, variance  normal messages about the levels of these, without what was expected of them
        """
        cells, x = self._cells, self._x
        person, at = cells.person[known], x[known]
        weight = 1 / (variance + cells.spread[known])
        level = weight * (mean - cells.expected[known])
        # Of each cell: the sums over its person, less its own part where it is among the known.
        parts = (weight, weight * at, weight * at * at, level, level * at)
        s0, s1, s2, l0, l1 = (self._others(person, part, known) for part in parts)
        s0 = s0 + self._intercept
        s2 = s2 + self._slope
        determinant = s0 * s2 - s1 * s1
        intercept = (s2 * l0 - s1 * l1) / determinant
        slope = (s0 * l1 - s1 * l0) / determinant
        spread = (s2 - 2 * s1 * x + s0 * x * x) / determinant
        return cells.expected + intercept + slope * x, cells.spread + spread

    def _others(self, person: Ints, part: Floats, known: Ints) -> Floats:
        found = sums(person, part, self._people)[self._cells.person]
        found[known] -= part
        return found


def message(
    mean: Floats, variance: Floats, expected: Floats, expected_variance: Floats
) -> tuple[Floats, Floats]:
    """What words say by themselves, as a normal: a posterior without what was expected."""
    precision = np.maximum(1 / variance - 1 / expected_variance, LEAST_PRECISION)
    return (mean / variance - expected / expected_variance) / precision, 1 / precision


class ExpectedTable:
    """The policy's shift and spread of each (role family, skill position), the general where it has none."""

    __slots__ = ("_families", "_shift", "_spread", "_width")

    def __init__(self, policy: GapPolicy, skills: Ints) -> None:
        families = np.array(sorted({family for family, _ in policy.expected}), dtype=np.int64)
        self._families = IdIndex(families)
        self._width = len(skills)
        shift = np.zeros((len(families) + 1, len(skills)))
        sd = np.full_like(shift, policy.skill_sd)
        if policy.expected:
            keys = np.array(list(policy.expected), dtype=np.int64)
            column = IdIndex(skills).positions(keys[:, 1])
            here = column >= 0
            row = 1 + self._families.positions(keys[here, 0])
            shift[row, column[here]] = np.array([one.shift for one in policy.expected.values()])[here]
            sd[row, column[here]] = np.array([one.sd for one in policy.expected.values()])[here]
        self._shift = shift.ravel()
        self._spread = (sd * sd).ravel()

    def of(self, family: Ints, skill: Ints) -> tuple[Floats, Floats]:
        """Shift and variance, in shares of the span, for family ids and skill positions."""
        at = (self._families.positions(family) + 1) * self._width + skill
        return self._shift.take(at), self._spread.take(at)
