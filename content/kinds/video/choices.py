"""Enumerations of videos."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DraftState(TextChoices):
    """Where captions are that a machine drafts."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being drafted")
    DONE = "done", _("Drafted")
    FAILED = "failed", _("Failed")
