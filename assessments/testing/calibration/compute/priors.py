"""What an author's level says of an item before anybody has answered it."""

from dataclasses import dataclass

from assessments.testing.compute.priors import GRADED_STEP, HALF_LEVEL, SLOPE

ANSWERS_CALIBRATED = 30
"""From so many answers on an item's parameters are its answers' more than its author's opinion."""


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
    """The parameters by the author's level alone: a person who is just at it has an even chance.

    A requirement of r is met from r − ½ on, so the middle threshold is at level − ½; those of a graded item
    lie evenly around it. The same as `assessments.testing.compute.priors` gives to calibrations.
    """
    middle = (highest_score + 1) / 2
    steps = range(1, highest_score + 1)
    thresholds = tuple(level - HALF_LEVEL + GRADED_STEP * (step - middle) for step in steps)
    return Parameters(SLOPE, thresholds)
