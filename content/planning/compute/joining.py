"""Parts that share modules, taken together: a shared module is paid once.

List dynamic programming in the manner of Nemhauser & Ullmann (1969). A state is what was taken so far; one
state makes another superfluous when it has gained as much and is no dearer even after buying every module
of the other that a part still to come may need. With `Prices` a state is also dropped when nothing that
can still be added could make it better than a plan already known, as in branch and bound.
"""

from bisect import bisect_right
from collections.abc import Sequence
from math import inf
from operator import itemgetter
from typing import NamedTuple

from content.planning.compute.cases import Check, Choice, Part, Pick
from content.planning.compute.chains import LabelSettingCache
from content.planning.compute.pricing import Prices, priced

# Measured on crowded catalogues: more states listed, or more rivals looked at, cost more than they save.
EASY_STATES = 200
FIRST_STATES = 100
RIVALS = 16
BY_MINUTES_GAIN_AND_MODULES = itemgetter(0, 1, 2)


class State(NamedTuple):
    """Minutes spent, gain (negative), modules bought, Σ of surplus at the prices, and what was taken."""

    minutes: int
    lost: float
    modules: int
    surplus: float
    taken: tuple[Pick | Check, ...]


class Best(NamedTuple):
    """The best choice found, and a gain that no choice exceeds."""

    choice: Choice
    bound: float


NOTHING = State(0, 0.0, 0, 0.0, ())


def joined(parts: Sequence[Part], budget: int, cache: LabelSettingCache) -> tuple[Choice, ...] | None:
    """All undominated choices of some parts together, by minutes; None where they are too many to list."""
    limit = min(EASY_STATES, cache.prepared.policy.labels_at_most)
    states = [NOTHING]
    free = [(0.0,) * len(part.options) for part in parts]
    for part, prices, later in zip(parts, free, _needed_later(parts), strict=True):
        states = _undominated(_extended(states, part, prices, budget, cache), later, cache)
        if len(states) > limit:
            return None
    return tuple(_choice(state) for state in states if state.taken)


def best_joined(parts: Sequence[Part], budget: int, cache: LabelSettingCache) -> Best:
    """The best choice of all parts together, or a good one with a bound on how much better any could be."""
    prices = priced(parts, budget, cache)
    first = _searched(parts, prices, budget, cache, 0.0, FIRST_STATES)
    if first.bound <= first.choice.gain:
        return first
    limit = cache.prepared.policy.labels_at_most
    second = _searched(parts, prices, budget, cache, first.choice.gain, limit)
    choice = max(first.choice, second.choice, key=lambda choice: choice.gain)
    return Best(choice, max(choice.gain, min(first.bound, second.bound)))


def _searched(
    parts: Sequence[Part], prices: Prices, budget: int, cache: LabelSettingCache, known: float, limit: int
) -> Best:
    """Search among states that can exceed a gain already `known`, at most `limit` of them at a time."""
    states = [NOTHING]
    hopes = [sum(prices.most[place + 1 :]) for place in range(len(parts))]
    dropped = -inf
    rows = zip(parts, prices.surplus, hopes, _needed_later(parts), strict=True)
    for part, surplus, hope, later in rows:
        floor = known - prices.minutes - hope
        extended = _extended(states, part, surplus, budget, cache)
        states = _undominated([state for state in extended if state.surplus > floor], later, cache)
        if len(states) > limit:
            states.sort(key=lambda state: (-state.surplus, state.minutes))
            dropped = max(dropped, states[limit].surplus + hope + prices.minutes)
            states = states[:limit]
    best = min(states, key=lambda state: (state.lost, state.minutes), default=NOTHING)
    return Best(_choice(best), max(dropped, known, -best.lost))


def _choice(state: State) -> Choice:
    return Choice(state.minutes, -state.lost, state.taken)


def _needed_later(parts: Sequence[Part]) -> list[int]:
    later = [0]
    for part in reversed(parts[1:]):
        later.append(later[-1] | part.shared)
    return later[::-1]


def _extended(
    states: list[State], part: Part, surplus: Sequence[float], budget: int, cache: LabelSettingCache
) -> list[State]:
    extended = list(states)
    options = list(zip(part.options, surplus, strict=True))
    for spent, lost, bought, gathered, taken in states:
        for (option_minutes, gain, modules, what), extra in options:
            if modules & bought:
                option_minutes = cache.minutes(modules & ~bought)
            minutes = spent + option_minutes
            if minutes <= budget:
                extended.append(
                    State(minutes, lost - gain, bought | modules, gathered + extra, (*taken, what))
                )
    return extended


def _undominated(states: list[State], later: int, cache: LabelSettingCache) -> list[State]:
    """States that none of the looked-at rivals makes superfluous: all where few different sets of modules
    are held for later, else only those that hold the same."""
    states.sort(key=BY_MINUTES_GAIN_AND_MODULES)
    kept: list[State] = []
    # Of each set held: minutes, which rise, and what is lost, which falls.
    frontiers: dict[int, tuple[list[int], list[float]]] = {}
    for state in states:
        held = state.modules & later
        own = frontiers.get(held)
        if own and own[1][-1] <= state.lost:
            continue
        if len(frontiers) <= RIVALS and _is_superfluous(state, held, frontiers, cache):
            continue
        kept.append(state)
        minutes, lost = own or frontiers.setdefault(held, ([], []))
        minutes.append(state.minutes)
        lost.append(state.lost)
    return kept


def _is_superfluous(
    state: State, held: int, frontiers: dict[int, tuple[list[int], list[float]]], cache: LabelSettingCache
) -> bool:
    for other, (minutes, lost) in frontiers.items():
        missing = held & ~other
        spare = state.minutes - (cache.minutes(missing) if missing else 0)
        place = bisect_right(minutes, spare)
        if place and lost[place - 1] <= state.lost:
            return True
    return False
