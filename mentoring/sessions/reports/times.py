"""When two people can meet: within the working hours of both, in their zones, and not in another session."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Q

from lifow.base.days import DAY, zone_of
from lifow.notifications.reports import WorkingWeek, next_working_moment, working_until, working_weeks
from lifow.people.persons.models import Person
from mentoring.pairings.models import Pairing
from mentoring.sessions.choices import LOOK_AHEAD, NOTICE
from mentoring.sessions.compute import Interval, free_of, shared, starts_within
from mentoring.sessions.models import Session

DAYS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class DayOfTimes:
    """The times of one day, by the reader's calendar."""

    day: date
    times: tuple[Interval, ...]


def free_times(pairing: Pairing, within: Interval, *, moving: Session | None = None) -> list[Interval]:
    """When both work within a span and neither is in a session, in order; three queries.

    A session that is to be moved is no obstacle to itself.
    """
    two = (pairing.mentee, pairing.mentor)
    weeks = working_weeks(two, within.starts_at.date() - DAY)
    some, others = (list(working_times(weeks[one.pk], within)) for one in two)
    return free_of(shared(some, others), busy_times({one.pk for one in two}, within, but=moving))


def times_to_propose(
    pairing: Pairing,
    reader: Person,
    minutes: int,
    *,
    as_of: datetime,
    first_day: date | None = None,
    moving: Session | None = None,
) -> tuple[tuple[DayOfTimes, ...], date | None]:
    """The next days on which the two can meet, from a day on, with their times on the reader's clock; and the
    day from which on there are more, None where there are none."""
    within = Interval(as_of + NOTICE, as_of + LOOK_AHEAD)
    zone = zone_of(reader.timezone)
    length = timedelta(minutes=minutes)
    midnight = datetime.combine(as_of.astimezone(zone).date(), time.min, zone)
    starts = starts_within(free_times(pairing, within, moving=moving), length, anchor=midnight)
    by_day = groupby(starts, key=lambda start: start.astimezone(zone).date())
    days = [DayOfTimes(day, tuple(Interval(one, one + length) for one in those)) for day, those in by_day]
    shown = [one for one in days if first_day is None or one.day >= first_day]
    more = shown[DAYS_SHOWN].day if len(shown) > DAYS_SHOWN else None
    return tuple(shown[:DAYS_SHOWN]), more


def working_times(week: WorkingWeek, within: Interval) -> Iterator[Interval]:
    """The hours that somebody works within a span, in order."""
    moment = next_working_moment(week, within.starts_at)
    while moment is not None and moment < within.ends_at:
        until = working_until(week, moment)
        yield Interval(moment, min(until, within.ends_at))
        moment = next_working_moment(week, until)


def busy_times(
    person_ids: Collection[int], within: Interval, *, but: Session | None = None
) -> list[Interval]:
    """The sessions that these people have booked, within a span; one query."""
    theirs = Q(pairing__mentee__in=person_ids) | Q(pairing__mentor__in=person_ids)
    booked = Session.objects.booked().filter(theirs)
    booked = booked.filter(starts_at__lt=within.ends_at, ends_at__gt=within.starts_at)
    if but is not None:
        booked = booked.exclude(pk=but.pk)
    times = booked.values_list("starts_at", "ends_at")
    return [Interval(starts_at, ends_at) for starts_at, ends_at in times if starts_at and ends_at]


def free_hours(person: Person, within: Interval) -> list[tuple[date, Interval]]:
    """When somebody works within a span and is in no session, in order, each with the workday that it is of;
    two queries."""
    week = working_weeks([person], within.starts_at.date() - DAY)[person.pk]
    free = free_of(working_times(week, within), busy_times({person.pk}, within))
    return [(week.local_day(one.starts_at), one) for one in free]
