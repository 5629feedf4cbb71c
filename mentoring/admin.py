"""Every page of the admin of the app, gathered for Django."""

from mentoring.matching import admin as matching
from mentoring.mentors import admin as mentors
from mentoring.tasks import admin as tasks

__all__ = ["matching", "mentors", "tasks"]
