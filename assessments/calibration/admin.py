"""Checked statements and the tables made of them, in the admin."""

from django.contrib import admin

from assessments.calibration.models import CheckedStatement, CheckingPass, ReliabilityBin
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(CheckedStatement)
class CheckedStatementAdmin(LookOnlyAdmin):
    """What a report had said before a test or observed work, and whether it came true."""

    list_display = ("evidence", "chance", "expected", "came_true")
    list_select_related = ("evidence__skill",)
    list_filter = ("came_true",)
    search_fields = names_of("evidence__person")
    ordering = ("-pk",)


@admin.register(CheckingPass)
class CheckingPassAdmin(LookOnlyAdmin):
    """The last pass over new evidence, and one that is under way."""

    list_display = ("started_at", "since", "checked", "finished_at")
    list_filter = ("is_open",)
    ordering = ("-started_at", "-pk")


@admin.register(ReliabilityBin)
class ReliabilityBinAdmin(LookOnlyAdmin):
    """The lines of the reliability tables."""

    list_display = ("basis", "source", "number", "statements", "chance", "expected", "came_true")
    list_filter = ("basis", "source")
    ordering = ("basis", "source", "number")
