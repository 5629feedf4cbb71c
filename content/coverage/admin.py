"""Missing steps, and how current they are, in the admin."""

from django.contrib import admin

from content.coverage.models import CoverageState, MissingStep
from lifow.base.admin import LookOnlyAdmin


@admin.register(MissingStep)
class MissingStepAdmin(LookOnlyAdmin):
    """Steps that no module makes, the largest total gap first."""

    list_display = (
        "skill",
        "from_level",
        "to_level",
        "people",
        "critical",
        "gap",
        "people_with_leave",
        "gap_with_leave",
    )
    list_select_related = ("skill",)
    search_fields = ("skill__name",)
    ordering = ("-gap", "pk")


@admin.register(CoverageState)
class CoverageStateAdmin(LookOnlyAdmin):
    """How many changes there were, and how many the list of missing steps holds."""

    list_display = ("changes", "counted", "computed_at", "seconds")
    ordering = ("pk",)
