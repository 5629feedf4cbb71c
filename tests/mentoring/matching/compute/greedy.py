"""The greedy matching, to compare the best one with: the best pair that is left, again and again."""

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute import Barriers, MatchPolicy, Mentees, Mentors
from mentoring.matching.compute.candidates import Candidates
from mentoring.matching.compute.matching import match_by
from mentoring.matching.compute.outcome import MatchResult
from mentoring.matching.compute.problem import Problem, problem_of
from mentoring.matching.compute.timetable import Timetable

_DEFAULT_POLICY = MatchPolicy()


def greedy_match(
    mentees: Mentees, mentors: Mentors, barriers: Barriers, policy: MatchPolicy = _DEFAULT_POLICY
) -> MatchResult:
    """Return what taking the best pair that is left again and again gives: what to compare `match` with."""
    return match_by(problem_of(mentees, mentors, barriers, policy), greedy_assignment)


def greedy_assignment(
    problem: Problem, candidates: Candidates, worth: NDArray[np.int64], _due: Timetable
) -> NDArray[np.bool_]:
    """Return which candidates are taken when the best pair that is left is taken again and again."""
    order = np.lexsort((candidates.mentee, candidates.mentor, -candidates.rank, -worth))
    wanted, seats = problem.wanted.tolist(), problem.seats.tolist()
    taken = np.zeros(len(order), dtype=np.bool_)
    rows = zip(
        order.tolist(), candidates.mentee[order].tolist(), candidates.mentor[order].tolist(), strict=True
    )
    for place, mentee, mentor in rows:
        if wanted[mentee] and seats[mentor]:
            wanted[mentee] -= 1
            seats[mentor] -= 1
            taken[place] = True
    return taken
