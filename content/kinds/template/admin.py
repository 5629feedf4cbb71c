"""Copies of templates in the admin: that they are there, not what is written in them."""

from django.contrib import admin

from content.kinds.template.models import TemplateCopy
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(TemplateCopy)
class TemplateCopyAdmin(LookOnlyAdmin):
    """Who has made a copy of which template. What they have written is theirs, and not shown."""

    list_display = ("person", "module", "version", "created_at", "updated_at", "shared_at")
    list_select_related = ("person", "module", "version")
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-updated_at", "-pk")
    fields = ("public_id", "person", "module", "version", "created_at", "updated_at", "shared_at")
