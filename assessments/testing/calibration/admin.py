"""Answers, calibrations, parameters and the health of questions in the admin, to look at.

Single answers are for HR admins, whatever rights a group gives.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from assessments.testing.calibration.models import Calibration, ItemAnswer, ItemHealth, ItemParameters
from lifow.base.admin import LookOnlyAdmin, audit, keeps_records, names_of


@admin.register(ItemAnswer)
class ItemAnswerAdmin(LookOnlyAdmin):
    list_display = ("answered_at", "version", "person", "score", "confidence", "counts")
    list_select_related = ("version__item", "person")
    list_filter = ("counts", "confidence")
    search_fields = ("sitting_key", "version__public_id", *names_of("person"))
    ordering = ("-answered_at", "-pk")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request)


@admin.register(Calibration)
class CalibrationAdmin(LookOnlyAdmin):
    list_display = ("skill", "number", "state", "asked_by", "asked_at", "finished_at", "answers", "items")
    list_select_related = ("skill", "asked_by")
    list_filter = ("state",)
    search_fields = ("public_id", "skill__name", *names_of("asked_by"))
    ordering = ("-asked_at", "-pk")


@admin.register(ItemParameters)
class ItemParametersAdmin(LookOnlyAdmin):
    list_display = ("version", "calibration", "slope", "answers", "moved", "is_linking", "is_in_force")
    list_select_related = ("version__item", "calibration__skill")
    list_filter = ("is_in_force", "is_linking")
    search_fields = ("version__public_id", "calibration__public_id")
    ordering = ("-pk",)


@admin.register(ItemHealth)
class ItemHealthAdmin(LookOnlyAdmin):
    list_display = (
        "version",
        "state",
        "answers",
        "p_value",
        "point_biserial",
        "sure_and_wrong",
        "computed_at",
    )
    list_select_related = ("version__item",)
    list_filter = ("state",)
    search_fields = ("version__public_id",)
    ordering = ("pk",)


# What answers say changes by night; the log has who looked at a question, and what became of it.
audit(
    ItemHealth,
    but=(
        "calibration",
        "computed_at",
        "people",
        "answers",
        "p_value",
        "point_biserial",
        "options",
        "information",
        "exposure",
        "drift",
        "sure_and_wrong",
        "seconds_median",
        "reasons",
        "note",
    ),
)
