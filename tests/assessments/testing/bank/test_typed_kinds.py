"""Answers that are typed: numbers as people write them, and texts that look alike."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.testing.bank.kinds import KINDS
from assessments.testing.bank.kinds.numeric import readings
from assessments.testing.bank.kinds.text import normal


@pytest.mark.parametrize(
    ("text", "unit", "numbers"),
    [
        ("12.5", "", {"12.5"}),
        ("12,5", "", {"12.5"}),
        ("1,250", "", {"1250", "1.250"}),
        ("1.250,5", "", {"1250.5"}),
        ("1,250.5", "", {"1250.5"}),
        ("1 250,5", "", {"1250.5"}),
        ("1’250.5", "", {"1250.5"}),
        ("−3", "", {"-3"}),
        (".5", "", {"0.5"}),
        ("-,5", "", {"-0.5"}),
        ("-", "", set()),
        ("12,50 €", "€", {"12.50"}),
        ("€12.50", "€", {"12.50"}),
        ("40 %", "%", {"40"}),
        ("1,2,3", "", set()),
        ("12,", "", set()),
        ("1e3", "", set()),
        ("twelve", "", set()),
        ("1/2", "", set()),
        ("9" * 31, "", set()),
        ("", "", set()),
    ],
)
def test_a_number_is_read_as_its_reader_writes_it(text, unit, numbers):
    assert readings(text, unit) == {Decimal(number) for number in numbers}


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_with_a_decimal_comma_is_the_same_as_with_a_point(number):
    body = {"answer": f"{number:f}", "tolerance": "0"}
    kind = KINDS["numeric"]
    assert (
        kind.score(body, {"text": f"{number:f}"})
        == kind.score(body, {"text": f"{number:f}".replace(".", ",")})
        == 1
    )


@given(
    answer=st.decimals(-1000, 1000, places=2),
    typed=st.decimals(-1000, 1000, places=2),
    tolerance=st.decimals(0, 10, places=2),
)
def test_a_number_is_right_just_within_its_tolerance(answer, typed, tolerance):
    body = {"answer": f"{answer:f}", "tolerance": f"{tolerance:f}"}
    assert KINDS["numeric"].score(body, {"text": f"{typed:f}"}) == int(abs(answer - typed) <= tolerance)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("don’t", "don't"),
        ("e\u0301", "é"),
        ("ﬁne", "fine"),
        ("a\u200bb", "ab"),
        ("A–B", "a-b"),
    ],
)
def test_texts_that_look_alike_are_the_same(one, other):
    assert normal(one) == normal(other)


@given(st.text(max_size=50))
def test_the_form_in_which_texts_are_compared_stays_as_it_is(text):
    for is_case_sensitive in (True, False):
        once = normal(text, is_case_sensitive=is_case_sensitive)
        assert normal(once, is_case_sensitive=is_case_sensitive) == once


@given(st.text(max_size=20), st.text(max_size=20))
def test_case_matters_only_where_it_is_said(one, other):
    assume(normal(one) and normal(one, is_case_sensitive=True) != normal(other, is_case_sensitive=True))
    body = {"accepted": [one], "is_case_sensitive": True}
    assert KINDS["text"].score(body, {"text": other}) == 0
    is_same = normal(one) == normal(one.upper())
    assert KINDS["text"].score({**body, "is_case_sensitive": False}, {"text": one.upper()}) == int(is_same)
    assert KINDS["text"].score(body, {"text": f"  {one} "}) == 1
