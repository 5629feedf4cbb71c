"""Circuit breaker: a server that does not answer is left alone for a while, so that it delays few callers."""

from time import monotonic

# A server that is away costs at most one part in eleven of a process's time.
REST_FACTOR = 10


class CircuitBreaker:
    """Circuit breaker of one server: open after a failure for ten times as long as the caller waited for it.

    So a server that refuses at once is tried again at once, and one that is silent delays a few requests, not
    all. One instance a server and process; threads may share it. (Nygard, Release It!, 2007.)
    """

    def __init__(self) -> None:
        self._until = 0.0

    def is_open(self) -> bool:
        """Whether the server failed so lately that it is not to be tried now."""
        return monotonic() < self._until

    def record_failure(self, *, waited_since: float) -> None:
        """It failed a caller who began to wait at that reading of the monotonic clock."""
        now = monotonic()
        self._until = now + REST_FACTOR * (now - waited_since)
