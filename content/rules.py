"""Every permission of the app, gathered for django-rules."""

from content.catalogue import rules as catalogue

__all__ = ["catalogue"]
