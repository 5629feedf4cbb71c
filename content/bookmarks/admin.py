"""Saved modules in the admin."""

from django.contrib import admin

from content.bookmarks.models import SavedModule
from lifow.base.admin import LookOnlyAdmin


@admin.register(SavedModule)
class SavedModuleAdmin(LookOnlyAdmin):
    """What is kept to come back to, without by whom."""

    list_display = ("module", "saved_at")
    list_select_related = ("module",)
    search_fields = ("module__title",)
    ordering = ("-saved_at", "-pk")
    fields = ("module", "saved_at")
