"""Dates move by whole weeks, and days counted back fall on workdays."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from demo.dates import local_moment, month_ends, weeks_moved, workday_before

MONDAY = date(2026, 11, 23)


def test_within_the_week_of_the_reference_nothing_moves():
    for day in range(7):
        assert weeks_moved(reference=MONDAY, today=MONDAY + timedelta(days=day)) == timedelta(0)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_today_falls_into_the_week_that_starts_at_the_moved_reference(today):
    moved = MONDAY + weeks_moved(reference=MONDAY, today=today)
    assert moved.weekday() == 0
    assert moved <= today < moved + timedelta(weeks=1)


def test_a_day_on_a_weekend_is_the_friday_before():
    assert workday_before(MONDAY, 1) == date(2026, 11, 20)
    assert workday_before(MONDAY, 2) == date(2026, 11, 20)
    assert workday_before(MONDAY, 4) == date(2026, 11, 19)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_a_workday_before_is_never_later_and_keeps_the_order(today, days):
    day = workday_before(today, days)
    assert day.weekday() < 5
    assert day <= today - timedelta(days=days)
    assert workday_before(today, days + 1) <= day


def test_a_moment_is_read_off_the_clock_on_the_persons_own_wall():
    assert local_moment(date(2026, 7, 1), 10 * 60 + 5, "Asia/Kolkata") == datetime(
        2026, 7, 1, 4, 35, tzinfo=UTC
    )
    assert local_moment(date(2026, 7, 1), 9 * 60, "Europe/Dublin") == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_month_ends_are_the_last_moments_of_the_months_before():
    ends = month_ends(date(2027, 1, 13), 3)
    assert [end.date() for end in ends] == [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31)]
    assert all(end + timedelta(seconds=1) < datetime(2027, 1, 13, tzinfo=UTC) for end in ends)
