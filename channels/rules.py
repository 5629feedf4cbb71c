"""Permissions of the channels, gathered for django-rules."""

from channels.slack import rules as slack

__all__ = ["slack"]
