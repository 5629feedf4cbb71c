"""Months of the company: they begin and end in its own time zone, wherever the reader is."""

from datetime import datetime

from django.utils import timezone


def month_begins(moment: datetime) -> datetime:
    """When the company's month of a moment began."""
    local = moment.astimezone(timezone.get_default_timezone())
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
