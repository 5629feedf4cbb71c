"""Which of the questions that are due are asked now, within what a day and a week have room for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Budget:
    """What there is room for now: questions, and seconds for all of them. Of neither below 0.

    is_week   whether it is the week that has no room left, and not the day
    """

    questions: int
    seconds: int
    is_week: bool = False


@dataclass(frozen=True, slots=True)
class DueCard:
    """A question that is due.

    recall       chance that it is remembered today; None where it was never answered
    is_changed   whether what it asks, or the module that taught it, is another since
    """

    id: int
    due_on: date
    seconds: int
    recall: float | None
    is_changed: bool = False


def budget_of(
    *,
    most_a_day: int,
    seconds_a_day: int,
    seconds_a_week: int,
    asked_today: int,
    seconds_today: int,
    seconds_this_week: int,
) -> Budget:
    """What is left of a day and of a week, by what was asked in them."""
    left_of_week = max(0, seconds_a_week - seconds_this_week)
    left_of_day = max(0, seconds_a_day - seconds_today)
    questions = max(0, most_a_day - asked_today)
    is_week = questions > 0 and left_of_day > left_of_week
    seconds = min(left_of_day, left_of_week)
    return Budget(questions if seconds else 0, seconds, is_week)


def chosen_cards(due: Iterable[DueCard], budget: Budget) -> list[DueCard]:
    """The questions to ask, the most pressing first; one that does not fit makes room for shorter ones.

    What has changed comes before what is most likely forgotten, and what was never answered comes last.
    """
    chosen: list[DueCard] = []
    seconds = budget.seconds
    for card in sorted(due, key=_pressing):
        if len(chosen) == budget.questions:
            break
        if card.seconds <= seconds:
            chosen.append(card)
            seconds -= card.seconds
    return chosen


def _pressing(card: DueCard) -> tuple[bool, bool, float, date, int]:
    recall = 1.0 if card.recall is None else card.recall
    return (not card.is_changed, card.recall is None, recall, card.due_on, card.id)
