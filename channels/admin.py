"""Every page of the admin of the channels, gathered for Django."""

from channels.assistant import admin as assistant
from channels.calendar import admin as calendar

__all__ = ["assistant", "calendar"]
