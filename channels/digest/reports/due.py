"""When somebody's digest of the week is due."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from channels.digest.models import DigestPreference
from lifow.notifications.reports import WorkingWeek, next_working_moment

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def monday_of(week: WorkingWeek, moment: datetime) -> date:
    """The Monday of the week that somebody is in at a moment, by their own days."""
    today = week.local_day(moment)
    return today - today.weekday() * DAY


def due_from(week: WorkingWeek, monday: date, weekday: int | None) -> datetime | None:
    """From when on the digest of a week is due: the first working moment of the day chosen or after it.

    Where nobody chose, or no work is left in the week by then, the first of the whole week. None where
    somebody is away for all of it.
    """
    for begins in (weekday or 0, 0):
        first = next_working_moment(week, week.begins(monday + begins * DAY))
        if first is not None and first < week.begins(monday + WEEK):
            return first
    return None


def is_due(week: WorkingWeek, weekday: int | None, as_of: datetime) -> bool:
    """Whether the digest of this week is due, and somebody works now."""
    first = due_from(week, monday_of(week, as_of), weekday)
    return first is not None and first <= as_of and week.is_working(as_of)


def weekdays_of(person_ids: Collection[int]) -> Mapping[int, int]:
    """The day of the week of those of the people who have chosen one; one query."""
    rows = DigestPreference.objects.filter(person__in=person_ids)
    return dict(rows.values_list("person_id", "weekday"))
