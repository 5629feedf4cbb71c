"""Product updates in the admin, to look at: what they have marked, and who has read them."""

from django.contrib import admin

from content.kinds.update.models import ProductUpdate, ReplacedModule
from lifow.base.admin import LookOnlyAdmin, audit


@admin.register(ProductUpdate)
class ProductUpdateAdmin(LookOnlyAdmin):
    """Product updates as they were published, and what is still to be done for them."""

    list_display = ("module", "from_day", "published_at", "applied_at", "told_at", "people", "readers")
    list_select_related = ("module",)
    search_fields = ("module__title",)
    ordering = ("-published_at", "-pk")


@admin.register(ReplacedModule)
class ReplacedModuleAdmin(LookOnlyAdmin):
    """Modules that product updates have marked as outdated, and those that were found still right."""

    list_display = ("module", "update", "term", "state", "outdated_at", "decided_by", "decided_at")
    list_select_related = ("module", "update__module", "decided_by")
    list_filter = ("state",)
    search_fields = ("module__title", "update__module__title")
    ordering = ("-outdated_at", "-pk")


audit(ReplacedModule)
