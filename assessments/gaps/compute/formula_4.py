"""The fourth format of policies, kept so that reports which it made can be made again.

It is today's, but that a test is read as any other, whatever it says of its own error.
"""

from dataclasses import dataclass
from typing import ClassVar

from assessments.gaps.compute.policy import EARLIER_SWITCHES, GapPolicy

FORMAT = 4


@dataclass(frozen=True, slots=True)
class FourthPolicy(GapPolicy):
    """A policy of the fourth format: `reads_standard_errors` is off, and not written."""

    format: ClassVar[int] = FORMAT
    switches: ClassVar[tuple[str, ...]] = EARLIER_SWITCHES

    reads_standard_errors: bool = False
