"""Every permission of the app, gathered for django-rules."""

from lifow.people.persons import rules as persons

__all__ = ["persons"]
