"""Accounts and the log of changes in the admin, in its look."""

import allauth.account.admin
import allauth.mfa.admin
import auditlog.admin
import django.contrib.auth.admin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.timezone import now
from unfold.admin import ModelAdmin

from lifow.people.accounts.services import turn_off_two_steps

# Accounts and the log of changes come with their own admin; here they get this one's look.
# Addresses get none: a person's own email is the one that counts.

for model in (Group, EmailAddress, Authenticator, LogEntry):
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

    def delete_model(self, request, obj):
        turn_off_two_steps(
            authenticators=Authenticator.objects.filter(pk=obj.pk), by=request.user, as_of=now()
        )

    def delete_queryset(self, request, queryset):
        turn_off_two_steps(authenticators=queryset, by=request.user, as_of=now())


@admin.register(LogEntry)
class LogEntryAdmin(auditlog.admin.LogEntryAdmin, ModelAdmin):
    search_fields = ("object_repr", "changes", "actor__given_name", "actor__family_name", "actor__email")
