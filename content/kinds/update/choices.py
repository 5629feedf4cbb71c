"""What becomes of a module that says what a product update replaces."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEAST_TERM, LONGEST_TERM = 3, 100
"""Characters of words that are replaced: two letters stand in every text."""


class ReplacedState(TextChoices):
    OUTDATED = "outdated", _("Marked as outdated")
    STILL_RIGHT = "still_right", _("Still right")
