"""Test questions in the admin: written and reviewed on their pages, here to look at."""

from django.contrib import admin

from assessments.testing.bank.models import Item, ItemVersion
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, audit, names_of

audit(Item, but=("idempotency_key",))
audit(ItemVersion, but=("review_note",))


class VersionInline(LookOnlyInline):
    model = ItemVersion
    fields = ("number", "state", "kind", "level", "stem", "created_by", "reviewed_by", "published_at")
    ordering = ("-number",)


@admin.register(Item)
class ItemAdmin(LookOnlyAdmin):
    list_display = ("public_id", "skill", "language", "state", "author", "updated_at")
    list_select_related = ("skill", "author")
    list_filter = ("state", "language")
    search_fields = ("public_id", "external_id", "skill__name", "versions__stem", *names_of("author"))
    ordering = ("-updated_at", "-pk")
    inlines = (VersionInline,)
