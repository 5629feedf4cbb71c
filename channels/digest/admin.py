"""Digests in the admin: who was told of which week, and the days that people chose."""

from django.contrib import admin

from channels.digest.models import DigestAct, DigestPreference, WeekDigest
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, names_of


class DigestActInline(LookOnlyInline):
    model = DigestAct
    fields = ("act", "target", "done_at")
    ordering = ("done_at",)


@admin.register(WeekDigest)
class WeekDigestAdmin(LookOnlyAdmin):
    """Who was told of which week, and what the links of the mail did."""

    list_display = ("person", "monday", "told_at", "is_empty")
    list_select_related = ("person",)
    list_filter = ("is_empty",)
    search_fields = names_of("person")
    ordering = ("-monday", "person__family_name", "person__given_name")
    inlines = (DigestActInline,)


@admin.register(DigestPreference)
class DigestPreferenceAdmin(LookOnlyAdmin):
    """Days that people chose themselves."""

    list_display = ("person", "weekday")
    list_select_related = ("person",)
    search_fields = names_of("person")
    ordering = ("person__family_name", "person__given_name")
