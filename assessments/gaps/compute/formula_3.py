"""The third format of policies, kept so that reports which it made can be made again.

It is the fourth, but that what a machine says in a rater's name weighs as much as what the rater says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from assessments.gaps.compute.policy import EARLIER_SWITCHES, RANGES, GapPolicy

FORMAT = 3


@dataclass(frozen=True, slots=True)
class ThirdPolicy(GapPolicy):
    """A policy of the third format: `attributed_weight` is 1, and not written."""

    format: ClassVar[int] = FORMAT
    switches: ClassVar[tuple[str, ...]] = EARLIER_SWITCHES
    tells_attributed: ClassVar[bool] = False
    numbers: ClassVar[Mapping[str, tuple[float, float, bool]]] = {
        name: ends for name, ends in RANGES.items() if name != "attributed_weight"
    }

    attributed_weight: float = 1.0
    reads_standard_errors: bool = False
