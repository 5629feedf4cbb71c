"""Times at which two people can meet: pure functions of intervals."""

from mentoring.sessions.compute.slots import Interval, free_of, shared, starts_within

__all__ = ["Interval", "free_of", "shared", "starts_within"]
