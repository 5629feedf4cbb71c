"""Single cells: what they are understood as, and what is refused."""

from datetime import date, time

import pytest

from lifow.people.roster.interchange.cells import (
    CellError,
    WorkingHours,
    date_of,
    email_of,
    languages_of,
    status_of,
    text_of,
    timezone_of,
    working_hours_of,
)
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping
from lifow.people.roster.interchange.state import Status

BRITISH = RosterMapping(date_formats=("%d/%m/%Y",))
BOTH_WAYS = RosterMapping(date_formats=("%d/%m/%Y", "%m/%d/%Y"))


def code_of(read, *arguments):
    with pytest.raises(CellError) as error:
        read(*arguments)
    return error.value.code


def test_text_loses_outer_and_doubled_white_space_and_keeps_its_formula():
    assert text_of("  Head\n of\u00a0 Sales ") == "Head of Sales"
    assert text_of("=1+1") == "=1+1"


def test_the_same_letters_written_in_two_ways_are_the_same_text():
    assert text_of("Zoe\u0308") == text_of("Zo\u00eb")


def test_text_that_is_too_long_or_holds_a_nul_is_refused():
    assert code_of(text_of, "x" * 201, 200) == "too_long"
    assert code_of(text_of, "a\0b") == "nul_character"


@pytest.mark.parametrize(
    "cell", ["Ama@X.org", "a.b+c@sub.x-y.co.uk", "o'neil@x.org", "zoë@münchen.de", "a@xn--p1ai.xn--p1ai"]
)
def test_an_email_is_taken_in_lower_case(cell):
    assert email_of(f" {cell} ") == cell.lower()


@pytest.mark.parametrize(
    "cell",
    [
        "ama",
        "ama@",
        "@x.org",
        "ama@x",
        "a b@x.org",
        "Ama <ama@x.org>",
        "a@x.org, b@x.org",
        "a@x..org",
        "a@-x.org",
    ],
)
def test_what_is_no_email_is_refused(cell):
    assert code_of(email_of, cell) == "bad_email"


def test_an_empty_email_is_none_and_a_very_long_one_is_refused():
    assert email_of("  ") is None
    assert code_of(email_of, f"{'a' * 250}@x.org") == "too_long"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T00:00:00", date(2026, 3, 2)),
        ("2026-03-02 08:15:00.000Z", date(2026, 3, 2)),
        ("2026-03-02T00:00:00+01:00", date(2026, 3, 2)),
        ("", None),
        ("9999-12-31", None),
    ],
)
def test_an_iso_date_needs_no_mapping(cell, day):
    assert date_of(cell, NO_MAPPING) == day


@pytest.mark.parametrize("cell", ["01/02/2020", "1.2.20", "13/02/2020", "02-13-2020"])
def test_a_date_whose_order_nobody_has_said_is_ambiguous(cell):
    assert code_of(date_of, cell, NO_MAPPING) == "ambiguous_date"


@pytest.mark.parametrize(
    "cell", ["2020-02-30", "soon", "45291", "20200201", "2020-W01-1", "0001-01-01", "99/99/2020"]
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
    ("cell", "status"),
    [
        ("Active", "active"),
        ("ON LEAVE", "leave"),
        ("Pre-hire", "prehire"),
        ("T", "terminated"),
        ("Retired", "terminated"),
    ],
)
def test_the_usual_words_for_a_status_are_known(cell, status):
    assert status_of(cell, NO_MAPPING) == status


def test_inactive_is_refused_because_systems_disagree_on_what_it_means():
    assert code_of(status_of, "Inactive", NO_MAPPING) == "bad_status"
    assert status_of("Inactive", RosterMapping(statuses={"inactive": Status.LEAVE})) is Status.LEAVE


def test_an_empty_status_is_missing_unless_the_mapping_names_it():
    assert code_of(status_of, "", NO_MAPPING) == "missing_value"
    assert status_of("", RosterMapping(statuses={"": Status.ACTIVE})) is Status.ACTIVE


def test_a_time_zone_is_known_by_its_name_whatever_its_case():
    assert timezone_of("europe/berlin") == "Europe/Berlin"
    assert timezone_of("America/New York") == "America/New_York"
    assert timezone_of("") is None


@pytest.mark.parametrize(
    "cell", ["Berlin", "GMT+25", "../../etc/passwd", "America", "W. Europe Standard Time"]
)
def test_an_unknown_time_zone_is_refused(cell):
    assert code_of(timezone_of, cell) == "bad_timezone"


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("en", ("en",)),
        ("German; en_us", ("de", "en-US")),
        ("pt-br|PT", ("pt-BR", "pt")),
        ("zh-hant, en, English", ("zh-Hant", "en")),
        ("", None),
    ],
)
def test_languages_are_codes_or_names(cell, languages):
    assert languages_of(cell, NO_MAPPING) == languages


def test_an_unknown_language_is_refused():
    assert code_of(languages_of, "en; Klingonese", NO_MAPPING) == "bad_language"


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("9:00-17:30", WorkingHours(time(9), time(17, 30), None)),
        ("Mon-Fri 09:00 – 17:00", WorkingHours(time(9), time(17), 0b0011111)),
        ("Mon, Wed, Fri 08:00-12:00", WorkingHours(time(8), time(12), 0b0010101)),
        ("Sunday-Thursday 08:00-16:00", WorkingHours(time(8), time(16), 0b1001111)),
        ("", None),
    ],
)
def test_working_hours_may_name_their_days(cell, hours):
    assert working_hours_of(cell) == hours


@pytest.mark.parametrize(
    "cell", ["40", "full-time", "17:00-09:00", "09:00-25:00", "Mox-Fri 09:00-17:00", "09:00"]
)
def test_what_are_no_working_hours_is_refused(cell):
    assert code_of(working_hours_of, cell) == "bad_working_hours"
