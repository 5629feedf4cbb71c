import numpy as np
import pytest

from mentoring.matching.compute import HOURS_A_WEEK, working_weeks
from tests.mentoring.matching.compute.company import whole

MONDAY, FRIDAY, SUNDAY = 0, 4, 6


def hours_of(day: int, start: int, end: int, utc_offset: int) -> list[int]:
    week = working_weeks(
        days=np.arange(7)[None, :] == day,
        start=whole([start]),
        end=whole([end]),
        utc_offset=whole([utc_offset]),
    )
    assert week.shape == (1, HOURS_A_WEEK)
    return np.flatnonzero(week[0]).tolist()


def test_a_day_in_utc_is_its_own_hours():
    assert hours_of(MONDAY, 9 * 60, 17 * 60, 0) == list(range(9, 17))


def test_east_is_earlier_in_utc():
    assert hours_of(FRIDAY, 9 * 60, 17 * 60, 120) == list(range(4 * 24 + 7, 4 * 24 + 15))


def test_only_whole_utc_hours_count_in_a_half_hour_zone():
    assert hours_of(MONDAY, 9 * 60, 17 * 60, 330) == list(range(4, 11))


def test_monday_morning_in_the_east_is_sunday_in_utc():
    assert hours_of(MONDAY, 8 * 60, 10 * 60, 540) == [0, 167]


def test_sunday_evening_in_the_west_is_monday_in_utc():
    assert hours_of(SUNDAY, 20 * 60, 22 * 60, -480) == [4, 5]


def test_a_night_shift_ends_on_the_next_day_and_the_week_goes_round():
    assert hours_of(SUNDAY, 22 * 60, 6 * 60, 0) == [0, 1, 2, 3, 4, 5, 166, 167]


def test_equal_start_and_end_is_round_the_clock():
    assert hours_of(MONDAY, 0, 0, 0) == list(range(24))


def test_a_shift_shorter_than_an_hour_has_no_whole_hour():
    assert hours_of(MONDAY, 9 * 60 + 15, 9 * 60 + 45, 0) == []


def test_nobody_has_no_weeks():
    none = whole([])
    assert working_weeks(np.zeros((0, 7), dtype=np.bool_), none, none, none).shape == (0, HOURS_A_WEEK)


@pytest.mark.parametrize("utc_offset", [-720, -210, 0, 45, 345, 840])
def test_a_week_matches_minutes_counted_one_by_one(utc_offset: int):
    draw = np.random.default_rng(utc_offset + 1000)
    days = draw.random((40, 7)) < 0.7
    start, end = draw.integers(0, 1440, 40), draw.integers(0, 1441, 40)
    weeks = working_weeks(days, start, end, np.full(40, utc_offset))
    for person in range(40):
        length = (end[person] - start[person] - 1) % 1440 + 1
        shifts = [
            {(day * 1440 + start[person] - utc_offset + minute) % 10080 for minute in range(length)}
            for day in np.flatnonzero(days[person])
        ]
        expected = [
            any(all(hour * 60 + minute in shift for minute in range(60)) for shift in shifts)
            for hour in range(HOURS_A_WEEK)
        ]
        assert weeks[person].tolist() == expected
