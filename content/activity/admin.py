"""What was done with modules in the admin."""

from django.contrib import admin

from content.activity.models import Activity, ActivityEntry, LearningHours
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(Activity)
class ActivityAdmin(LookOnlyAdmin):
    """Progress: who began and who finished what. It says nothing of proficiency."""

    list_display = ("person", "module", "started_at", "touched_at", "completed_at")
    list_select_related = ("person", "module")
    list_filter = (("completed_at", admin.EmptyFieldListFilter), "module__kind")
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-touched_at",)


@admin.register(ActivityEntry)
class ActivityEntryAdmin(LookOnlyAdmin):
    """What was done with modules, one thing after another: where, and whether in working hours."""

    list_display = ("person", "module", "act", "at", "channel", "in_hours", "seconds")
    list_select_related = ("person", "module")
    list_filter = ("act", "channel", "in_hours")
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-at", "-pk")


@admin.register(LearningHours)
class LearningHoursAdmin(LookOnlyAdmin):
    """How much of the learning of a unit was outside working hours, counted each night."""

    list_display = ("org_unit", "people", "people_outside", "seconds", "seconds_outside", "counted_at")
    list_select_related = ("org_unit",)
    search_fields = ("org_unit__name",)
    ordering = ("-seconds_outside", "pk")
