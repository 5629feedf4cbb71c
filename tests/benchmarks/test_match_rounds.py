"""The oracle of rounds agrees with trying every choice, and the worlds are what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import round_oracle
from benchmarks.match_rounds import POLICY, figures
from benchmarks.mentoring_worlds import WORLDS, World, company
from tests.backing.examples import examples
from tests.mentoring.matching.compute import oracle

SMALL = World(learners=40, mentors=9, skills=8, strengths=3, seats=(1, 2))
WAITS = st.lists(st.integers(0, 3), min_size=5, max_size=5)


@given(
    levels=st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=5, max_size=5),
    seats=st.lists(st.integers(0, 2), min_size=2, max_size=2),
    waited=WAITS,
)
@settings(max_examples=examples(60))
def test_the_program_finds_what_trying_every_choice_finds(levels, seats, waited):
    table = np.array(levels, dtype=np.float64)
    most = float(table.max())
    pairs = round_oracle.Pairs(np.arange(5), np.arange(2), table, most)
    told = oracle.Round(
        worth={
            one: {m: row[m] + most * waited[one] for m in range(2) if row[m] and seats[m]}
            for one, row in enumerate(levels)
        },
        seats=dict(enumerate(seats)),
        later=dict(enumerate(seats)),
        waited=dict(enumerate(waited)),
    )
    rounds = oracle.least_rounds(told)
    free, past = np.array(seats), np.array(waited)
    if rounds:
        assert round_oracle.has_timetable(pairs, free, past, rounds)
        assert not round_oracle.has_timetable(pairs, free, past, rounds - 1)
        assert round_oracle.best_worth(pairs, free, past, rounds) == pytest.approx(oracle.best_worth(told))
    assert round_oracle.fewest_rounds(pairs, free) == oracle.least_rounds(unwaited(told))


def unwaited(told):
    return oracle.Round(worth=told.worth, seats=told.seats, later=told.later)


@pytest.mark.parametrize("seed", [4, 5])
def test_a_small_company_is_served_in_the_fewest_rounds_and_each_is_its_optimum(seed):
    found = figures(company(SMALL, seed), seed)
    assert found.took == found.fewest > 1
    assert not found.faults()


@pytest.mark.parametrize("name", WORLDS)
def test_the_same_seed_makes_the_same_company(name):
    one, other, different = (company(WORLDS[name], seed)[0].needs.weighted_gap for seed in (1, 1, 2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, different)


def test_hard_rules_keep_most_pairs_apart():
    shares = {
        name: float((round_oracle.pairs_of(*company(WORLDS[name], 1), POLICY).levels > 0).mean())
        for name in ("as usual", "hard rules")
    }
    assert shares["hard rules"] < shares["as usual"] / 2
