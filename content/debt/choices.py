"""Why content is to be written, and what becomes of it."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_WISH = 200
LONGEST_SUBJECT = 200
MOST_WISHES = 20
"""Topics that one person asks for at a time: more are hardly read."""
MOST_ROWS = 2_000
TOLD_BEFORE = timedelta(days=3)
"""How long before its day the owner of a writing task is told of it again."""


class DebtKind(TextChoices):
    """What is wrong with the content for a gap."""

    ABSENT = "absent", _("No module")
    WRONG_LEVEL = "wrong_level", _("No module at this level")
    PAST_REVIEW = "past_review", _("Past review")
    HARDLY_HELPFUL = "hardly_helpful", _("Few found it helpful")
    NO_EFFECT = "no_effect", _("No effect found")
    HARMS = "harms", _("Levels fall")


class TaskState(TextChoices):
    """What becomes of a writing task."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class WishState(TextChoices):
    """What becomes of a topic that people ask for."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")
