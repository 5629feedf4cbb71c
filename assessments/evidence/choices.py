"""Where evidence comes from."""

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
