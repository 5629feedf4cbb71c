"""Estimates of raters' differences, what the last one found, and contests in the admin, to look at.

What is known of single raters is for HR admins, whatever rights a group gives.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate
from lifow.base.admin import LookOnlyAdmin, audit, keeps_records, names_of


class HrOnlyAdmin(LookOnlyAdmin):
    """Rows that nobody but HR admins may look at."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request)


@admin.register(SeverityEstimate)
class SeverityEstimateAdmin(LookOnlyAdmin):
    list_display = ("asked_at", "asked_by", "state", "attempts", "finished_at", "policy", "raters")
    list_select_related = ("asked_by", "policy")
    list_filter = ("state",)
    search_fields = names_of("asked_by")
    ordering = ("-asked_at", "-pk")


@admin.register(RaterSeverity)
class RaterSeverityAdmin(HrOnlyAdmin):
    list_display = ("rater", "mean", "sd", "ratings", "compared")
    list_select_related = ("rater",)
    search_fields = names_of("rater")
    ordering = ("pk",)


@admin.register(SeverityContest)
class SeverityContestAdmin(HrOnlyAdmin):
    list_display = ("rater", "state", "opened_at", "decided_by", "decided_at")
    list_select_related = ("rater", "decided_by")
    list_filter = ("state",)
    search_fields = names_of("rater")
    ordering = ("-opened_at", "-pk")


audit(SeverityContest, but=("text", "note"))
