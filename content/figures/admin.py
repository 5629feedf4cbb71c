"""Figures of modules in the admin."""

from django.contrib import admin

from content.figures.models import ModuleFigures
from lifow.base.admin import LookOnlyAdmin


@admin.register(ModuleFigures)
class ModuleFiguresAdmin(LookOnlyAdmin):
    """How modules are used, and when that was counted."""

    list_display = ("module", "opened", "done", "median_seconds", "counted_at")
    list_select_related = ("module",)
    search_fields = ("module__title", "module__key")
    ordering = ("module__title", "pk")
