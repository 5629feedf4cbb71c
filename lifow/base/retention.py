"""Since when what is past is kept, by the settings."""

from datetime import datetime, timedelta

from django.conf import settings


def kept_since(name: str, moment: datetime) -> datetime | None:
    """What is older than that is deleted, by `KEEP_DAYS` of the settings; None where it is kept for ever."""
    days = settings.KEEP_DAYS[name]
    return moment - timedelta(days=days) if days else None
