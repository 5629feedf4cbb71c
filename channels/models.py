"""Every model of the channels, gathered for Django."""

from channels.calendar.models import CalendarFeed

__all__ = ["CalendarFeed"]
