"""The best round by its definition alone: every choice is tried. On purpose it shares no code with matching.

A round is told in plain tables, so that it can be checked by hand: learners by id, and for each the mentors
who could help, with the worth of the pair.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, product


@dataclass(frozen=True)
class Round:
    """Who could help whom and what it is worth, seats now and later, and whole rounds waited.

    `held` are open proposals, learner to mentor, that the timetable leaves where they are.
    """

    worth: Mapping[int, Mapping[int, float]]
    seats: Mapping[int, int]
    later: Mapping[int, int]
    wanted: Mapping[int, int] = field(default_factory=dict)
    waited: Mapping[int, int] = field(default_factory=dict)
    held: Mapping[int, int] = field(default_factory=dict)

    def can_be_served(self) -> list[int]:
        return [
            one
            for one, mentors in self.worth.items()
            if self.wanted.get(one, 1) and any(self.later[mentor] for mentor in mentors)
        ]


def least_rounds(told: Round) -> int:
    """The least T for which everybody can be served before having waited T rounds; 0 where nobody can be."""
    learners = told.can_be_served()
    if not learners:
        return 0
    rounds = 1
    while not _timetable_exists(told, dict(told.held), _deadlines(told, rounds)):
        rounds += 1
    return rounds


def best_worth(told: Round) -> float:
    """The most worth of a round that keeps the least T."""
    deadlines = _deadlines(told, least_rounds(told))
    return max(
        (
            sum(told.worth[one][mentor] for one, mentors in choice.items() for mentor in mentors)
            for choice in _choices(told)
            if _leaves_a_timetable(told, choice, deadlines)
        ),
        default=0.0,
    )


def _deadlines(told: Round, rounds: int) -> dict[int, int]:
    return {one: max(1, rounds - told.waited.get(one, 0)) for one in told.can_be_served()}


def _choices(told: Round) -> Iterator[dict[int, tuple[int, ...]]]:
    """Every way to give the free seats of this round."""
    learners = list(told.worth)
    sets = [
        [
            chosen
            for number in range(told.wanted.get(one, 1) + 1)
            for chosen in combinations(sorted(told.worth[one]), number)
        ]
        for one in learners
    ]
    for choice in product(*sets):
        taken = Counter(mentor for chosen in choice for mentor in chosen)
        if all(number <= told.seats[mentor] for mentor, number in taken.items()):
            yield dict(zip(learners, choice, strict=True))


def _leaves_a_timetable(
    told: Round, choice: Mapping[int, tuple[int, ...]], deadlines: Mapping[int, int]
) -> bool:
    waiting = {one: by for one, by in deadlines.items() if not choice[one]}
    return all(by > 1 for by in waiting.values()) and _places(
        tuple(
            (tuple(m for m in told.worth[one] if told.later[m]), by) for one, by in sorted(waiting.items())
        ),
        tuple(sorted(told.later.items())),
        (),
    )


def _timetable_exists(told: Round, held: Mapping[int, int], deadlines: Mapping[int, int]) -> bool:
    """Whether some choice of this round that keeps to what is held leaves one."""
    now = Round(
        worth={one: told.worth[one] if one not in held else {held[one]: 0.0} for one in deadlines},
        seats=told.seats,
        later=told.later,
    )
    return any(
        _leaves_a_timetable(told, choice, deadlines)
        for choice in _choices(now)
        if all(choice[one] for one in held)
    )


@cache
def _places(
    waiting: tuple[tuple[tuple[int, ...], int], ...],
    capacity: tuple[tuple[int, int], ...],
    taken: tuple[tuple[int, int], ...],
) -> bool:
    """Whether the rest find a mentor and a round from the second to their deadline."""
    if not waiting:
        return True
    (mentors, by), *rest = waiting
    seats = dict(capacity)
    return any(
        taken.count((mentor, place)) < seats[mentor]
        and _places(tuple(rest), capacity, tuple(sorted((*taken, (mentor, place)))))
        for mentor in mentors
        for place in range(2, by + 1)
    )
