"""Enumerations that models, querysets and compute share."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DispatchState(TextChoices):
    """How far a message is on one way to its receiver."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not needed any more")
    FAILED = "failed", _("Set aside")


OPEN = [DispatchState.WAITING, DispatchState.SENDING]
