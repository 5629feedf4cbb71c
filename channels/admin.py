"""Every page of the admin of the channels, gathered for Django."""

from channels.assistant import admin as assistant
from channels.calendar import admin as calendar
from channels.push import admin as push
from channels.slack import admin as slack
from channels.usage import admin as usage

__all__ = ["assistant", "calendar", "push", "slack", "usage"]
