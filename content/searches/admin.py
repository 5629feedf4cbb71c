"""What people search for, in the admin: only what at least five people did."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from content.searches.models import AbandonedSearch, FailedSearch, LedSearch, RephrasedSearch
from content.searches.reports import LEAST_PEOPLE
from lifow.base.admin import LookOnlyAdmin


class _SearchAdmin(LookOnlyAdmin):
    ordering = ("-times", "query")
    search_fields = ("query",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).filter(times__gte=LEAST_PEOPLE)
        known = [pk for pk, bits in rows.values_list("pk", "people_bits") if bits.bit_count() >= LEAST_PEOPLE]
        return rows.filter(pk__in=known)


@admin.register(LedSearch)
class LedSearchAdmin(_SearchAdmin):
    """Words with which modules were found and opened."""

    list_display = ("query", "module", "times", "last_at")
    list_select_related = ("module",)
    exclude = ("people_bits",)


@admin.register(FailedSearch)
class FailedSearchAdmin(_SearchAdmin):
    """Words that no module answers to."""

    list_display = ("query", "times", "last_at")
    exclude = ("people_bits",)


@admin.register(AbandonedSearch)
class AbandonedSearchAdmin(_SearchAdmin):
    """Words whose results nobody opened."""

    list_display = ("query", "times", "last_at")
    exclude = ("people_bits",)


@admin.register(RephrasedSearch)
class RephrasedSearchAdmin(_SearchAdmin):
    """Words that were left for other words."""

    list_display = ("query", "later", "times", "last_at")
    exclude = ("people_bits",)
