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
        return self.works_on(local.date()) and self.starts_at <= local.time() < self.ends_at

    def local_day(self, moment: datetime) -> date:
        """The day that the person's calendar shows at this moment."""
        return moment.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """The first moment of a day of theirs, in UTC."""
        return self.at(day, time.min)

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
    first = week.local_day(after)
    for day in (first + number * DAY for number in range(LOOK_AHEAD_DAYS)):
        if week.works_on(day):
            moment = next(_candidates(week, day, after), None)
            if moment is not None:
                return moment
    return None


def day_after(week: WorkingWeek, moment: datetime) -> datetime:
    """Where the day begins that follows the one on the person's calendar at this moment, in UTC."""
    return week.begins(week.local_day(moment) + DAY)


def _candidates(week: WorkingWeek, day: date, after: datetime) -> Iterator[datetime]:
    """Working moments of a day that are not before `after`, the first one first.

    On most days that is where work starts, or nothing. On the one or two days of a year on which the clock is
    changed, each minute of the day is looked at.
    """
    begins, ends = week.begins(day), week.begins(day + DAY)
    if begins.astimezone(week.zone).utcoffset() == ends.astimezone(week.zone).utcoffset():
        moments: Iterator[datetime] = iter([week.at(day, week.starts_at)])
    else:
        moments = (begins + number * MINUTE for number in range((ends - begins) // MINUTE))
    return (moment for moment in moments if moment >= after and week.is_working(moment))
