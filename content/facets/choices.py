"""Where facets and their values stand in the company's list."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FacetState(TextChoices):
    LISTED = "listed", _("In the list")
    WAITING = "waiting", _("Waits for HR")
    RETIRED = "retired", _("Retired")
    MERGED = "merged", _("Merged")
