"""What was seen of a video is merged: by examples worked by hand, and by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.kinds.video.clock import clock_of, listed_moment, seconds_of
from content.kinds.video.seen import is_watched, merged, seconds_seen, stretches_in

stretches = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=30)


def test_stretches_that_touch_are_one():
    assert merged([(10, 20), (0, 5), (5.5, 9.5), (30, 40)], 35) == [(0, 20), (30, 35)]


@pytest.mark.parametrize(
    "none", [None, "x", [1], [1, "2"], [5, 5], [6, 2], [True, 3], [float("nan"), 3], [50, 60]]
)
def test_what_is_none_is_left_out(none):
    assert merged([none], 40) == []


@given(stretches, st.randoms())
def test_the_order_and_a_second_time_change_nothing(told, random):
    once = merged(told, 90)
    shuffled = [*told, *told]
    random.shuffle(shuffled)
    assert merged(shuffled, 90) == once == merged(once, 90)
    assert seconds_seen(once) <= 90


@given(stretches, stretches)
def test_seeing_more_is_never_less(told, more):
    assert seconds_seen(merged([*told, *more], 90)) >= seconds_seen(merged(told, 90)) - 1e-6


def test_nine_tenths_are_enough():
    assert is_watched([(0, 90)], 100)
    assert not is_watched([(0, 50), (80, 100)], 100)


def test_what_a_page_sends_is_read():
    assert stretches_in("0-12.5,30-44,x,-,5") == [(0, 12.5), (30, 44)]
    assert len(stretches_in("0-1," * 10_000)) <= 200


@pytest.mark.parametrize(
    ("clock", "seconds"),
    [("0:00", 0), ("1:23", 83), ("01:02:03", 3723), ("1:60", None), ("83", None), ("-1:00", None)],
)
def test_a_moment_is_read_as_people_write_it(clock, seconds):
    assert seconds_of(clock) == seconds
    assert seconds is None or seconds_of(clock_of(seconds)) == seconds


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("0:00 Intro", ("0:00", "Intro")),
        ("(1:30) - Refunds: why", ("1:30", "Refunds: why")),
        ("1:02:03 – End", ("1:02:03", "End")),
        ("Intro", None),
        ("0:00", None),
    ],
)
def test_a_line_of_a_list_is_a_chapter(line, found):
    assert listed_moment(line) == found
