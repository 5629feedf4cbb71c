"""Every model of the app, gathered for Django; code imports them from their own applets."""

from mentoring.help.models import HelpClaim, HelpMessage, HelpPolicy, HelpRequest, HelpStep
from mentoring.mentors.models import ExcludedPair, FindableSkill, Mentor, Seat
from mentoring.pairings.models import Pairing, Unmatched, Waiting
from mentoring.sessions.models import Session, SessionReminder, SessionSlot
from mentoring.tasks.models import Feedback, Task

__all__ = [
    "ExcludedPair",
    "Feedback",
    "FindableSkill",
    "HelpClaim",
    "HelpMessage",
    "HelpPolicy",
    "HelpRequest",
    "HelpStep",
    "Mentor",
    "Pairing",
    "Seat",
    "Session",
    "SessionReminder",
    "SessionSlot",
    "Task",
    "Unmatched",
    "Waiting",
]
