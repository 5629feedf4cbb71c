"""The words of measurement that other code may import: where evidence comes from, what a report says."""

import datetime as dt
from enum import IntEnum


class Source(IntEnum):
    """Who or what observed a level. The numbers are stored in rows and reports: never renumber."""

    SELF = 1
    MANAGER = 2
    PEER = 3
    TEST = 4
    OBSERVED = 5
    MENTOR = 6

    @property
    def key(self) -> str:
        """The word used in policies, files and the API."""
        return self.name.lower()


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
        return self.name.lower()


EPOCH = dt.date(1970, 1, 1)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01, the unit of every day in columns and reports."""
    return (day - EPOCH).days
