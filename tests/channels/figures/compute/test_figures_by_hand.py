"""Figures of small worlds that are worked out by hand, and what is not told of few people."""

from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.figures.compute import (
    Figure,
    Learned,
    ModuleGain,
    Need,
    levels_per_minute,
    minutes_learned,
    search_seconds,
    share,
    time_to_answer,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
TOO_FEW = Figure()


def learned(channel, people, seconds=600, inside=600):
    return [Learned(channel, person, seconds, inside) for person in people]


def needs(channel, minutes, people=range(5)):
    """One question for each of `minutes`, None for those without an answer; by the people in turn."""
    askers = list(people)
    return [
        Need(
            channel,
            askers[place % len(askers)],
            NOON,
            None if one is None else NOON + timedelta(minutes=one),
        )
        for place, one in enumerate(minutes)
    ]


def test_a_share_says_how_many_of_how_many():
    assert share(5, 10) == Figure(0.5, 5, 10)
    assert share(5, 9) == TOO_FEW
    assert share(5, 10, people=4) == TOO_FEW


def test_minutes_of_few_are_neither_told_nor_in_the_sum():
    rows = [*learned("portal", range(6)), *learned("assistant", range(4), 60_000, 60_000)]
    assert minutes_learned(rows) == {"portal": Figure(60, 60, 60), "": Figure(60, 60, 60)}


def test_how_much_was_in_working_hours_is_told_of_nobody_or_of_five():
    inside = learned("portal", range(5))
    four = learned("mail", range(1, 5), 600, 300) + learned("mail", [9], 600, 600)
    five = learned("api", range(5), 600, 300)
    told = minutes_learned([*inside, *four, *five])
    assert told["portal"] == Figure(50, 50, 50)
    assert told["mail"] == Figure(50, None, 50)
    assert told["api"] == Figure(50, 25, 50)
    # With the sum and two of three, the third would be told.
    assert told[""] == Figure(150, None, 150)


def test_nobody_learned():
    assert minutes_learned([]) == {}


def test_the_median_of_answers_counts_those_that_came():
    told = time_to_answer([*needs("portal", [10, 20, 30, 40, 500, None]), *needs("chat", [5], [7])])
    assert told["portal"] == Figure(30, 5, 6)
    assert told["chat"] == TOO_FEW
    # With the company and one of two channels, the other would be told.
    assert told[""] == Figure(30, 5, 6)


@pytest.mark.parametrize(
    "few",
    [needs("portal", [1, 2, 3, 4, 5, 6], range(4)), needs("portal", [1, 2, 3, 4, None, None])],
    ids=["people", "answers"],
)
def test_times_of_few_are_not_told(few):
    assert time_to_answer(few)[""] == TOO_FEW


def test_who_asks_without_a_name_is_not_a_person_more():
    named = needs("portal", [10] * 8, [1, 2, 3, 4, None])
    assert time_to_answer(named)[""] == TOO_FEW


def test_half_of_searches_took_at_most_the_median():
    assert search_seconds({3: 5, 8: 5, 60: 10}) == Figure(34.0, 20, 20)
    assert search_seconds({3: 9}) == TOO_FEW


@given(st.dictionaries(st.integers(0, 600), st.integers(1, 30), min_size=1))
def test_the_median_of_searches_is_that_of_the_list(times):
    every = sorted(seconds for seconds, count in times.items() for _time in range(count))
    told = search_seconds(times)
    assert told == (TOO_FEW if len(every) < 10 else Figure(median(every), len(every), len(every)))


def test_levels_a_minute_are_those_of_modules_whose_effect_is_known():
    # 10 × 0.5 + 30 × 0.1 = 8 levels in 10 × 10 + 30 × 4 = 220 minutes; 5 more are of an unknown effect.
    modules = [ModuleGain(10, 10, 0.5, 0.3, 0.7), ModuleGain(30, 4, 0.1, -0.1, 0.3), ModuleGain(5, 60)]
    told = levels_per_minute(modules, people=12)
    assert told.value == pytest.approx(8 / 220)
    assert told.low == pytest.approx((3 - 3) / 220)
    assert told.high == pytest.approx((7 + 9) / 220)
    assert (told.number, told.base) == (40, 45)


def test_levels_of_few_are_not_told():
    assert levels_per_minute([ModuleGain(30, 10, 0.5)], people=4) == TOO_FEW
    assert levels_per_minute([], people=0) == TOO_FEW
