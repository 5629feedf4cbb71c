"""What was read of PDFs, in the admin."""

from django.contrib import admin

from content.kinds.document.models import DocumentPage, DocumentText
from lifow.base.admin import LookOnlyAdmin


@admin.register(DocumentText)
class DocumentTextAdmin(LookOnlyAdmin):
    """Which documents have been read, and why some are refused."""

    list_display = ("file", "state", "problem", "page_count", "attempts", "read_at")
    list_select_related = ("file",)
    list_filter = ("state", "problem")
    search_fields = ("file__public_id",)
    ordering = ("-pk",)


@admin.register(DocumentPage)
class DocumentPageAdmin(LookOnlyAdmin):
    """What each page of a document says."""

    list_display = ("document", "number")
    search_fields = ("document__file__public_id",)
    ordering = ("-pk",)
