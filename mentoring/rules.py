"""Every permission of the app, gathered for django-rules."""

from mentoring.help import rules as help_
from mentoring.pairings import rules as pairings
from mentoring.sessions import rules as sessions
from mentoring.tasks import rules as tasks

__all__ = ["help_", "pairings", "sessions", "tasks"]
