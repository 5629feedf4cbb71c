"""How far an import has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    PLANNING = "planning", _("Being planned")
    PLANNED = "planned", _("Planned, not applied")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


AT_WORK = (ImportState.PLANNING, ImportState.APPLYING)
"""A worker has something to do."""

OPEN = (*AT_WORK, ImportState.PLANNED)
"""It may still change something."""
