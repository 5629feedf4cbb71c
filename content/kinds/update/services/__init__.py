"""What follows a product update: modules are marked, people are told and counted."""

from content.kinds.update.services.marking import confirm_still_right, mark_replaced
from content.kinds.update.services.newcomers import LOOK_BACK, MOST_FOR_ONE, tell_newcomers
from content.kinds.update.services.publishing import note_published
from content.kinds.update.services.telling import count_readers, remind_readers, tell_concerned

__all__ = [
    "LOOK_BACK",
    "MOST_FOR_ONE",
    "confirm_still_right",
    "count_readers",
    "mark_replaced",
    "note_published",
    "remind_readers",
    "tell_concerned",
    "tell_newcomers",
]
