"""Cells that no spreadsheet runs, and the numbers and words that people type."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.frameworks.interchange.cells import guarded, integer, number, unguarded, yes_no
from tests.assessments.frameworks.interchange.arbitrary import CHARACTERS


@given(st.text(CHARACTERS | st.sampled_from("\n\r\t"), max_size=6))
def test_every_text_comes_back_and_none_can_run(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not re.match(r"\s*[=+\-@＝＋－＠]", cell)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("- ask", "'- ask"),
        (" @sum", "' @sum"),
        ("'tis", "''tis"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_cell_is_guarded_only_where_it_must_be(text, cell):
    assert guarded(text) == cell


def test_an_apostrophe_that_a_person_typed_before_a_letter_stays():
    assert unguarded("'tis") == "'tis"


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
