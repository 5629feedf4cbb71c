"""How an estimate of raters' differences goes, and what became of a contest."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EstimateState(TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class ContestState(TextChoices):
    """Open until HR decides; while it is open or upheld, nothing is taken off the rater's ratings."""

    OPEN = "open", _("Waiting for HR")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


LEFT_OUT = [ContestState.OPEN, ContestState.UPHELD]
