"""Time zones in single cells."""

import pytest

from lifow.people.roster.interchange.zones import timezone_of
from tests.people.roster.interchange.codes import code_of


def test_a_time_zone_is_known_by_its_name_whatever_its_case():
    assert timezone_of("europe/berlin") == "Europe/Berlin"
    assert timezone_of("America/New York") == "America/New_York"
    assert timezone_of("CET") == "CET"
    assert timezone_of("") is None
    assert timezone_of("n/a") is None


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("india standard time", "Asia/Calcutta"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT+01:00) Amsterdam", "Europe/Amsterdam"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
        ("GMT-08:00 America/Los_Angeles", "America/Los_Angeles"),
        ("(GMT+02:00) Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_names_of_windows_and_of_cities_are_read(cell, zone):
    assert timezone_of(cell) == zone


@pytest.mark.parametrize("cell", ["GMT+1", "UTC +01:00", "(GMT-05:00)", "utc-3"])
def test_an_offset_is_no_time_zone(cell):
    assert code_of(timezone_of, cell) == "offset_is_no_timezone"


@pytest.mark.parametrize(
    "cell", ["Berlin", "../../etc/passwd", "America", "(GMT+05:00) Amsterdam", "(GMT+01:00) Atlantis", "home"]
)
def test_an_unknown_time_zone_is_refused(cell):
    assert code_of(timezone_of, cell) == "bad_timezone"
