"""Every permission of the app, gathered for django-rules."""

from assessments.evidence import rules as evidence

__all__ = ["evidence"]
