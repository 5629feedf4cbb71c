"""What a calendar program reads of somebody: learning time, sessions, and days on which something is due."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels.calendar.compute import place
from channels.calendar.models import CalendarFeed
from content.activity.models import LearningTime
from content.assignments.choices import AssignedState
from content.assignments.models import AssignedPerson
from content.planning.reports import learning_time_of
from lifow.base.calendars import CalendarEvent, write_calendar
from lifow.base.days import zone_of
from lifow.base.links import absolute_url
from lifow.people.persons.models import Employment, Person
from mentoring.sessions.reports import Interval, calendar_event, free_hours, sessions_since

WEEKS = 4
SHOWN_BACK = timedelta(days=30)
REFRESH_AFTER = timedelta(hours=1)
WEEK = timedelta(weeks=1)
Span = tuple[datetime, datetime]


def feed_of(feed: CalendarFeed, *, as_of: datetime) -> bytes:
    """The calendar file of a feed. It is the same, byte by byte, until something in it has changed."""
    events = list(_events(feed, as_of))
    return write_calendar(
        events,
        zone=zone_of(feed.person.timezone).key,
        name=_("Learning"),
        refresh_after=REFRESH_AFTER,
    )


def _events(feed: CalendarFeed, as_of: datetime) -> Iterator[CalendarEvent]:
    person = feed.person
    if feed.shows_sessions:
        yield from (calendar_event(one, person) for one in sessions_since(person, as_of - SHOWN_BACK))
    if feed.shows_due_days:
        yield from _due_days(feed, as_of)
    if feed.shows_learning:
        yield from _learning_time(feed, as_of)


def _due_days(feed: CalendarFeed, as_of: datetime) -> Iterator[CalendarEvent]:
    """A whole day on which assignments are due, with how many, and no title: others may see a calendar."""
    first = as_of.astimezone(zone_of(feed.person.timezone)).date() - SHOWN_BACK
    rows = AssignedPerson.objects.for_person(feed.person).filter(due_on__gte=first)
    due = list(rows.values_list("due_on", "state", "updated_at"))
    changed: dict[date, datetime] = {}
    for day, _state, updated_at in due:
        changed[day] = max(updated_at, changed.get(day, updated_at))
    page = absolute_url(reverse("content:assigned"))
    for day, count in sorted(Counter(day for day, state, _at in due if state == AssignedState.OPEN).items()):
        yield CalendarEvent(
            uid=_uid(feed, f"due-{day:%Y%m%d}"),
            sequence=_sequence(feed, changed[day]),
            changed_at=changed[day],
            starts_at=day,
            ends_at=None,
            summary=ngettext("%(count)s assignment due", "%(count)s assignments due", count)
            % {"count": count},
            description=_("What is due is listed in lifow: %(page)s") % {"page": page},
            url=page,
            is_busy=False,
        )


def _learning_time(feed: CalendarFeed, as_of: datetime) -> Iterator[CalendarEvent]:
    """The minutes a week that somebody has for learning, in what is free of this week and the next three."""
    minutes = learning_time_of(feed.person).minutes
    changed_at = _placed_anew_at(feed)
    page = absolute_url(reverse("portal:home"))
    for first, free in _free_weeks(feed.person, as_of).items():
        for number, block in enumerate(place(free, minutes, feed.time_of_day)):
            yield CalendarEvent(
                uid=_uid(feed, f"learning-{first:%G%V}-{number}"),
                sequence=_sequence(feed, changed_at),
                changed_at=changed_at,
                starts_at=block.starts_at,
                ends_at=block.ends_at,
                summary=_("Learning time"),
                description=_("What to do is on your home in lifow: %(page)s") % {"page": page},
                url=page,
                is_busy=feed.is_busy,
            )


def _free_weeks(person: Person, as_of: datetime) -> dict[date, dict[date, list[Span]]]:
    """What is free on each day of this week and the next three, by Mondays of the person's calendar."""
    zone = zone_of(person.timezone)
    today = as_of.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    begins, ends = (
        datetime.combine(day, time.min, zone).astimezone(UTC) for day in (monday, monday + WEEKS * WEEK)
    )
    found: dict[date, dict[date, list[Span]]] = {monday + one * WEEK: {} for one in range(WEEKS)}
    for day, one in free_hours(person, Interval(begins, ends)):
        week = found.get(day - timedelta(days=day.weekday()))
        if week is not None:
            week.setdefault(day, []).append((one.starts_at, one.ends_at))
    return found


def _placed_anew_at(feed: CalendarFeed) -> datetime:
    """When anything last changed by which learning time is placed: a later moment is a newer version."""
    person = feed.person
    moments = [feed.updated_at, person.updated_at]
    moments += LearningTime.objects.filter(person=person).values_list("updated_at", flat=True)
    moments += (
        Employment.objects.filter(person=person)
        .order_by("-updated_at")
        .values_list("updated_at", flat=True)[:1]
    )
    moments += [one.updated_at for one in sessions_since(person, feed.created_at - WEEK)]
    return max(moments)


def _sequence(feed: CalendarFeed, changed_at: datetime) -> int:
    """Seconds since the feed was made: what is changed later counts as the newer version (RFC 5545)."""
    return max(0, int((changed_at - feed.created_at).total_seconds()))


def _uid(feed: CalendarFeed, name: str) -> str:
    return f"{feed.public_id}-{name}@{urlsplit(settings.SITE_URL).hostname}"
