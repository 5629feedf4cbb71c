"""Where a learner is with a module of a path."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StopState(TextChoices):
    DONE = "done", _("done")
    OPEN = "open", _("next")
    PAUSE = "pause", _("pause")
    LATER = "later", _("later")
    GONE = "gone", _("left out")
