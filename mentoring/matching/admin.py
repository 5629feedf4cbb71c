"""Learners who wait for a mentor, and those for whom the last match found none, in the admin."""

from django.contrib import admin

from lifow.base.admin import LookOnlyAdmin
from mentoring.pairings.models import Unmatched, Waiting


@admin.register(Unmatched)
class UnmatchedAdmin(LookOnlyAdmin):
    list_display = ("person", "reason", "since", "waiting_since")
    list_select_related = ("person",)
    list_filter = ("reason",)
    search_fields = ("person__given_name", "person__family_name", "person__email")
    ordering = ("person__family_name", "person__given_name")


@admin.register(Waiting)
class WaitingAdmin(LookOnlyAdmin):
    list_display = ("person", "since")
    list_select_related = ("person",)
    search_fields = ("person__given_name", "person__family_name", "person__email")
    ordering = ("since",)
