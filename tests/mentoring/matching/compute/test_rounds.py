from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching.compute import MatchPolicy, match
from tests.backing.examples import examples
from tests.mentoring.matching.compute.company import EMPATHY, REFUNDS, SQL, Guide, Learner, company, earlier
from tests.mentoring.matching.compute.oracle import Round, best_worth, least_rounds
from tests.mentoring.matching.compute.plainly import told_plainly

SKILLS = [REFUNDS, SQL, EMPATHY]
POLICY = MatchPolicy()
NO_BARRIERS: dict[str, list[tuple[int, int]]] = {"line": [], "excluded": [], "paired": []}


@st.composite
def scarce_companies(draw: st.DrawFn) -> tuple[list[Learner], list[Guide]]:
    """Few seats with mentors who cover a skill or two each: who takes which decides how long it takes."""
    gaps = st.dictionaries(st.sampled_from(SKILLS), st.tuples(st.just(1), st.integers(1, 9)), min_size=1)
    learners = [Learner(person, draw(gaps)) for person in range(1, 2 + draw(st.integers(2, 5)))]
    covers = st.dictionaries(st.sampled_from(SKILLS), st.just(3), min_size=1, max_size=2)
    guides = [
        Guide(person, draw(covers), seats=draw(st.sampled_from([0, 1, 1, 2])), load=draw(st.integers(0, 1)))
        for person in range(11, 13 + draw(st.integers(0, 1)))
    ]
    return learners, guides


@given(told=scarce_companies(), waited=st.lists(st.integers(0, 3), min_size=7), data=st.data())
@settings(max_examples=examples(200))
def test_no_round_is_better_where_seats_are_scarce(told: tuple, waited: list[int], data: st.DataObject):
    learners, guides = told
    learners = [replace(one, waited=rounds) for one, rounds in zip(learners, waited, strict=False)]
    people = st.dictionaries(
        st.sampled_from([one.id for one in learners]), st.sampled_from([one.id for one in guides]), max_size=2
    )
    proposed = data.draw(people)
    result = match(*company(learners, guides), POLICY, earlier(learners, proposed.items()))
    plainly = told_plainly(learners, guides, NO_BARRIERS, POLICY, proposed)
    assert result.rounds == least_rounds(plainly)
    assert result.objective == pytest.approx(best_worth(plainly), abs=0.02)


@given(told=scarce_companies())
@settings(max_examples=examples(100))
def test_everybody_is_served_in_the_fewest_rounds_and_again_in_each_as_many(told: tuple):
    learners, guides = told
    guides = [replace(one, load=0) for one in guides]
    fewest = fewest_rounds(learners, guides)
    waited = {one.id: 0.0 for one in learners}
    reached = set(told_plainly(learners, guides, NO_BARRIERS, POLICY, {}).can_be_served())
    for _round in range(2 * fewest + 1):
        waiting = [replace(one, waited=waited[one.id]) for one in learners]
        result = match(*company(learners, guides), POLICY, earlier(waiting))
        assert result.rounds <= fewest
        served = {pair.mentee for pair in result.pairs}
        waited = {one: 0.0 if one in served else rounds + 1 for one, rounds in waited.items()}
        assert all(waited[one] < fewest for one in reached)


def fewest_rounds(learners: list[Learner], guides: list[Guide]) -> int:
    """In how many rounds a flow of so many times the seats serves everybody: plain augmenting paths."""
    told = told_plainly(learners, guides, NO_BARRIERS, POLICY, {})
    rounds = 0
    while not all_served(told, rounds):
        rounds += 1
    return rounds


def all_served(told: Round, rounds: int) -> bool:
    taken: dict[tuple[int, int], int] = {}
    return all(finds_a_seat(told, rounds, one, taken, set()) for one in told.can_be_served())


def finds_a_seat(
    told: Round, rounds: int, learner: int, taken: dict[tuple[int, int], int], seen: set[tuple[int, int]]
) -> bool:
    for mentor in told.worth[learner]:
        for seat in range(rounds * told.seats[mentor]):
            if (mentor, seat) in seen:
                continue
            seen.add((mentor, seat))
            holder = taken.get((mentor, seat))
            if holder is None or finds_a_seat(told, rounds, holder, taken, seen):
                taken[mentor, seat] = learner
                return True
    return False
