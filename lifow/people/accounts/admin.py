"""Accounts, keys of machines and the log of changes in the admin, in its look."""

import allauth.account.admin
import allauth.idp.oidc.admin
import allauth.mfa.admin
import auditlog.admin
import django.contrib.auth.admin
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client, Token
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth.models import Group
from unfold.admin import ModelAdmin

from lifow.base.admin import RecordAdmin, audit, keeps_records

# Accounts, keys of machines and the log of changes come with their own admin; here they get this one's look.
# Addresses get none: a person's own email is the one that counts.

for model in (Group, EmailAddress, Authenticator, Client, Token, LogEntry):
    admin.site.unregister(model)


@admin.register(Group)
class GroupAdmin(django.contrib.auth.admin.GroupAdmin, ModelAdmin):
    pass


@admin.register(Authenticator)
class AuthenticatorAdmin(allauth.mfa.admin.AuthenticatorAdmin, ModelAdmin):
    """Who has which second factor. Its secret is not shown; removing it lets the person begin anew."""

    list_select_related = ("user",)
    raw_id_fields = ()
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Client)
class ClientAdmin(allauth.idp.oidc.admin.ClientAdmin, RecordAdmin):
    """Which systems may ask for tokens. Its keepers delete one as well: that ends it, and all its tokens.

    A client has no owner here: it would act for HR all the same, and be deleted together with that person.
    """

    list_display = ("name", "id", "type", "skip_consent", "allow_uri_wildcards", "created_at")
    raw_id_fields = ()
    exclude = ("owner",)
    ordering = ("name",)

    def has_delete_permission(self, request, obj=None):
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


@admin.register(LogEntry)
class LogEntryAdmin(auditlog.admin.LogEntryAdmin, ModelAdmin):
    search_fields = ("object_repr", "changes", "actor__given_name", "actor__family_name", "actor__email")


audit(Client, but=["secret"])
