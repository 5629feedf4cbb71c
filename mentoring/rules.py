"""Every permission of the app, gathered for django-rules."""

from mentoring.pairings import rules as pairings

__all__ = ["pairings"]
