"""How much of each kind one import may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.people.roster.interchange import DEFAULT_LIMITS, Brake, Limit, MassChange, RosterError


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
    assert Limit.parse(text).allowed(employed) == allowed


@pytest.mark.parametrize("text", ["", "%", "ten", "-1", "101%", "2.5", "nan", "inf%", "10%%"])
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(RosterError, match="such as 10% or a number"):
        Limit.parse(text)


@given(st.integers(0, 100), st.integers(0, 10**6))
def test_a_share_is_never_exceeded_by_rounding(percent, employed):
    allowed = Limit.parse(f"{percent}%").allowed(employed)

    assert allowed * 100 <= percent * employed < (allowed + 1) * 100


def test_a_company_of_five_is_not_stopped_by_each_change_but_by_each_leaver():
    allowed = {kind: limit.allowed(5) for kind, limit in DEFAULT_LIMITS.items()}

    assert allowed.pop(MassChange.LEAVERS) == 0
    assert set(allowed.values()) == {2}


@pytest.mark.parametrize("kind", MassChange)
def test_a_brake_says_how_many_of_how_many_and_which_option_lifts_it(kind):
    said = str(Brake(kind, count=12, of=80, allowed=8))

    assert said.startswith("12 of 80 ")
    assert "at most 8 may" in said
    assert f"raise {kind.option} for this import" in said
