"""How somebody's memory of one thing fades, and when it is worth asking again: FSRS 6, in days.

Free Spaced Repetition Scheduler (Ye, Su & Cao, 2022), by the package `fsrs` of its authors. Its day is 24
hours; ours is the person's own, so a day is told to it as midnight UTC: neither the hour at which somebody
answers nor a clock that is put forward moves a date. Its steps of minutes are left out, as nobody is asked
twice within minutes at work, and so is the chance that it adds to dates: the same answers give the same
dates.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np
from fsrs import Card, Rating, Scheduler, State
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RETENTION = 0.9
"""Chance of remembering at which a question comes back: what FSRS is made for, and the fewest questions for
most."""
LONGEST_DAYS = 365
"""Work changes within a year, however well it is remembered."""
SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)
_DECAY = -SCHEDULER.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS keeps of one thing that somebody has answered.

    stability    days until it is remembered with a chance of 90%
    difficulty   from 1 to 10
    """

    stability: float
    difficulty: float
    reviewed_on: date
    due_on: date


def reviewed(memory: Memory | None, rating: int, on: date) -> Memory:
    """The memory after an answer on this day: of its first one, where there is no memory yet.

    `rating` is from 1, forgotten, to 4, remembered easily. An answer from before the last one counts as one
    of the same day.
    """
    day = on if memory is None else max(on, memory.reviewed_on)
    card, _log = SCHEDULER.review_card(_card(memory, day), Rating(rating), _midnight(day))
    if card.stability is None or card.difficulty is None:
        raise AssertionError("FSRS keeps a stability and a difficulty of each answer.")
    return Memory(card.stability, card.difficulty, day, card.due.date())


def recall_on(memory: Memory, day: date) -> float:
    """The chance that somebody remembers it on a day, from the last answer on."""
    return float(SCHEDULER.get_card_retrievability(_card(memory, day), _midnight(day)))


def recall_after(stability: Floats, days: Floats) -> Floats:
    """The chance of remembering, so many days after the last answer: shapes broadcast.

    (1 + F·t/S)^D, the forgetting curve of FSRS 6, with D the negative of its last parameter and F such that
    it is 90% after S days.
    """
    return np.asarray((1 + _FACTOR * np.maximum(days, 0) / stability) ** _DECAY, dtype=np.float64)


def _card(memory: Memory | None, day: date) -> Card:
    if memory is None:
        return Card(card_id=0, due=_midnight(day))
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.due_on),
        last_review=_midnight(memory.reviewed_on),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
