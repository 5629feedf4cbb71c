"""Words as they are compared, stems and roots, and what is kept of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.passages.compute.packing import IN_TITLE, packed_head, packed_text
from lifow.base.passages.compute.stems import root, stem
from lifow.base.passages.compute.words import placed_words, searched_words, words_in


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Ærø Łódź Đà straße", ["aero", "lodz", "da", "strasse"]),
        ("C, C++ and C#", ["c", "cplusplus", "and", "csharp"]),
        ("東京都", ["東京", "京都"]),
        ("customer’s", ["customer"]),
        ("abena@larkfield.example", ["abena@larkfield.example"]),
        ("refund refund", ["refund"]),
        ("?!* ", []),
    ],
)
def test_a_search_is_its_words(typed, words):
    assert searched_words(typed) == words


def test_a_compound_is_its_parts_and_the_whole():
    assert words_in("kick-off") == ["kick", "off", "kickoff"]


@pytest.mark.parametrize(
    "family",
    [("refund", "refunds", "refunded", "refunding"), ("policy", "policies"), ("invoice", "invoicing")],
)
def test_forms_of_a_word_have_one_stem(family):
    assert len({stem(word) for word in family}) == 1


def test_words_that_are_derived_have_one_root():
    assert root("reconcile") == root("reconciliation")
    assert root("tax") == ""


def test_a_title_weighs_most_and_is_marked():
    packed = packed_head("Refund policy", ["Payments"], "What is paid back")
    weights = dict(zip(packed.words.split(" "), packed.weights, strict=True))
    assert weights["refund"] & IN_TITLE
    assert weights["refund"] & ~IN_TITLE > weights["payments"] > weights["paid"]
    assert "refund+polici" in weights


@given(st.text(max_size=400))
def test_any_text_is_packed_word_by_word(text):
    packed = packed_text(text)
    assert len(packed.words.split(" ") if packed.words else []) == len(packed.weights)
    for word in placed_words(text):
        assert 0 <= word.begin <= word.end <= len(text)
