"""Every page of the admin of the channels, gathered for Django."""

from channels.assistant import admin as assistant
from channels.calendar import admin as calendar
from channels.digest import admin as digest
from channels.figures import admin as figures
from channels.overview import admin as overview
from channels.push import admin as push
from channels.usage import admin as usage

__all__ = ["assistant", "calendar", "digest", "figures", "overview", "push", "usage"]
