"""The states of a pairing, in the groups that are asked for, and why one closed."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PairingState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    ENDED = "ended", _("Ended early")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")


class ClosingCause(TextChoices):
    """Why a pairing closed that neither of the two closed."""

    LEFT = "left", _("One of the two left")
    LEAVE = "leave", _("One of the two is on leave")
    RULES = "rules", _("The two can no longer be paired")


HOLDING = [PairingState.ACCEPTED, PairingState.ACTIVE]
ANSWERABLE = [PairingState.PROPOSED, PairingState.ASKED]
UNDER_WAY = [PairingState.ASKED, *HOLDING]
OPEN = [PairingState.PROPOSED, *UNDER_WAY]
COMMENTABLE = [*HOLDING, PairingState.COMPLETED]
CAME_TO_NOTHING = [PairingState.DECLINED, PairingState.EXPIRED]
OVER = [PairingState.COMPLETED, PairingState.ENDED, *CAME_TO_NOTHING]

RESERVED_FOR = timedelta(weeks=2)
"""So long a recommended mentor's seat is kept for the learner: a round of matching."""
