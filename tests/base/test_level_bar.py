import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.level_bar import gap_step, level_bar, share_step, shown_level, spark_points, text_bar


def test_a_scale_from_one_gives_its_lowest_level_a_segment():
    bar = level_bar(level=2, needed=3, sigma=0.5, lowest=1, highest=5)
    assert bar.cuts == ("20%", "40%", "60%", "80%")
    assert (bar.known, bar.needed) == ("40%", "60%")
    assert (bar.low, bar.high) == ("27.18%", "52.82%")


def test_a_scale_from_zero_fills_nothing_at_level_zero():
    bar = level_bar(level=0, needed=3.5, sigma=None, lowest=0, highest=7)
    assert (bar.known, bar.needed, len(bar.cuts)) == ("0%", "50%", 6)


def test_nobody_knows_is_not_level_zero():
    bar = level_bar(level=None, needed=2, sigma=0.4, lowest=0, highest=4)
    assert bar.known is None
    assert bar.low is None
    assert bar.needed == "50%"


def test_no_whisker_where_the_certainty_is_not_given():
    assert level_bar(level=2, needed=None, sigma=None, lowest=1, highest=5).low is None


def test_an_empty_scale_is_an_error():
    with pytest.raises(ValueError, match="two levels"):
        level_bar(level=1, needed=1, sigma=None, lowest=3, highest=3)


@given(
    level=st.floats(-50, 50), needed=st.floats(-50, 50), sigma=st.floats(0.01, 20), highest=st.integers(2, 12)
)
def test_every_part_stays_on_the_bar_and_in_order(level, needed, sigma, highest):
    bar = level_bar(level=level, needed=needed, sigma=sigma, lowest=1, highest=highest)
    low, known, high = (float(part.rstrip("%")) for part in (bar.low, bar.known, bar.high))
    assert 0 <= low <= known <= high <= 100
    assert 0 <= float(bar.needed.rstrip("%")) <= 100
    assert len(bar.cuts) == highest - 1


@pytest.mark.parametrize(
    ("level", "needed", "shown"),
    [
        (2.1, 3, "2"),
        (2.7, 3, "2.7"),
        (3.2, 3, "3"),
        (2.97, 3, "3"),
        (2.94, 3, "2.9"),
        (2.7, None, "3"),
        (3.4, 4.1, "3.4"),
        (4.02, 4.1, "4"),
        (4, 4, "4"),
        (0, 2, "0"),
    ],
)
def test_a_level_is_whole_unless_that_would_hide_a_gap(level, needed, shown):
    assert shown_level(level, needed) == shown


def test_a_level_that_meets_is_whole():
    assert shown_level(2.7, 3, met=True) == "3"
    assert shown_level(4.02, 4.12, met=True) == "4"


@pytest.mark.parametrize(
    ("level", "needed", "drawn"),
    [(2, 3, "▮▮▯│▯▯"), (None, 3, "▨▨▨│▨▨"), (5, None, "▮▮▮▮▮"), (4, 5, "▮▮▮▮▯│"), (2.6, 3, "▮▮▯│▯▯")],
)
def test_plain_text_draws_the_same_bar(level, needed, drawn):
    assert text_bar(level=level, needed=needed, lowest=1, highest=5) == drawn


def test_plain_text_fills_what_is_met():
    assert text_bar(level=2.6, needed=3, lowest=1, highest=5, met=True) == "▮▮▮│▯▯"


def test_plain_text_on_a_scale_from_zero_has_a_mark_a_step():
    assert text_bar(level=0, needed=2, lowest=0, highest=4) == "▯▯│▯▯"


@pytest.mark.parametrize(("gap", "step"), [(0.3, 1), (1.2, 1), (1.8, 2), (3.0, 3), (6.5, 4)])
def test_an_open_gap_has_at_least_the_first_step(gap, step):
    assert gap_step(gap) == step


@pytest.mark.parametrize(
    ("share", "step"), [(0, 0), (0.04, 1), (0.25, 1), (1 / 3, 2), (0.5, 2), (0.51, 3), (0.75, 3), (1, 4)]
)
def test_a_share_has_a_step_for_each_quarter(share, step):
    assert share_step(share) == step


def test_a_trend_runs_from_the_lowest_at_the_bottom_to_the_highest_at_the_top():
    assert spark_points([2, 6, 4], width=72, height=16) == [(0, 16), (36, 0), (72, 8)]


def test_a_flat_trend_runs_through_the_middle_and_one_value_is_none():
    assert spark_points([3, 3], width=10, height=4) == [(0, 2), (10, 2)]
    assert spark_points([3], width=10, height=4) == []
