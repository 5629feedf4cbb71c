"""Who signs a checklist off, and the states of somebody's copy of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SignOff(TextChoices):
    """Whose word a checklist needs once all of its lines are ticked."""

    NOBODY = "nobody", _("Nobody: it is done once all lines are ticked")
    MANAGER = "manager", _("The manager")
    MENTOR = "mentor", _("The mentor")
    EITHER = "manager_or_mentor", _("The manager or the mentor")


class CopyState(TextChoices):
    OPEN = "open", _("In progress")
    ASKED = "asked", _("Waiting for sign-off")
    SENT_BACK = "sent_back", _("Sent back")
    SIGNED_OFF = "signed_off", _("Signed off")


BY_MANAGER = (SignOff.MANAGER, SignOff.EITHER)
BY_MENTOR = (SignOff.MENTOR, SignOff.EITHER)
ANSWERED = (CopyState.SENT_BACK, CopyState.SIGNED_OFF)
