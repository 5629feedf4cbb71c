"""The multiple-choice knapsack against every choice there is."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.planning.compute import knapsack
from content.planning.compute.knapsack import Knapsack, pack

OPTIONS = st.tuples(st.integers(0, 12), st.floats(0.01, 5))
GROUPS = st.lists(st.lists(OPTIONS, max_size=4), max_size=4)
KNAPSACKS = st.lists(st.builds(Knapsack, st.integers(0, 30), GROUPS), max_size=5)


def every_gain(asked):
    for chosen in product(*([(0, 0.0), *group] for group in asked.groups)):
        if sum(minutes for minutes, _ in chosen) <= asked.minutes:
            yield sum(gain for _, gain in chosen)


@given(KNAPSACKS)
def test_packed_gain_is_the_best_of_all_choices_and_is_what_was_taken(asked):
    for one, answer in zip(asked, pack(asked), strict=True):
        assert answer.gain == pytest.approx(max(every_gain(one)))
        taken = [group[rank] for group, rank in zip(one.groups, answer.taken, strict=True) if rank >= 0]
        assert sum(gain for _, gain in taken) == pytest.approx(answer.gain)
        assert sum(minutes for minutes, _ in taken) <= one.minutes


@given(KNAPSACKS)
def test_answers_do_not_depend_on_the_blocks(asked):
    together = pack(asked)
    assert together == [pack([one])[0] for one in asked]


def test_large_questions_are_split_into_blocks(monkeypatch):
    asked = [Knapsack(minutes, [[(2, 1.0), (3, 1.6)], [(2, 1.0)]]) for minutes in range(7)]
    whole = pack(asked)
    monkeypatch.setattr(knapsack, "CELLS", 20)
    assert pack(asked) == whole
    assert [answer.gain for answer in whole] == pytest.approx([0, 0, 1, 1.6, 2, 2.6, 2.6])


def test_of_equal_gains_the_fewer_minutes_are_taken():
    assert pack([Knapsack(9, [[(5, 1.0), (4, 1.0)]])])[0].taken == (1,)
