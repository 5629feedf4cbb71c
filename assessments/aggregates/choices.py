"""How far a unit's totals reach."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reach(TextChoices):
    """The people directly in a unit, or those of all units below it too."""

    DIRECT = "direct", _("Directly in the unit")
    WHOLE = "whole", _("With all units below")
