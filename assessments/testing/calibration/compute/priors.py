"""What an author's level says of an item before anybody has answered it."""

from dataclasses import dataclass

PRIOR_SLOPE = 1.0
"""Logits a level: somebody a level above the item answers it right in 73 of 100 cases."""
ANSWERS_CALIBRATED = 30
"""From so many answers on an item's parameters are its answers' more than its author's opinion."""
GRADE_WIDTH = 0.5
"""Levels between the thresholds of two grades of a graded item."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Where a version stands on the levels of its skill: `thresholds` in order, one a score above 0.

    P(score ≥ k) = 1/(1 + exp(−slope·(θ − thresholds[k − 1]))). `answers` is how many they were estimated
    from, `calibration_id` by which calibration; 0 and None for the author's prior.
    """

    slope: float
    thresholds: tuple[float, ...]
    answers: int = 0
    calibration_id: int | None = None

    @property
    def is_calibrated(self) -> bool:
        """Whether answers have told them, enough of them to count."""
        return self.calibration_id is not None and self.answers >= ANSWERS_CALIBRATED


def author_prior(*, level: int, highest_score: int = 1) -> Parameters:
    """The parameters by the author's level alone: whoever is just at the level has an even chance.

    A requirement of r is met from r − ½ on, so the middle threshold is at level − ½; those of a graded item
    lie evenly around it.
    """
    middle = (highest_score + 1) / 2
    steps = range(1, highest_score + 1)
    thresholds = tuple(level - 0.5 + GRADE_WIDTH * (step - middle) for step in steps)
    return Parameters(PRIOR_SLOPE, thresholds)
