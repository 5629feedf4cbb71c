"""Dates in single cells: what they are understood as, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from lifow.people.roster.interchange.dates import date_of, day_of
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping
from tests.people.roster.interchange.codes import code_of

BRITISH = RosterMapping(date_formats=("%d/%m/%Y",))
BOTH_WAYS = RosterMapping(date_formats=("%d/%m/%Y", "%m/%d/%Y"))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T00:00:00", date(2026, 3, 2)),
        ("2024-01-31-08:00", date(2024, 1, 31)),
        ("2024-01-31Z", date(2024, 1, 31)),
        ("2024-01-31 00:00:00.000 +0100", date(2024, 1, 31)),
        ("2024-01-31T18:30:00-08:00", date(2024, 1, 31)),
        ("2024-01-31T00:00:00Z", date(2024, 1, 31)),
        ("20240131", date(2024, 1, 31)),
        ("20240131T000000Z", date(2024, 1, 31)),
        ("/Date(1704067200000)/", date(2024, 1, 1)),
        ("/Date(-2208988800000)/", date(1900, 1, 1)),
        ("2026-03-02T00:00:00+01:00", date(2026, 3, 2)),
        ("", None),
        ("9999-12-31", None),
        ("9999-12-31T00:00:00Z", None),
        ("0000-00-00", None),
        ("N/A", None),
        ("null", None),
    ],
)
def test_an_iso_date_needs_no_mapping(cell, day):
    assert date_of(cell, NO_MAPPING) == day


@pytest.mark.parametrize("cell", ["01/02/2020", "1.2.20", "13/02/2020", "02-13-2020"])
def test_a_date_whose_order_nobody_has_said_is_ambiguous(cell):
    assert code_of(date_of, cell, NO_MAPPING) == "ambiguous_date"


@pytest.mark.parametrize(
    "cell",
    [
        "2020-02-30",
        "soon",
        "20201301",
        "2020-02-30Z",
        "/Date(x)/",
        "/Date(99999999999999999)/",
        "2020-W01-1",
        "0001-01-01",
        "99/99/2020",
    ],
)
def test_what_is_no_date_is_refused(cell):
    assert code_of(date_of, cell, NO_MAPPING) == "bad_date"


def test_a_mapping_says_how_dates_are_written_and_iso_still_comes_first():
    assert date_of("01/02/2020", BRITISH) == date(2020, 2, 1)
    assert date_of("2020-01-02", BRITISH) == date(2020, 1, 2)
    assert code_of(date_of, "13.02.2020", BRITISH) == "bad_date"


def test_two_formats_that_disagree_are_ambiguous_and_two_that_agree_are_not():
    assert code_of(date_of, "01/02/2020", BOTH_WAYS) == "ambiguous_date"
    assert date_of("13/02/2020", BOTH_WAYS) == date(2020, 2, 13)
    assert date_of("02/02/2020", BOTH_WAYS) == date(2020, 2, 2)


@pytest.mark.parametrize(
    "cell",
    [
        "31-Jan-2024",
        "31 January 2024",
        "31. Januar 2024",
        "31.Jan.2024",
        "January 31, 2024",
        "Jan 31st 2024",
        "31 janvier 2024",
        "31-ene-2024",
        "31 stycznia 2024",
    ],
)
def test_a_month_that_is_a_word_needs_no_mapping(cell):
    assert date_of(cell, NO_MAPPING) == date(2024, 1, 31)


@pytest.mark.parametrize("cell", ["31 listopada 2024", "31 Foo 2024", "31-Jan-24", "32 Jan 2024", "Jan 2024"])
def test_a_month_that_means_two_or_none_is_refused(cell):
    assert code_of(date_of, cell, NO_MAPPING) == "bad_date"


@pytest.mark.parametrize("cell", ["45322", "20000"])
def test_a_number_of_excel_is_named_and_not_guessed(cell):
    assert code_of(date_of, cell, NO_MAPPING) == "date_as_number"


def test_a_moment_in_utc_is_a_day_only_where_the_person_is():
    midnight_in_berlin = datetime(2023, 12, 31, 23, tzinfo=UTC)

    assert date_of("2023-12-31T23:00:00Z", NO_MAPPING) == midnight_in_berlin
    assert date_of("/Date(1704063600000)/", NO_MAPPING) == midnight_in_berlin
    assert day_of(midnight_in_berlin, "Europe/Berlin") == (date(2024, 1, 1), False)
    assert day_of(midnight_in_berlin, "Europe/London") == (date(2023, 12, 31), False)
    assert code_of(day_of, midnight_in_berlin, None) == "day_depends_on_zone"


def test_a_moment_that_is_no_midnight_is_told_where_it_is_another_day():
    assert day_of(datetime(2024, 1, 31, 20, 15, tzinfo=UTC), "Asia/Tokyo") == (date(2024, 2, 1), True)
    assert day_of(datetime(2024, 1, 31, 5, tzinfo=UTC), "America/New_York") == (date(2024, 1, 31), False)
    assert day_of(datetime(2024, 1, 31, 8, 15, tzinfo=UTC), None) == (date(2024, 1, 31), False)
