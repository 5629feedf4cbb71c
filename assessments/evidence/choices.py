"""Where evidence comes from, what it may say, and how long it may be withdrawn."""

from datetime import timedelta
from decimal import Decimal
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


TO_CONFIRM = "rating_to_confirm"
"""The kind of message that tells a manager of self-ratings to confirm; what it says is known further up."""

LEAST_STANDARD_ERROR = Decimal("0.01")
"""Levels."""
LONGEST_REASON = 1000
"""Characters in which it is said why a piece is withdrawn, or counts again."""
OWN_FOR = timedelta(days=14)
"""How long raters and clients may withdraw what they have recorded: a mistake is noticed when people read of
it, which some do after their holidays. Later somebody else has to agree: HR."""
CLOCK_AHEAD = timedelta(seconds=60)
"""By how much the clock of a system may be ahead: without time service it drifts by seconds a day, and a
message takes seconds too. What it says to be later was observed when it is recorded; what is further ahead
is another time zone or a wrong date, and refused."""
