"""What may be said of 90 days, from rows that name nobody in what comes out.

A figure of fewer than five people is none; a share, or a median of searches, of fewer than ten says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lifow.base.medians import median_of_counts

LEAST_PEOPLE = 5
"""Nothing is told of fewer: it would be told of single people."""
LEAST_CASES = 10
"""A share of fewer, or a median of fewer searches, says nothing yet."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the company, or of a channel; see `KeptFigure`."""

    value: float | None = None
    number: int | None = None
    base: int = 0
    low: float | None = None
    high: float | None = None


TOO_FEW = Figure()


@dataclass(frozen=True, slots=True)
class Learned:
    """How long a person learned through a channel, and how much of that in their working hours."""

    channel: str
    person: int
    seconds: int
    seconds_in_hours: int


@dataclass(frozen=True, slots=True)
class Need:
    """A question or a request for help: through which channel, by whom, and when it was answered."""

    channel: str
    person: int | None
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModuleGain:
    """How often a module was done, what it takes, and by how many levels it is known to raise skills."""

    times: int
    minutes: int
    levels: float | None = None
    low: float = 0.0
    high: float = 0.0


def share(number: int, base: int, people: int | None = None) -> Figure:
    """So many of so many; of `people`, where it is known how many stand behind it."""
    if base < LEAST_CASES or (people is not None and people < LEAST_PEOPLE):
        return TOO_FEW
    return Figure(number / base, number, base)


def minutes_learned(rows: Iterable[Learned]) -> dict[str, Figure]:
    """Minutes of learning by channel and, under "", of the company; `number` are those in working hours.

    A channel through which fewer than five people learned is not told, and its minutes are not in the sum:
    they could be worked out from it. How much was in working hours is told where nobody or at least five
    people learned outside of them.
    """
    by_channel: dict[str, list[Learned]] = defaultdict(list)
    for row in rows:
        by_channel[row.channel].append(row)
    told = {channel: own for channel, own in by_channel.items() if _people(own) >= LEAST_PEOPLE}
    found = {channel: _minutes(own) for channel, own in told.items()}
    everybody = [row for own in told.values() for row in own]
    if everybody:
        found[""] = _minutes(everybody, parts=[one.number for one in found.values()])
    return found


def _minutes(rows: Sequence[Learned], parts: Sequence[int | None] = ()) -> Figure:
    seconds, inside = sum(row.seconds for row in rows), sum(row.seconds_in_hours for row in rows)
    outside = {row.person for row in rows if row.seconds_in_hours < row.seconds}
    # One part that is not told could be worked out from the sum and the others.
    is_told = (not outside or len(outside) >= LEAST_PEOPLE) and sum(one is None for one in parts) != 1
    minutes = round(seconds / 60)
    return Figure(minutes, min(round(inside / 60), minutes) if is_told else None, minutes)


def _people(rows: Iterable[Learned]) -> int:
    return len({row.person for row in rows})


def time_to_answer(needs: Iterable[Need]) -> dict[str, Figure]:
    """The median minutes to an answer by channel and, under "", of the company: of those that have one.

    Told of at least five answers to questions of at least five people. The company's has only what is told by
    channel: the difference of the two would tell of the few who use another.
    """
    by_channel: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        by_channel[need.channel].append(need)
    told = {channel: _to_answer(own) for channel, own in by_channel.items()}
    every = [need for channel, own in by_channel.items() if told[channel] != TOO_FEW for need in own]
    return {**told, "": _to_answer(every)}


def _to_answer(needs: Sequence[Need]) -> Figure:
    answered = [need for need in needs if need.answered_at is not None]
    people = {need.person for need in answered if need.person is not None}
    waited = sorted(
        (need.answered_at - need.asked_at).total_seconds() / 60
        for need in answered
        if need.answered_at is not None
    )
    if len(people) < LEAST_PEOPLE or len(waited) < LEAST_PEOPLE:
        return TOO_FEW
    return Figure(_middle(waited), len(waited), len(needs))


def search_seconds(times: Mapping[int, int]) -> Figure:
    """The median seconds from the first letter to an opened result; `times` says how often each was."""
    count = sum(times.values())
    if count < LEAST_CASES:
        return TOO_FEW
    return Figure(median_of_counts(times), count, count)


def levels_per_minute(modules: Iterable[ModuleGain], people: int) -> Figure:
    """Levels that a minute of learning brings: measured effects of the modules that were done, by how often.

    `number` are completions of modules whose effect is known, of `base`; by at least five people. An effect
    is known from many more than those of these days. The ends of the interval add up as
    if all modules were off in the same direction: it is wider than it would have to be.
    """
    rows = list(modules)
    known = [row for row in rows if row.levels is not None]
    times, minutes = sum(row.times for row in known), sum(row.times * row.minutes for row in known)
    if people < LEAST_PEOPLE or not minutes:
        return TOO_FEW
    levels, low, high = (
        sum(row.times * end for row, end in ends) / minutes
        for ends in (
            [(row, row.levels or 0.0) for row in known],
            [(row, row.low) for row in known],
            [(row, row.high) for row in known],
        )
    )
    return Figure(levels, times, sum(row.times for row in rows), low, high)


def _middle(ordered: Sequence[float]) -> float:
    """The median by the nearest rank: half are at most this."""
    return ordered[(len(ordered) - 1) // 2]
