"""Reads: when two people can meet, what pages show of the sessions of a pairing, and which is next."""

from mentoring.sessions.compute import Interval
from mentoring.sessions.reports.invitations import calendar_event
from mentoring.sessions.reports.shown import (
    PairingSessions,
    SessionShown,
    next_sessions,
    open_sessions,
    session_title,
    sessions_of,
    sessions_since,
)
from mentoring.sessions.reports.times import (
    DayOfTimes,
    busy_times,
    free_hours,
    free_times,
    times_to_propose,
    working_times,
)

__all__ = [
    "DayOfTimes",
    "Interval",
    "PairingSessions",
    "SessionShown",
    "busy_times",
    "calendar_event",
    "free_hours",
    "free_times",
    "next_sessions",
    "open_sessions",
    "session_title",
    "sessions_of",
    "sessions_since",
    "times_to_propose",
    "working_times",
]
