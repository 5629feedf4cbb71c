"""What comes of something that a channel offers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """What became of something on a channel: seen, acted on, closed without an act, or not sent."""

    SHOWN = "shown", _("Shown")
    TAKEN = "taken", _("Taken")
    DISMISSED = "dismissed", _("Dismissed")
    FAILED = "failed", _("Failed")
