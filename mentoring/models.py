"""Every model of the app, gathered for Django; code imports them from their own applets."""

from mentoring.mentors.models import ExcludedPair, Mentor, Seat
from mentoring.pairings.models import Pairing, Unmatched, Waiting
from mentoring.tasks.models import Feedback, Task

__all__ = ["ExcludedPair", "Feedback", "Mentor", "Pairing", "Seat", "Task", "Unmatched", "Waiting"]
