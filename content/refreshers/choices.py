"""How refreshers go: how many, how long, and what becomes of a question that comes back."""

from datetime import timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

MOST_CARDS = 300
"""Questions that come back to one person; what is learned beyond that does not."""
QUESTIONS_OF_A_MODULE = 3
"""Questions that come back for a module that is done, apart from those that were answered anyway."""
LEFT_FOR_TESTS = 4
"""Questions of a skill that nobody is asked as a refresher before a test: as many as a quick check has."""
LEARNED_WITHIN = timedelta(days=14)
"""How far back it is looked for what was learned; each hour finds it, and a week without a worker loses
none."""
SECONDS_A_DAY = 120
SHARE_OF_WEEK = 3
"""One minute in three of the learning time of a week, at most, goes to refreshers."""
LEAST_PEOPLE = 5
"""Of fewer people nothing is told together: each could be known."""


class CardState(TextChoices):
    """What is known of somebody's memory of a question."""

    NEW = "new", _("Not asked yet")
    KNOWN = "known", _("Answered right last time")
    FORGOTTEN = "forgotten", _("Answered wrong last time")


class Rating(IntegerChoices):
    """How well somebody remembered, as FSRS counts it."""

    AGAIN = 1, _("Forgotten")
    HARD = 2, _("Hardly remembered")
    GOOD = 3, _("Remembered")
    EASY = 4, _("Remembered easily")


class Change(TextChoices):
    """Why a question comes back before it would."""

    NONE = "", _("Nothing has changed")
    QUESTION = "question", _("The question has changed")
    MODULE = "module", _("The module that taught it has changed")


class Pause(TextChoices):
    """Why somebody is asked nothing now."""

    NONE = "", ""
    NOTHING_LEARNED = "nothing_learned", _("Nothing to ask yet")
    NOT_DUE = "not_due", _("Nothing is due")
    HOURS = "hours", _("Outside of working hours")
    LEAVE = "leave", _("On leave")
    ENOUGH_TODAY = "enough_today", _("Enough for today")
    ENOUGH_THIS_WEEK = "enough_this_week", _("Enough for this week")
    NO_MINUTES = "no_minutes", _("No minutes for learning")
    OFF = "off", _("Switched off")
