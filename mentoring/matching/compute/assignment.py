"""Who gets whom: the best choice among the candidates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.candidates import Candidates
from mentoring.matching.compute.outcome import MatchSolverError
from mentoring.matching.compute.people import MatchInputError
from mentoring.matching.compute.problem import Problem
from mentoring.matching.compute.timetable import Timetable, later_seats

_LOAD_RADIX = 16  # one shared hour outweighs any load of one pair; loads from 15 on are alike
_LARGEST_SCALED_COST = 1 << 61  # the solver scales costs by the number of nodes, in 64 bits

Arcs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""From, to, capacity, cost of a unit; one row an arc."""


def flow_assignment(
    problem: Problem, candidates: Candidates, worth: NDArray[np.int64], due: Timetable
) -> NDArray[np.bool_]:
    """Return which candidates form the assignment of most worth that keeps the timetable, exactly.

    `worth` is in units, one a candidate. Everybody with a deadline is served now or, by a deadline after now,
    in one of the later rounds. Between assignments of equal worth the tie-breakers decide: more shared hours,
    then an even load. A unit of worth costs more than all ties of all wishes together. Solved by cost scaling
    (Goldberg 1997, in OR-Tools). Raises MatchInputError where the costs would not fit 64 bits and
    MatchSolverError where no optimum comes back.
    """
    if len(candidates.mentee) == 0:
        return np.zeros(0, dtype=np.bool_)
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # slow to import, needed only here

    network = _network(problem, candidates, worth, due)
    flow = SimpleMinCostFlow()
    pairs, *_others = [flow.add_arcs_with_capacity_and_unit_cost(*arcs) for arcs in network.arcs]
    flow.set_nodes_supplies(
        np.append(np.arange(len(network.wanted)), network.sink),
        np.append(network.wanted, -network.wanted.sum()),
    )
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise MatchSolverError(f"The flow over {flow.num_arcs()} arcs ended as {status.name}, not optimal.")
    return np.asarray(flow.flows(pairs)) > 0


@dataclass(frozen=True, slots=True)
class _Network:
    """Mentees are the first nodes, then mentors, then their later seats, then the sink.

    The first of `arcs` are the candidates. `wanted` is what starts at each mentee.
    """

    wanted: NDArray[np.int64]
    sink: int
    arcs: tuple[Arcs, ...]


def _network(problem: Problem, candidates: Candidates, worth: NDArray[np.int64], due: Timetable) -> _Network:
    asking, mentee = np.unique(candidates.mentee, return_inverse=True)
    asked, mentor = np.unique(candidates.mentor, return_inverse=True)
    deadline = due.deadline[asking]
    later = later_seats(problem, asked, _deadlines_after_now(deadline), problem.capacity[asked] * 0)
    first_later = len(asking) + len(asked)
    sink = first_later + len(later.seats)
    wanted = problem.wanted[asking]
    tie = (candidates.shared_hours.max() - candidates.shared_hours) * _LOAD_RADIX
    worst_tie = int(tie.max()) + _LOAD_RADIX
    unit = int(min(wanted.sum(), problem.seats[asked].sum())) * worst_tie + 1
    most = int(worth.max())
    _check_range(sink + 1, unit * most + worst_tie)
    not_now = most * unit + worst_tie
    can_wait = np.flatnonzero(deadline[mentee] > 1)
    seat_mentor, seats, seat_cost = _seats(problem, asked)
    start, end = later.earlier
    nodes = first_later + np.arange(len(later.seats))
    pairs = (mentee, len(asking) + mentor, np.ones_like(mentee), (most - worth) * unit + tie)
    return _Network(
        wanted=wanted,
        sink=sink,
        arcs=(
            pairs,
            (len(asking) + seat_mentor, np.full_like(seat_mentor, sink), seats, seat_cost),
            _all_at(
                not_now,
                mentee[can_wait],
                first_later + later.node(deadline[mentee[can_wait]], mentor[can_wait]),
                np.ones_like(can_wait),
            ),
            _all_at(0, first_later + start, first_later + end, np.full_like(start, len(asking))),
            _all_at(0, nodes, np.full_like(nodes, sink), later.seats),
            # A wish beyond the first may stay open.
            _all_at(not_now, np.arange(len(asking)), np.full_like(asking, sink), wanted - 1),
        ),
    )


def _deadlines_after_now(deadline: NDArray[np.int64]) -> NDArray[np.int64]:
    found = np.unique(deadline)
    return found[found > 1]


def _all_at(cost: int, start: NDArray[np.int64], end: NDArray[np.int64], capacity: NDArray[np.int64]) -> Arcs:
    return start, end, capacity, np.full_like(start, cost)


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
