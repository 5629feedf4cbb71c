"""Systems that call the API, and their tokens, in the admin."""

from typing import Any

import allauth.idp.oidc.admin
from allauth.idp.oidc.models import Client, Token
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from lifow.base.admin import RecordAdmin, audit, keeps_records
from lifow.people.clients.forms import ClientForm
from lifow.people.clients.services import renew_secret

for model in (Client, Token):
    admin.site.unregister(model)


@admin.register(Client)
class ClientAdmin(RecordAdmin):
    """Which systems may ask for tokens. Its keepers delete one as well: that ends it, and all its tokens.

    A client has no owner: it would act for HR all the same, and be deleted together with that person.
    """

    form = ClientForm
    list_display = ("name", "id", "may", "created_at")
    search_fields = ("id", "name")
    readonly_fields = ("created_at",)
    ordering = ("name",)
    actions = ("give_new_secret",)

    @display(description=_("may"))
    def may(self, client: Client) -> str:
        return ", ".join(client.get_scopes())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("id", "created_at") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Client, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            self.tell_secret(request, obj, renew_secret(obj))

    @action(description=_("New secret; the present one and its tokens end"), permissions=["change"])
    def give_new_secret(self, request: HttpRequest, queryset: QuerySet[Client]) -> None:
        for client in queryset:
            self.tell_secret(request, client, renew_secret(client))

    def tell_secret(self, request: HttpRequest, client: Client, secret: str) -> None:
        words = _t("The secret of %(client)s, which is shown only once:") % {"client": client.name}
        shown = format_html(
            '{} <input readonly size="{}" type="text" value="{}" aria-label="{}">',
            words, len(secret), secret, _t("Secret"),
        )  # fmt: skip
        self.message_user(request, shown, level=messages.WARNING)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_delete_permission(request, obj)


@admin.register(Token)
class TokenAdmin(allauth.idp.oidc.admin.TokenAdmin, RecordAdmin):
    """Which tokens are out. The token itself is not shown; deleting it ends it."""

    list_select_related = ("client", "user")
    raw_id_fields = ()
    fields = readonly_fields = ("client", "type", "user", "scopes", "created_at", "expires_at")
    ordering = ("-created_at",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return keeps_records(request) or super().has_delete_permission(request, obj)


audit(Client, but=["secret"])
