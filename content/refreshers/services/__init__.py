"""Refreshers: asking again what was learned, and what follows from the answers."""

from content.refreshers.notifications import tell_refreshers
from content.refreshers.services.asking import RefreshersError, answer_refresher, begin_refreshers
from content.refreshers.services.changes import ask_changed_again
from content.refreshers.services.learning import learn_from_answers, learn_from_modules, make_cards
from content.refreshers.services.merging import MOVED, move_refreshers
from content.refreshers.services.retention import count_retention
from content.refreshers.services.reviewing import take_into_account

__all__ = [
    "MOVED",
    "RefreshersError",
    "answer_refresher",
    "ask_changed_again",
    "begin_refreshers",
    "count_retention",
    "learn_from_answers",
    "learn_from_modules",
    "make_cards",
    "move_refreshers",
    "take_into_account",
    "tell_refreshers",
]
