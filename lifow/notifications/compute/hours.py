"""Working hours in a person's own time zone: is it one now, and when is the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOK_AHEAD_DAYS = 400
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """Someone's hours, the same on each of their workdays, and the days on which they are away.

    `workdays` has one bit a day, Monday the lowest. `away` are first and last days, both included; None as
    the last day is an absence whose end nobody knows yet. `starts_at` is a working minute, `ends_at` is none.
    Where `ends_at` is not after `starts_at`, work ends on the next day, and all of it is of the day on which
    it starts: that is a workday, and somebody is away on it or not.
    """

    zone: ZoneInfo
    starts_at: time
    ends_at: time
    workdays: int
    away: tuple[tuple[date, date | None], ...] = ()

    def works_on(self, day: date) -> bool:
        """Whether the day is a workday on which the person is not away."""
        is_workday = bool(self.workdays >> day.weekday() & 1)
        return is_workday and not any(
            first <= day and (last is None or day <= last) for first, last in self.away
        )

    def is_working(self, moment: datetime) -> bool:
        """Whether the clock on the person's wall shows a working minute at this moment."""
        local = moment.astimezone(self.zone)
        day, clock = local.date(), local.time()
        if not self.is_overnight:
            return self.works_on(day) and self.starts_at <= clock < self.ends_at
        since_today = clock >= self.starts_at and self.works_on(day)
        return since_today or (clock < self.ends_at and self.works_on(day - DAY))

    @property
    def is_overnight(self) -> bool:
        """Whether work ends on the day after the one on which it starts."""
        return self.ends_at <= self.starts_at

    def local_day(self, moment: datetime) -> date:
        """Their day at this moment: that of the calendar, or by night that on which work has started."""
        local = moment.astimezone(self.zone)
        return local.date() - DAY if local.time() < self._turn_of_the_day else local.date()

    def begins(self, day: date) -> datetime:
        """The first moment of a day of theirs, in UTC: midnight, or where the night shift before ends."""
        return self.at(day, self._turn_of_the_day)

    @property
    def _turn_of_the_day(self) -> time:
        return self.ends_at if self.is_overnight else time.min

    def at(self, day: date, clock: time) -> datetime:
        """When their clock first shows this time on this day, or as long after as the clock leaves out."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def next_working_moment(week: WorkingWeek, after: datetime) -> datetime | None:
    """The first working moment that is not before `after`, in UTC: `after` itself inside working hours.

    None where none comes within 400 days: nobody knows the end of an absence, or there is no workday. Where
    the clock is put forward over the start of work, it is the first minute that exists; where it is put back,
    a minute that comes twice is a working minute twice.
    """
    if week.is_working(after):
        return after.astimezone(UTC)
    first = after.astimezone(week.zone).date()
    for day in (first + number * DAY for number in range(LOOK_AHEAD_DAYS)):
        if week.works_on(day) or (week.is_overnight and week.works_on(day - DAY)):
            moment = next(_candidates(week, day, after), None)
            if moment is not None:
                return moment
    return None


def working_until(week: WorkingWeek, moment: datetime) -> datetime:
    """Where the work ends during which this working moment is, in UTC.

    Where the clock is put back over the end of work, it comes twice, and the second time ends it.
    """
    day = week.local_day(moment) + (DAY if week.is_overnight else 0 * DAY)
    ends = week.at(day, week.ends_at)
    if ends > moment:
        return ends
    return datetime.combine(day, week.ends_at.replace(fold=1), week.zone).astimezone(UTC)


def day_after(week: WorkingWeek, moment: datetime) -> datetime:
    """Where the day begins that follows the person's day at this moment, in UTC."""
    return week.begins(week.local_day(moment) + DAY)


def _candidates(week: WorkingWeek, day: date, after: datetime) -> Iterator[datetime]:
    """Working moments of a calendar day that are not before `after`, the first one first.

    On most days that is where work starts, or midnight where it has started the day before. On the one or two
    days of a year on which the clock is changed, each minute of the day is looked at.
    """
    begins, ends = week.at(day, time.min), week.at(day + DAY, time.min)
    if begins.astimezone(week.zone).utcoffset() == ends.astimezone(week.zone).utcoffset():
        moments: Iterator[datetime] = iter([begins, week.at(day, week.starts_at)])
    else:
        moments = (begins + number * MINUTE for number in range((ends - begins) // MINUTE))
    return (moment for moment in moments if moment >= after and week.is_working(moment))
