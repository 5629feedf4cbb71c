"""Servers that are away: how often to try them."""

from time import monotonic

# A server that is away costs at most one part in eleven of a process's time.
REST_FACTOR = 10


class Absence:
    """Leaves a server alone after it failed a caller, ten times as long as it kept that caller waiting.

    So one that refuses at once is tried again at once, and one that is silent delays a few requests, not all.
    One instance a server and process; threads may share it.
    """

    def __init__(self) -> None:
        self._until = 0.0

    def is_assumed(self) -> bool:
        """Whether it failed so lately that it is not to be tried now."""
        return monotonic() < self._until

    def noticed(self, *, waited_since: float) -> None:
        """It failed a caller who began to wait at that reading of the monotonic clock."""
        now = monotonic()
        self._until = now + REST_FACTOR * (now - waited_since)
