"""Who gets whom: the best choice among the candidates."""

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.candidates import Candidates
from mentoring.matching.compute.coverage import UNITS
from mentoring.matching.compute.people import MatchInputError
from mentoring.matching.compute.problem import Problem

_LOAD_RADIX = 16  # one shared hour outweighs any load of one pair; loads from 15 on are alike
_LARGEST_SCALED_COST = 1 << 61  # the solver scales costs by the number of nodes, in 64 bits


class MatchSolverError(RuntimeError):
    """The solver ended without an optimum; the inputs are unharmed and the run can be repeated."""


def flow_assignment(problem: Problem, candidates: Candidates) -> NDArray[np.bool_]:
    """Return which candidates form the assignment of least cost, exactly.

    A pair costs 1 − score, an unfilled wish `unmatched_cost`. Between assignments of equal coverage the
    tie-breakers decide: more shared hours, then an even load. A unit of coverage costs more than all ties of
    all wishes together. Solved by cost scaling (Goldberg 1997, in OR-Tools). Raises MatchInputError where the
    costs would not fit 64 bits and MatchSolverError where no optimum comes back.
    """
    if len(candidates.mentee) == 0:
        return np.zeros(0, dtype=np.bool_)
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # slow to import, needed only here

    asking, mentee = np.unique(candidates.mentee, return_inverse=True)
    asked, mentor = np.unique(candidates.mentor, return_inverse=True)
    mentors_from, sink = len(asking), len(asking) + len(asked)
    wanted = np.minimum(problem.wanted[asking], np.bincount(mentee))
    pair_tie = (candidates.shared_hours.max() - candidates.shared_hours) * _LOAD_RADIX
    worst_tie = int(pair_tie.max()) + _LOAD_RADIX
    unit = int(min(wanted.sum(), problem.seats[asked].sum())) * worst_tie + 1
    _check_range(sink + 1, unit * max(UNITS, problem.unmatched_units))
    seat_mentor, seat_count, seat_cost = _seats(problem, asked)
    unmatched_cost = np.full_like(asking, problem.unmatched_units * unit + worst_tie)
    flow = SimpleMinCostFlow()
    pairs = flow.add_arcs_with_capacity_and_unit_cost(
        mentee, mentors_from + mentor, np.ones_like(mentee), (UNITS - candidates.units) * unit + pair_tie
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        mentors_from + seat_mentor, np.full_like(seat_mentor, sink), seat_count, seat_cost
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(len(asking)), np.full_like(asking, sink), wanted, unmatched_cost
    )
    flow.set_nodes_supplies(np.append(np.arange(len(asking)), sink), np.append(wanted, -wanted.sum()))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise MatchSolverError(f"The flow over {flow.num_arcs()} arcs ended as {status.name}, not optimal.")
    return np.asarray(flow.flows(pairs)) > 0


def _seats(
    problem: Problem, asked: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the mentors' seats (mentor, seats, tie): the fuller the mentor, the dearer the next seat."""
    seats, load = problem.seats[asked], problem.load[asked]
    stepped = np.minimum(seats, np.maximum(_LOAD_RADIX - 1 - load, 0))
    mentor = np.repeat(np.arange(len(asked)), stepped)
    step = np.arange(len(mentor)) - np.repeat(np.cumsum(stepped) - stepped, stepped)
    rest = np.flatnonzero(seats > stepped)
    return (
        np.concatenate([mentor, rest]),
        np.concatenate([np.ones_like(mentor), (seats - stepped)[rest]]),
        np.concatenate([load[mentor] + step, np.full_like(rest, _LOAD_RADIX - 1)]),
    )


def _check_range(nodes: int, largest_cost: int) -> None:
    if nodes * largest_cost > _LARGEST_SCALED_COST:
        raise MatchInputError(
            "too_large",
            f"{nodes} people are too many for one exact matching: match programmes or regions one by one.",
            people=nodes,
        )
