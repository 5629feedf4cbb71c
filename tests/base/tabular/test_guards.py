"""Cells that no spreadsheet runs, and that come back as they were."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.tabular import guarded, unguarded

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(list(" '=+-@＝＋－＠\t\r\nab1")), max_size=6)


@given(TEXTS)
def test_every_text_comes_back_and_none_can_run(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell)


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
