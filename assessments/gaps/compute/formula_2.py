"""The second formula of gap reports, kept so that reports which it made can be made again.

It is the third, but in what the words of one voice weigh together (`repeats`) and in what is taken off a
self-rating beside others' (`levels`): only what is above all of theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from assessments.gaps.compute.columns import Floats
from assessments.gaps.compute.policy import EARLIER_SWITCHES, RANGES, GapPolicy

FORMAT = 2
LATER = ("repeated_error", "repeated_drift", "attributed_weight")


@dataclass(frozen=True, slots=True)
class SecondPolicy(GapPolicy):
    """A policy of the second formula: `repeated_error` and `repeated_drift` mean nothing in it, and
    `attributed_weight` is 1.

    earlier_words  weight of each earlier word of a voice, as a share of that of the word after it
    """

    format: ClassVar[int] = FORMAT
    switches: ClassVar[tuple[str, ...]] = EARLIER_SWITCHES
    tells_attributed: ClassVar[bool] = False
    numbers: ClassVar[Mapping[str, tuple[float, float, bool]]] = {
        **{name: ends for name, ends in RANGES.items() if name not in LATER},
        "earlier_words": (0, 1, True),
    }

    attributed_weight: float = 1.0
    reads_standard_errors: bool = False
    earlier_words: float = 0.25


def off_own_words(above_all: Floats, below_all: Floats, offset: float) -> Floats:
    """What is taken off self-ratings: by how much they are above (below) all others', up to an offset."""
    found: Floats = np.clip(above_all, 0, offset) if offset >= 0 else np.clip(below_all, offset, 0)
    return found
