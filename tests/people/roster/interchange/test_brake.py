"""How many may leave in one import."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.people.roster.interchange import LeaverBrake, MaxLeavers, RosterError


@pytest.mark.parametrize(
    ("text", "employed", "allowed"),
    [
        ("10%", 80, 8),
        ("10%", 9, 0),
        ("12.5 %", 80, 10),
        (" 25 ", 7, 25),
        ("0", 80, 0),
        ("100%", 80, 80),
        ("7%", 100, 7),
    ],
)
def test_a_limit_is_a_share_or_a_number(text, employed, allowed):
    assert MaxLeavers.parse(text).allowed(employed) == allowed


@pytest.mark.parametrize("text", ["", "%", "ten", "-1", "101%", "2.5", "nan", "inf%", "10%%"])
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(RosterError, match="such as 10% or a number"):
        MaxLeavers.parse(text)


@given(st.integers(0, 100), st.integers(0, 10**6))
def test_a_share_is_never_exceeded_by_rounding(percent, employed):
    allowed = MaxLeavers.parse(f"{percent}%").allowed(employed)

    assert allowed * 100 <= percent * employed < (allowed + 1) * 100


def test_the_brake_says_how_many_of_how_many_and_what_to_do():
    assert str(LeaverBrake(leavers=12, employed=80, allowed=8)).startswith(
        "12 of 80 people would leave; at most 8 may. Nothing is written."
    )
