"""What may be said of the measured effect of a module."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SURE = 0.95
"""Chance of the interval that has to exclude zero before a module is said to work, or to harm."""
SHOWN = 0.8
"""Chance of the interval that is shown."""


class Verdict(TextChoices):
    """What the interval allows to say."""

    WORKS = "works", _("Works")
    HARMS = "harms", _("Harms")
    NO_CLEAR_EFFECT = "no_clear_effect", _("No clear effect")
    TOO_FEW = "too_few", _("Too few to say")
