"""Working hours: never outside of them, whatever the zone and whatever its clock does."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lifow.notifications.compute import WorkingWeek, day_after, next_working_moment
from tests.backing.examples import examples

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONDAY_TO_FRIDAY = 0b0011111
# Far east and far west, quarters of an hour, and clocks that change at midnight, by half an hour, by a day.
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Niue",
]
BERLIN = ZoneInfo("Europe/Berlin")
# In spring 2:00 becomes 3:00; in autumn 3:00 becomes 2:00.
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def week(
    zone: str | ZoneInfo = "Europe/Berlin",
    starts: time = time(9),
    ends: time = time(17),
    workdays: int = MONDAY_TO_FRIDAY,
    *away: tuple[date, date | None],
) -> WorkingWeek:
    return WorkingWeek(ZoneInfo(str(zone)), starts, ends, workdays, away)


def berlin(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BERLIN).astimezone(UTC)


def local(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(BERLIN).strftime("%a %d %b %H:%M %z")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((2026, 3, 4, 11, 30), "Wed 04 Mar 11:30 +0100"),
        ((2026, 3, 4, 8, 59), "Wed 04 Mar 09:00 +0100"),
        ((2026, 3, 4, 16, 59), "Wed 04 Mar 16:59 +0100"),
        ((2026, 3, 4, 17, 0), "Thu 05 Mar 09:00 +0100"),
        ((2026, 3, 4, 23, 59), "Thu 05 Mar 09:00 +0100"),
        ((2026, 3, 6, 17, 0), "Mon 09 Mar 09:00 +0100"),
        ((2026, 3, 27, 18, 0), "Mon 30 Mar 09:00 +0200"),
        ((2026, 10, 23, 18, 0), "Mon 26 Oct 09:00 +0100"),
    ],
)
def test_the_next_working_moment_of_an_ordinary_week(after, expected):
    assert local(next_working_moment(week(), berlin(*after))) == expected


def test_work_that_starts_in_an_hour_that_is_left_out_starts_with_the_next_that_exists():
    early = week("Europe/Berlin", time(2, 30), time(10), 0b1111111)
    assert local(next_working_moment(early, berlin(2026, 3, 29, 0, 0))) == "Sun 29 Mar 03:00 +0200"


def test_hours_that_do_not_exist_on_a_day_are_those_of_the_next_day():
    night = week("Europe/Berlin", time(2, 10), time(2, 50), 0b1111111)
    assert local(next_working_moment(night, berlin(2026, 3, 29, 0, 0))) == "Mon 30 Mar 02:10 +0200"


def test_an_hour_that_comes_twice_is_worked_twice():
    night = week("Europe/Berlin", time(2), time(2, 30), 0b1111111)
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert local(between) == "Sun 25 Oct 02:45 +0200"
    assert local(next_working_moment(night, between)) == "Sun 25 Oct 02:00 +0100"


def test_nothing_comes_during_leave_and_what_comes_after_it_comes_on_the_first_morning():
    away = (date(2026, 3, 4), date(2026, 3, 10))
    on_leave = week("Europe/Berlin", time(9), time(17), MONDAY_TO_FRIDAY, away)
    assert local(next_working_moment(on_leave, berlin(2026, 3, 4, 10, 0))) == "Wed 11 Mar 09:00 +0100"


@pytest.mark.parametrize(
    "nobody",
    [
        week("Europe/Berlin", time(9), time(17), 0),
        week("Europe/Berlin", time(9), time(17), MONDAY_TO_FRIDAY, (date(2026, 1, 1), None)),
    ],
)
def test_no_moment_is_made_up_where_none_is_in_sight(nobody):
    assert next_working_moment(nobody, berlin(2026, 3, 4, 10, 0)) is None


NIGHT = week("Europe/Berlin", time(22), time(6), 0b1000111)  # Sunday to Wednesday


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((2026, 3, 4, 12, 0), "Wed 04 Mar 22:00 +0100"),
        ((2026, 3, 4, 23, 30), "Wed 04 Mar 23:30 +0100"),
        ((2026, 3, 5, 3, 0), "Thu 05 Mar 03:00 +0100"),
        ((2026, 3, 5, 6, 0), "Sun 08 Mar 22:00 +0100"),
        ((2026, 3, 8, 3, 0), "Sun 08 Mar 22:00 +0100"),
        ((2026, 3, 9, 5, 59), "Mon 09 Mar 05:59 +0100"),
        ((2026, 3, 29, 22, 0), "Sun 29 Mar 22:00 +0200"),
    ],
)
def test_a_night_shift_is_of_the_day_on_which_it_starts(after, expected):
    assert local(next_working_moment(NIGHT, berlin(*after))) == expected


def test_a_night_shift_is_as_long_as_the_clock_makes_it():
    saturdays = week("Europe/Berlin", time(22), time(6), 0b0100000)
    for eve, hours in ((SPRING - DAY, 7), (AUTUMN - DAY, 9)):
        begin = saturdays.at(eve, time(22))
        worked = sum(saturdays.is_working(begin + number * MINUTE) for number in range(24 * 60))
        assert worked == hours * 60


def test_leave_takes_the_nights_that_start_on_its_days():
    on_leave = week("Europe/Berlin", time(22), time(6), 0b1111111, (date(2026, 3, 4), date(2026, 3, 5)))
    assert local(next_working_moment(on_leave, berlin(2026, 3, 4, 5, 0))) == "Wed 04 Mar 05:00 +0100"
    assert local(next_working_moment(on_leave, berlin(2026, 3, 4, 6, 0))) == "Fri 06 Mar 22:00 +0100"


def test_the_day_of_who_works_by_night_turns_when_the_shift_ends():
    assert NIGHT.local_day(berlin(2026, 3, 9, 5, 59)) == date(2026, 3, 8)
    assert NIGHT.local_day(berlin(2026, 3, 9, 6, 0)) == date(2026, 3, 9)
    assert NIGHT.begins(date(2026, 3, 9)) == berlin(2026, 3, 9, 6, 0)


@st.composite
def weeks(draw: st.DrawFn) -> WorkingWeek:
    """Anybody's hours, by day or over midnight, with up to two absences on the days that are looked at."""
    minutes = draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True))
    starts, ends = (time(*divmod(each, 60)) for each in minutes)
    away = draw(st.lists(st.tuples(moments(), st.integers(0, 9)), max_size=2))
    absences = tuple((first.date(), first.date() + length * DAY) for first, length in away)
    return WorkingWeek(
        ZoneInfo(draw(st.sampled_from(ZONES))), starts, ends, draw(st.integers(0, 127)), absences
    )


def moments() -> st.SearchStrategy[datetime]:
    """Moments around the days on which clocks change, in 2026 and where Samoa left a day out in 2011."""
    days = [SPRING, AUTUMN, date(2026, 3, 8), date(2026, 4, 5), date(2026, 10, 4), date(2011, 12, 30)]
    offsets = st.integers(-4 * 24 * 60, 3 * 24 * 60)
    return st.builds(
        lambda day, minutes: datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE,
        st.sampled_from(days),
        offsets,
    )


def looked_for(hours: WorkingWeek, after: datetime, days: int) -> datetime | None:
    """The next working moment by looking at the clock on the wall, minute after minute."""
    for number in range(days * 24 * 60):
        moment = after + number * MINUTE
        wall = moment.astimezone(hours.zone)
        day, clock = wall.date(), wall.time()
        if hours.starts_at < hours.ends_at:
            shift = day if hours.starts_at <= clock < hours.ends_at else None
            shifts = [shift]
        else:
            shifts = [day if clock >= hours.starts_at else None, day - DAY if clock < hours.ends_at else None]
        if any(shift is not None and is_worked(hours, shift) for shift in shifts):
            return moment
    return None


def is_worked(hours: WorkingWeek, day: date) -> bool:
    is_away = any(first <= day and (last is None or day <= last) for first, last in hours.away)
    return bool(hours.workdays >> day.weekday() & 1) and not is_away


@settings(max_examples=examples(80))
@given(weeks(), moments())
@example(week("Pacific/Apia", time(9), time(17), 0b1111111), datetime(2011, 12, 30, 6, tzinfo=UTC))
@example(week("America/Havana", time(0), time(1, 30), 0b1111111), datetime(2026, 3, 8, 4, tzinfo=UTC))
def test_it_is_the_first_minute_that_a_clock_on_the_wall_would_show(hours, after):
    found = next_working_moment(hours, after)
    expected = looked_for(hours, after, days=3)
    if expected is not None:
        assert found == expected
    elif found is not None:
        assert found >= after + 3 * DAY
        assert hours.is_working(found)


@given(weeks(), moments())
def test_the_next_day_begins_where_the_calendar_turns(hours, moment):
    begins = day_after(hours, moment)
    assert hours.local_day(begins) > hours.local_day(moment)
    assert hours.local_day(begins - MINUTE) <= hours.local_day(moment) + DAY
