"""Evidence in the admin: it is added to by services alone."""

from django.contrib import admin

from assessments.evidence.models import Evidence
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(Evidence)
class EvidenceAdmin(LookOnlyAdmin):
    """The ledger. A correction is new evidence that supersedes; nothing in it changes."""

    list_display = ("person", "skill", "level", "source", "rater", "observed_at", "valid_until")
    list_select_related = ("person", "skill", "rater")
    list_filter = ("source", "observed_at")
    search_fields = (*names_of("person"), "skill__name")
    ordering = ("-observed_at", "-pk")
