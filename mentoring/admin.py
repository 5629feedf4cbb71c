"""Every page of the admin of the app, gathered for Django."""

from mentoring.help import admin as help_
from mentoring.matching import admin as matching
from mentoring.mentors import admin as mentors
from mentoring.pairings import admin as pairings
from mentoring.sessions import admin as sessions
from mentoring.tasks import admin as tasks

__all__ = ["help_", "matching", "mentors", "pairings", "sessions", "tasks"]
