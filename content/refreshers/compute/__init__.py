"""When what was learned is asked again, how many a day, and how memory fades: pure."""

from content.refreshers.compute.choosing import Budget, DueCard, budget_of, chosen_cards
from content.refreshers.compute.memory import Memory, recall_after, recall_on, reviewed
from content.refreshers.compute.rating import rating_of
from content.refreshers.compute.retention import DAYS_BETWEEN, answers_by_days, curve_of

__all__ = [
    "DAYS_BETWEEN",
    "Budget",
    "DueCard",
    "Memory",
    "answers_by_days",
    "budget_of",
    "chosen_cards",
    "curve_of",
    "rating_of",
    "recall_after",
    "recall_on",
    "reviewed",
]
