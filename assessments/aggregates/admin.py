"""Kept numbers, and who waits to be counted again, in the admin."""

from django.contrib import admin

from assessments.aggregates.models import (
    CountedPerson,
    LeaveTotals,
    MonthEnd,
    PersonNeed,
    RecountMark,
    UnitTotals,
)
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, names_of


@admin.register(UnitTotals)
class UnitTotalsAdmin(LookOnlyAdmin):
    """What pages of the organisation read; the row without a unit is the company."""

    list_display = (
        "org_unit",
        "reach",
        "headcount",
        "people",
        "people_meeting",
        "people_with_critical_gaps",
        "gaps",
    )
    list_select_related = ("org_unit",)
    list_filter = ("reach",)
    search_fields = ("org_unit__name", "org_unit__key")
    ordering = ("org_unit__name", "pk")
    exclude = ("packed",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("packed")


@admin.register(LeaveTotals)
class LeaveTotalsAdmin(UnitTotalsAdmin):
    """What those on leave would add; only of units with somebody on leave."""


class PersonNeedInline(LookOnlyInline):
    model = PersonNeed
    fields = ("skill", "urgency")
    ordering = ("-urgency", "pk")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("skill")


@admin.register(CountedPerson)
class CountedPersonAdmin(LookOnlyAdmin):
    """In which unit somebody is counted, and the skills for which they are listed."""

    list_display = ("person", "org_unit", "is_on_leave")
    list_select_related = ("person", "org_unit")
    list_filter = ("is_on_leave",)
    search_fields = names_of("person")
    ordering = ("person",)
    inlines = (PersonNeedInline,)


@admin.register(RecountMark)
class RecountMarkAdmin(LookOnlyAdmin):
    """Who waits to be counted again; none stays for longer than a minute."""

    list_display = ("person", "marked_at")
    list_select_related = ("person",)
    search_fields = names_of("person")
    ordering = ("pk",)


@admin.register(MonthEnd)
class MonthEndAdmin(LookOnlyAdmin):
    """The company at the ends of months."""

    list_display = ("moment", "people", "people_meeting", "people_with_critical_gaps", "assessed")
    ordering = ("-moment",)
