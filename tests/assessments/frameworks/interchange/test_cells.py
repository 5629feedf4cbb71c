"""Numbers and words that people type."""

from decimal import Decimal

import pytest

from assessments.frameworks.interchange.cells import integer, number, yes_no


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2", "2"),
        ("2.5", "2.5"),
        (" 2,25 ", "2.25"),
        ("1.234", None),
        ("-1", None),
        ("1e3", None),
        ("٣", None),
    ],
)
def test_a_number_has_a_point_or_a_comma_and_two_decimals_at_most(cell, value):
    assert number(cell) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("cell", "value"), [("3", 3), (" 12 ", 12), ("3.0", None), ("", None), ("³", None)])
def test_a_whole_number_is_digits_only(cell, value):
    assert integer(cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Yes", True), ("x", True), ("TRUE", True), ("", False), ("No", False), ("maybe", None)],
)
def test_yes_and_no_are_read_in_the_ways_people_write_them(cell, value):
    assert yes_no(cell) is value
