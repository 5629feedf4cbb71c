"""By which round each mentee has to be served, so that nobody waits longer than need be.

A timetable gives each mentee who can be served a round, now being the first, and no mentor more than the
seats of that round: those that are free now, later all that the mentor has. Who has waited w whole rounds
has the deadline max(1, T − w): within T rounds from when the wait began, or now where they have passed. T
is the least for which there is a timetable that keeps all deadlines: a flow says so (Ford & Fulkerson
1956), and T is found by bisection. This is to minimise the largest completion time of jobs on machines that
not every job may use (Lenstra, Shmoys & Tardos 1990), which is exact here, as each job takes one seat for
one round.

Nobody waits longer than R. Let R be the fewest rounds in which R × seats serve everybody who can be served.
Where people, mentors and rules stay the same, and who is served comes back as one who has not waited, T
never grows: take a timetable of this round. Who is not served now stood in round 2 or later of it, by
max(1, T − w), and stands one round earlier in the next, by T − (w + 1). Who is served now has waited 0 and
may stand in round T of the next timetable, with the same mentor: nobody stood there, as all deadlines were
T or less. So that timetable keeps T. At first nobody has waited and T = R. Hence everybody is served within
the first R rounds, and again in each R rounds from then on. (Where there are more pairs than `exact_up_to`,
R is that of the candidates.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.candidates import Candidates
from mentoring.matching.compute.outcome import MatchSolverError
from mentoring.matching.compute.problem import Problem


@dataclass(frozen=True, slots=True)
class Timetable:
    """`rounds` is T; `deadline` one number a mentee: 1 is this round, 0 says that nobody can serve them."""

    rounds: int
    deadline: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LaterSeats:
    """The seats of each mentor by the deadlines that occur, as arcs to one sink.

    Nodes are numbered from 0 in steps of the mentors: deadline after deadline, the earliest first. Who may
    use the seats of a node may use those of all earlier ones, along `earlier`, from the one to the other.
    """

    deadlines: NDArray[np.int64]
    mentors: int
    seats: NDArray[np.int64]
    earlier: tuple[NDArray[np.int64], NDArray[np.int64]]

    def node(self, deadline: NDArray[np.int64], mentor: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the nodes where mentees with these deadlines meet these mentors."""
        return np.searchsorted(self.deadlines, deadline) * self.mentors + mentor


def timetable(problem: Problem, candidates: Candidates, held: Candidates) -> Timetable:
    """Return the deadlines with the least T; proposals that are held are not touched for it."""
    if len(candidates.mentee) == 0:
        return Timetable(0, np.zeros_like(problem.wanted))
    can = np.zeros(len(problem.wanted), dtype=np.bool_)
    can[candidates.mentee] = True
    waited = np.floor(problem.waited).astype(np.int64)
    rounds = 1
    while not _fits(problem, candidates, held, _deadlines(can, waited, rounds)):
        rounds *= 2
    low = rounds // 2
    while rounds - low > 1:
        middle = (low + rounds) // 2
        if _fits(problem, candidates, held, _deadlines(can, waited, middle)):
            rounds = middle
        else:
            low = middle
    return Timetable(rounds, _deadlines(can, waited, rounds))


def later_seats(
    problem: Problem, mentors: NDArray[np.int64], deadlines: NDArray[np.int64], first: NDArray[np.int64]
) -> LaterSeats:
    """Return the seats up to each of these deadlines, those of the first round being `first`."""
    capacity = problem.capacity[mentors]
    up_to = first + (deadlines[:, None] - 1) * capacity
    node = np.arange(up_to.size)
    return LaterSeats(
        deadlines=deadlines,
        mentors=len(mentors),
        seats=np.diff(up_to, axis=0, prepend=0).ravel(),
        earlier=(node[len(mentors) :], node[: max(0, up_to.size - len(mentors))]),
    )


def _deadlines(can: NDArray[np.bool_], waited: NDArray[np.int64], rounds: int) -> NDArray[np.int64]:
    return np.where(can, np.maximum(1, rounds - waited), 0)


def _fits(problem: Problem, candidates: Candidates, held: Candidates, deadline: NDArray[np.int64]) -> bool:
    """Tell whether everybody can be served by these deadlines, who has a proposal by its mentor now."""
    from ortools.graph.python.max_flow import SimpleMaxFlow  # slow to import, needed only here

    deadline = deadline.copy()
    deadline[held.mentee] = 1
    others = candidates.only(~np.isin(candidates.mentee, held.mentee)).joined(held)
    asking, mentee = np.unique(others.mentee, return_inverse=True)
    asked, mentor = np.unique(others.mentor, return_inverse=True)
    seats = later_seats(problem, asked, np.unique(deadline[asking]), problem.seats[asked])
    source, sink = len(asking) + len(seats.seats), len(asking) + len(seats.seats) + 1
    flow = SimpleMaxFlow()
    one, many = np.ones_like(asking), np.full_like(seats.earlier[0], len(asking))
    flow.add_arcs_with_capacity(np.full_like(asking, source), np.arange(len(asking)), one)
    meets = len(asking) + seats.node(deadline[asking][mentee], mentor)
    flow.add_arcs_with_capacity(mentee, meets, np.ones_like(mentee))
    flow.add_arcs_with_capacity(*(len(asking) + end for end in seats.earlier), many)
    nodes = len(asking) + np.arange(len(seats.seats))
    flow.add_arcs_with_capacity(nodes, np.full_like(nodes, sink), seats.seats)
    status = flow.solve(source, sink)
    if status != flow.OPTIMAL:
        raise MatchSolverError(f"The flow over {flow.num_arcs()} arcs ended as {status.name}, not optimal.")
    return bool(flow.optimal_flow() == len(asking))
