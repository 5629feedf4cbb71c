"""Every page of the admin of the channels, gathered for Django."""

from channels.assistant import admin as assistant

__all__ = ["assistant"]
