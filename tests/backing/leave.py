"""People on leave in tests: from one day to another, or without an end, and the midnights of their zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lifow.people.persons.models import Employment, Person

ZONES = ("Pacific/Auckland", "Europe/Berlin", "Pacific/Honolulu")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in a time zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def goes_on_leave(who: Person, first: date, last: date | None = None) -> None:
    """Somebody works until the day before, is on leave, and comes back the day after the last."""
    row = who.employments.current().get()
    terms = {
        "person": who,
        "org_unit": row.org_unit,
        "manager": row.manager,
        "job_title": row.job_title,
        "job_code": row.job_code,
    }
    Employment.objects.filter(pk=row.pk).update(ends_on=first - DAY)
    Employment.objects.create(status="leave", starts_on=first, ends_on=last, **terms)
    if last is not None:
        Employment.objects.create(starts_on=last + DAY, **terms)


def comes_back(who: Person, day: date) -> None:
    """The leave ends with the day before."""
    row = who.employments.current().get()
    Employment.objects.filter(pk=row.pk).update(ends_on=day - DAY)
    Employment.objects.create(person=who, org_unit=row.org_unit, manager=row.manager, starts_on=day)
