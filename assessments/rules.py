"""Every permission of the app, gathered for django-rules."""

from assessments.evidence import rules as evidence
from assessments.raters import rules as raters
from assessments.requests import rules as requests

__all__ = ["evidence", "raters", "requests"]
