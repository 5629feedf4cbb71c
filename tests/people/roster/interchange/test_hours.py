"""Working hours in single cells."""

from datetime import time

import pytest

from lifow.people.roster.interchange.hours import WorkingHours, working_hours_of
from tests.people.roster.interchange.codes import code_of

WEEKDAYS = 0b0011111


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("9:00-17:30", WorkingHours(time(9), time(17, 30), None)),
        ("Mon-Fri 09:00 – 17:00", WorkingHours(time(9), time(17), WEEKDAYS)),
        ("Mon, Wed, Fri 08:00-12:00", WorkingHours(time(8), time(12), 0b0010101)),
        ("Sunday-Thursday 08:00-16:00", WorkingHours(time(8), time(16), 0b1001111)),
        ("8:00 AM - 4:30 PM", WorkingHours(time(8), time(16, 30), None)),
        ("Mon to Fri: 12:00 am to 12:30 p.m.", WorkingHours(time(0), time(12, 30), WEEKDAYS)),
        ("Mo-Fr 08:00-16:00", WorkingHours(time(8), time(16), WEEKDAYS)),
        ("Mo-Sa 8-16 Uhr", WorkingHours(time(8), time(16), 0b0111111)),
        ("Di, Do 8.30-12.00", WorkingHours(time(8, 30), time(12), 0b0001010)),
        ("lun-ven 09:00-17:00", WorkingHours(time(9), time(17), WEEKDAYS)),
        ("ma-vr 09:00-17:00", WorkingHours(time(9), time(17), WEEKDAYS)),
        ("", None),
        ("n/a", None),
    ],
)
def test_working_hours_may_name_their_days(cell, hours):
    assert working_hours_of(cell) == hours


@pytest.mark.parametrize(
    "cell",
    [
        "40",
        "40 Hours",
        "full-time",
        "Night shift",
        "09:00-25:00",
        "Mox-Fri 09:00-17:00",
        "09:00",
        "9-17",
        "13:00 PM - 14:00 PM",
    ],
)
def test_what_are_no_working_hours_is_refused(cell):
    assert code_of(working_hours_of, cell) == "bad_working_hours"


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("22:00-06:00", WorkingHours(time(22), time(6), None)),
        ("Sun-Thu 10:00 PM - 6:00 AM", WorkingHours(time(22), time(6), 0b1001111)),
        ("Sonntag 17:00-09:00", WorkingHours(time(17), time(9), 0b1000000)),
        ("16:00-24:00", WorkingHours(time(16), time(0), None)),
    ],
)
def test_hours_that_end_before_they_start_end_on_the_next_day(cell, hours):
    assert working_hours_of(cell) == hours


@pytest.mark.parametrize("cell", ["09:00-09:00", "00:00-24:00"])
def test_hours_that_end_as_they_start_are_none(cell):
    assert code_of(working_hours_of, cell) == "no_working_hours"
