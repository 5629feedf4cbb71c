"""When things happened: the files' dates moved to today, and days counted back into working hours. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
WEEK = timedelta(weeks=1)


def weeks_moved(*, reference: date, today: date) -> timedelta:
    """How far dates move: whole weeks, so that today falls into the week that starts at the moved reference.

    Weekdays stay. A reference that is a Monday gives the week of today.
    """
    return (today - reference) // WEEK * WEEK


def workday_before(today: date, days_ago: int) -> date:
    """The day so many days ago; the Friday before where that was a weekend."""
    day = today - timedelta(days=days_ago)
    return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))


def local_moment(day: date, minute: int, timezone: str) -> datetime:
    """The moment at which a clock in the time zone shows that minute of that day, in UTC."""
    clock = datetime.combine(day, time(), ZoneInfo(timezone)).replace(hour=minute // 60, minute=minute % 60)
    return clock.astimezone(UTC)


def month_ends(today: date, months: int) -> list[datetime]:
    """The last moments of the months before today's, oldest first, in UTC."""
    first = datetime(today.year, today.month, 1, tzinfo=UTC)
    ends = []
    for _ in range(months):
        ends.append(first - timedelta(seconds=1))
        first = (first - timedelta(days=1)).replace(day=1)
    return ends[::-1]
