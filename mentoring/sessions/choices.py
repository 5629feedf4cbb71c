"""The states of a session, its lengths, and the two sides of a pairing."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    PROPOSED = "proposed", _("Times proposed")
    BOOKED = "booked", _("Booked")
    OVER = "over", _("Over")
    HELD = "held", _("Took place")
    NOT_HELD = "not_held", _("Did not take place")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("No time was picked")


class Side(TextChoices):
    """Which of the two: rows name the side and not the person, who is the pairing's."""

    MENTEE = "mentee", _("Learner")
    MENTOR = "mentor", _("Mentor")

    @property
    def other(self) -> "Side":
        return Side.MENTOR if self is Side.MENTEE else Side.MENTEE


OPEN = [SessionState.PROPOSED, SessionState.BOOKED]
PAST = [SessionState.OVER, SessionState.HELD, SessionState.NOT_HELD]

MINUTES = (30, 45, 60)
MOST_SLOTS = 5
NOTICE = timedelta(hours=4)
"""A time that is proposed begins so long after at the earliest: the other one has to see it first."""
LOOK_AHEAD = timedelta(days=28)
"""So far ahead times are proposed."""
