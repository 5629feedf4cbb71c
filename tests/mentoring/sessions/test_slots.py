"""Times at which two people can meet, against a look at each minute."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mentoring.sessions.compute import Interval, free_of, shared, starts_within

START = datetime(2026, 3, 2, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def at(quarter: int) -> datetime:
    return START + quarter * QUARTER


@st.composite
def intervals(draw) -> list[Interval]:
    """Intervals in order that do not overlap, of quarters of an hour."""
    cuts = sorted(draw(st.sets(st.integers(0, 60), max_size=8)))
    return [Interval(at(low), at(high)) for low, high in zip(cuts[::2], cuts[1::2], strict=False)]


def quarters(those: list[Interval]) -> set[int]:
    return {one for one in range(60) if any(each.starts_at <= at(one) < each.ends_at for each in those)}


@given(intervals(), intervals())
def test_what_two_share_is_what_both_have(some, others):
    assert quarters(shared(some, others)) == quarters(some) & quarters(others)


@given(intervals(), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=5))
def test_what_is_free_is_what_is_not_taken(some, taken):
    busy = [Interval(at(start), at(start + length)) for start, length in taken]
    assert quarters(free_of(some, busy)) == quarters(some) - quarters(busy)


@given(intervals(), st.sampled_from([30, 45, 60]), st.integers(0, 3))
def test_every_half_hour_at_which_it_fits_is_a_start(some, minutes, offset):
    length, anchor = timedelta(minutes=minutes), START - offset * QUARTER
    starts = starts_within(some, length, anchor=anchor)
    fits = [
        at(one)
        for one in range(61)
        if (at(one) - anchor) % timedelta(minutes=30) == timedelta(0)
        and any(each.holds(Interval(at(one), at(one) + length)) for each in some)
    ]
    assert starts == fits
