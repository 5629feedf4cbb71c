"""What a gap report says of a requirement."""

from enum import IntEnum

CRITICAL_FACTOR = 2.0
"""How much more a level of a critical skill is worth than one of another, in plans and in the match alike."""


class GapStatus(IntEnum):
    """What is known about a requirement. Stored in packed reports: never renumber.

    ASSESS_FIRST covers both *never assessed* (no evidence counts) and *assessed, but not sure enough*;
    the number of pieces of evidence tells them apart. Neither is level 0.
    """

    GAP = 1
    ASSESS_FIRST = 2
    MEETS = 3

    @property
    def key(self) -> str:
        """The word used in files and the API."""
        return _KEYS[self]


_KEYS = {status: status.name.lower() for status in GapStatus}
