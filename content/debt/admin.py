"""What is to be written, to be looked at in the admin; it is changed on pages."""

from django.contrib import admin

from content.debt.models import ContentDebt, ContentDebtState, Wish, WishPerson, WritingTask
from lifow.base.admin import LookOnlyAdmin


@admin.register(ContentDebt)
class ContentDebtAdmin(LookOnlyAdmin):
    """Gaps that content does not close as it should."""

    list_display = (
        "skill",
        "from_level",
        "to_level",
        "kind",
        "module",
        "people",
        "critical",
        "gap",
        "weight",
    )
    list_select_related = ("skill", "module")
    list_filter = ("kind",)
    search_fields = ("skill__name", "module__title")
    ordering = ("-weight", "pk")


@admin.register(ContentDebtState)
class ContentDebtStateAdmin(LookOnlyAdmin):
    """When the list of gaps was made."""

    list_display = ("computed_at",)
    ordering = ("pk",)


@admin.register(Wish)
class WishAdmin(LookOnlyAdmin):
    """Topics that people ask for; who asks is not shown."""

    list_display = ("text", "state", "module", "created_at", "closed_at")
    list_select_related = ("module",)
    list_filter = ("state",)
    search_fields = ("text",)
    ordering = ("-created_at", "-pk")


@admin.register(WishPerson)
class WishPersonAdmin(LookOnlyAdmin):
    """That somebody asks for a topic, and when; not who."""

    list_display = ("wish", "joined_at")
    list_select_related = ("wish",)
    exclude = ("person",)
    ordering = ("-joined_at", "-pk")


@admin.register(WritingTask)
class WritingTaskAdmin(LookOnlyAdmin):
    """Who is to write what, by when."""

    list_display = ("title", "owner", "due_on", "state", "written", "closed_at")
    list_select_related = ("owner", "written")
    list_filter = ("state",)
    search_fields = ("title", "public_id")
    ordering = ("due_on", "pk")
