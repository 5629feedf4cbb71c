"""Programs that people have connected as assistants, in the admin. Tokens are shown to nobody."""

import django_mcpz.oauth.admin  # noqa: F401  # it registers its own pages, which are taken back here
from django.contrib import admin
from django_mcpz.oauth.models import AccessToken, Client, RefreshToken

from lifow.base.admin import RecordAdmin, keeps_records

for model in (Client, AccessToken, RefreshToken):
    admin.site.unregister(model)


@admin.register(Client)
class AssistantAdmin(RecordAdmin):
    """Which programs there are. Its keepers delete one as well: that ends it for everybody at once."""

    list_display = ("name", "client_id", "kind", "created_at", "last_used_at")
    list_filter = ("kind",)
    search_fields = ("name", "client_id")
    fields = readonly_fields = (
        "name",
        "client_id",
        "kind",
        "redirect_uris",
        "created_at",
        "fetched_at",
        "last_used_at",
    )
    ordering = ("-created_at",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return keeps_records(request) or super().has_delete_permission(request, obj)
