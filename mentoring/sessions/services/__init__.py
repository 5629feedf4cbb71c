"""Proposing, picking, moving and cancelling the times at which two people meet.

Inside, top to bottom: `following`, `reminders`, `steps` → `locked`.
"""

from mentoring.sessions.services.following import cancel_during_leave, cancel_of_pairing
from mentoring.sessions.services.locked import SessionError
from mentoring.sessions.services.reminders import remind_due
from mentoring.sessions.services.steps import (
    cancel_session,
    close_past,
    keep_time,
    pick_time,
    propose_times,
    say_whether_held,
)

__all__ = [
    "SessionError",
    "cancel_during_leave",
    "cancel_of_pairing",
    "cancel_session",
    "close_past",
    "keep_time",
    "pick_time",
    "propose_times",
    "remind_due",
    "say_whether_held",
]
