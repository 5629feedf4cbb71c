import numpy as np
import pytest

from mentoring.matching.compute import MatchPolicy, match
from mentoring.matching.compute.candidates import Candidates, survey
from mentoring.matching.compute.problem import problem_of
from tests.mentoring.matching.compute.company import SQL, Guide, Learner, company, drawn_company


def ranks_of(pairs: Candidates, group: np.ndarray) -> dict[int, list[int]]:
    ranks: dict[int, list[int]] = {}
    for member, rank in zip(group.tolist(), pairs.rank.tolist(), strict=True):
        ranks.setdefault(member, []).append(rank)
    return {member: sorted(found, reverse=True) for member, found in ranks.items()}


@pytest.mark.parametrize("few", [1, 3, 20])
def test_the_best_few_of_each_side_are_the_best_of_all(few: int):
    people = drawn_company(mentees=1500, mentors=400, seed=3)
    found = survey(problem_of(*people, MatchPolicy(best_of=few, shortlist=1, exact_up_to=0)))
    problem = problem_of(*people, MatchPolicy(best_of=1500))
    everything = survey(problem).for_mentees
    asking = everything.only(problem.wanted[everything.mentee] > 0)
    for kept, full, side in (
        (found.for_mentees, everything, "mentee"),
        (found.for_mentors, asking, "mentor"),
    ):
        expected = ranks_of(full, getattr(full, side))
        assert ranks_of(kept, getattr(kept, side)) == {who: best[:few] for who, best in expected.items()}


def test_every_pair_that_the_rules_allow_is_counted():
    problem = problem_of(*drawn_company(mentees=300, mentors=90, seed=4), MatchPolicy(best_of=300))
    found = survey(problem)
    everything = found.for_mentees
    assert (found.covering >= found.allowed).all()
    assert (found.allowed >= found.worthwhile).all()
    assert (np.bincount(everything.mentee, minlength=300) <= found.allowed).all()
    assert np.array_equal(everything.joined(found.for_mentors).rank, everything.rank)


def test_equal_people_are_spread_over_each_other():
    learners = [Learner(person, {SQL: (3, 1.0)}) for person in range(1, 301)]
    guides = [Guide(person, {SQL: 3}) for person in range(1001, 1301)]
    result = match(*company(learners, guides), MatchPolicy(best_of=5, shortlist=1, exact_up_to=0))
    assert len(result.pairs) == 300
    assert result.candidates <= 2 * 300 * 5


def test_the_lots_of_two_people_stay_when_others_come():
    learners = [Learner(person, {SQL: (3, 1.0)}) for person in range(1, 40)]
    guides = [Guide(person, {SQL: 3}, seats=40) for person in range(101, 140)]
    policy = MatchPolicy(best_of=4, shortlist=4, exact_up_to=0)
    few = [(p.mentee, p.mentor) for p in match(*company(learners[5:], guides), policy).shortlist]
    all_of_them = [(p.mentee, p.mentor) for p in match(*company(learners, guides), policy).shortlist]
    assert few == [couple for couple in all_of_them if couple[0] > 5]
