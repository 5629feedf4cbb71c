"""Learners for whom the last match found no mentor, in the admin."""

from django.contrib import admin

from lifow.base.admin import LookOnlyAdmin
from mentoring.pairings.models import Unmatched


@admin.register(Unmatched)
class UnmatchedAdmin(LookOnlyAdmin):
    list_display = ("person", "reason", "since")
    list_select_related = ("person",)
    list_filter = ("reason",)
    search_fields = ("person__given_name", "person__family_name", "person__email")
    ordering = ("person__family_name", "person__given_name")
