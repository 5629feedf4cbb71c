"""What people do with a module, and the minutes a week that they have by default."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Act(TextChoices):
    STARTED = "started", _("Started")
    LEARNED = "learned", _("Learned")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")


MINUTES_A_WEEK = 30
"""Minutes a week for learning, by default: for people who have not set their own."""
