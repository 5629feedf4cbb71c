"""Every model of the channels, gathered for Django; code imports them from their own applets."""

from channels.calendar.models import CalendarFeed
from channels.digest.models import DigestAct, DigestPreference, WeekDigest
from channels.figures.models import KeptFigure, LearningCost
from channels.overview.models import ConnectionTest
from channels.push.models import Device
from channels.usage.models import CountedUse, DailyUse

__all__ = [
    "CalendarFeed",
    "ConnectionTest",
    "CountedUse",
    "DailyUse",
    "Device",
    "DigestAct",
    "DigestPreference",
    "KeptFigure",
    "LearningCost",
    "WeekDigest",
]
