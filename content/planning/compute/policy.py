"""The parameters of a learning plan."""

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import CRITICAL_FACTOR
from content.planning.compute.errors import PlanInputError

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class PlanPolicy:
    """All parameters of a plan. Raises PlanInputError naming the first value that cannot be used.

    critical_factor   how much more a level of a critical skill is worth than one of another, ≥ 1
    critical_step     levels from which on a critical step comes before all others together, for learners who
                      put critical skills first
    level_tolerance   levels by which a learner may lie under a module's from-level and still follow it
    check_minutes     minutes of one check of a skill that nobody knows about
    check_questions   questions in it, for the words on the page
    checks_at_most    checks in one plan, so that a newcomer's week is not all questions
    least_part        minutes of a module that no week holds which are worth beginning it
    unknown_gap       levels that a skill is expected to lack where not even a prior is known
    labels_at_most    partial plans kept at a time for one learner; past it the plan is no longer the exact
                      best, and its certificate says by how much at most
    """

    critical_factor: float = CRITICAL_FACTOR
    critical_step: float = 0.01
    level_tolerance: float = 0.5
    check_minutes: int = 3
    check_questions: int = 4
    checks_at_most: int = 2
    least_part: int = 10
    unknown_gap: float = 1.0
    labels_at_most: int = 2000

    def __post_init__(self) -> None:
        lowest = {
            "critical_factor": 1.0,
            "critical_step": ROUNDING,
            "level_tolerance": 0.0,
            "check_minutes": 1,
            "check_questions": 1,
            "checks_at_most": 0,
            "least_part": 1,
            "unknown_gap": 0.0,
            "labels_at_most": 1,
        }
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, int | float) or not lowest[field.name] <= value < math.inf:
                raise PlanInputError(
                    "policy-range",
                    "Policy, {name}: {value} must be a number of at least {lowest}",
                    name=field.name,
                    value=value,
                    lowest=lowest[field.name],
                )

    def lowest_start(self, from_level: float) -> float:
        """The lowest level at which a module can be followed that starts from `from_level`."""
        return from_level - self.level_tolerance - ROUNDING

    def highest_from(self, level: NDArray[np.float64]) -> NDArray[np.float64]:
        """The highest level from which a module may start that can be followed at `level`."""
        return level + self.level_tolerance + ROUNDING
