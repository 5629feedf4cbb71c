"""The words of a search in a text: marked as a database finds them, and no character lost."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.search import pieces, words_in


@pytest.mark.parametrize(
    ("text", "searched", "marked"),
    [
        ("A refund takes days.", "refunds", ["refund"]),
        ("Refunding is slow, refunds are not.", "refund", ["Refunding", "refunds"]),
        ("The café bill", "cafe bil", ["café", "bill"]),
        ("Running shop", "run", ["Running"]),
        ("Shopping", "sh", ["Shopping"]),
        ("Nothing here", "refund", []),
        ("Nothing here", "", []),
    ],
)
def test_words_are_marked_by_stem_and_the_last_as_a_beginning(text, searched, marked):
    assert [one.text for one in pieces(text, searched) if one.is_marked] == marked


def test_different_words_are_counted_once():
    assert words_in("refund, refunds, and the bank", "refund bank card") == 2


@given(st.text(max_size=60), st.text(max_size=20))
def test_pieces_together_are_the_text_whatever_is_searched(text, searched):
    assert "".join(one.text for one in pieces(text, searched)) == text


@given(st.text(max_size=30))
def test_what_is_marked_stays_text(text):
    page = Template("{% load display %}{{ text|marked:'script' }}").render(
        Context({"text": f"<script>{text}"})
    )
    assert "<script" not in page
    assert "&lt;<mark>script</mark>&gt;" in page
