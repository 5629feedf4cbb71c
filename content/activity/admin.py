"""What was done with modules in the admin."""

from django.contrib import admin

from content.activity.models import Activity
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(Activity)
class ActivityAdmin(LookOnlyAdmin):
    """Progress: who began and who finished what. It says nothing of proficiency."""

    list_display = ("person", "module", "started_at", "touched_at", "completed_at")
    list_select_related = ("person", "module")
    list_filter = (("completed_at", admin.EmptyFieldListFilter), "module__kind")
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-touched_at",)
