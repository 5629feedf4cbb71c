"""Imports of questions in the admin: made on their own pages, here to look at."""

from django.contrib import admin

from assessments.testing.interchange.models import ItemImport
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(ItemImport)
class ItemImportAdmin(LookOnlyAdmin):
    list_display = ("public_id", "file_names", "format", "state", "written", "uploaded_by", "uploaded_at")
    list_select_related = ("uploaded_by",)
    list_filter = ("state", "format")
    search_fields = ("public_id", *names_of("uploaded_by"))
    ordering = ("-uploaded_at", "-pk")
    exclude = ("upload", "outcome", "summary", "said", "shown")
