"""When a crontab strikes next."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from celery.schedules import crontab

# A day of a month that comes once in four years is within this.
MOST_DAYS = 5 * 366


def next_after(schedule: crontab, moment: datetime) -> datetime:
    """The first minute of a crontab after a moment, in UTC. Raises ValueError for one that never strikes."""
    after = moment.astimezone(UTC)
    struck: Any = schedule  # its sets of hours, minutes and days are attributes that celery does not declare
    for days in range(MOST_DAYS):
        day = (after + timedelta(days=days)).date()
        if not _is_of(struck, day.month, day.day, day.isoweekday() % 7):
            continue
        for hour in sorted(struck.hour):
            for minute in sorted(struck.minute):
                found = datetime.combine(day, time(hour, minute), UTC)
                if found > after:
                    return found
    raise ValueError(f"{schedule} never strikes.")


def _is_of(schedule: Any, month: int, day: int, weekday: int) -> bool:
    return bool(
        month in schedule.month_of_year and day in schedule.day_of_month and weekday in schedule.day_of_week
    )
