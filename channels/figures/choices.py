"""Which figures are kept of the company, and of which days."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DAYS = 90


class Period(TextChoices):
    """The last 90 days, or the 90 days before those."""

    NOW = "now", _("Last 90 days")
    BEFORE = "before", _("90 days before")


class FigureKey(TextChoices):
    """What is counted; in `KeptFigure` each says what its numbers are."""

    MESSAGES_OPENED = "messages_opened", _("Messages opened")
    OFFERS_TAKEN = "offers_taken", _("Suggestions taken")
    PEOPLE_LEARNING = "people_learning", _("People who learned")
    MODULES_DONE = "modules_done", _("Modules done")
    SEARCH_SECONDS = "search_seconds", _("Time spent searching")
    ANSWER_MINUTES = "answer_minutes", _("Time to an answer")
    REMEMBERED = "remembered", _("Remembered")
    LEVELS_PER_MINUTE = "levels_per_minute", _("Levels per minute")
    MINUTES_LEARNED = "minutes_learned", _("Minutes of learning")
    CRITICAL_MET = "critical_met", _("People who meet all critical skills")
    CRITICAL_GAPS = "critical_gaps", _("People with a critical gap")
    SHOWN = "shown", _("Shown")
    TAKEN = "taken", _("Taken")
    DISMISSED = "dismissed", _("Dismissed")
    FAILED = "failed", _("Failed")
