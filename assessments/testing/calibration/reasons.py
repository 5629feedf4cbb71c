"""What can be wrong with an item, by its answers."""

from enum import StrEnum


class Reason(StrEnum):
    """In the order in which they are told; see `assessments.testing.calibration.choices` for the words."""

    WRONG_KEY = "wrong_key"
    NO_DISCRIMINATION = "no_discrimination"
    DRIFT = "drift"
    SURE_AND_WRONG = "sure_and_wrong"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    UNUSED_OPTION = "unused_option"
    OVEREXPOSED = "overexposed"


HOLDING = frozenset({Reason.WRONG_KEY, Reason.NO_DISCRIMINATION, Reason.DRIFT})
"""What keeps answers to an item from counting. The others are told to authors: what many are sure of and wrong
may be what they have to learn, and a level measured with an easy item is right."""
