"""The company's list of facets in the admin: kept on its page, looked at here."""

from django.contrib import admin

from content.facets.models import Facet, FacetValue
from lifow.base.admin import LookOnlyAdmin, audit


@admin.register(Facet)
class FacetAdmin(LookOnlyAdmin):
    """What modules are filed under. HR keeps the list on its page."""

    list_display = ("name", "key", "state", "position", "merged_into")
    list_select_related = ("merged_into",)
    list_filter = ("state",)
    search_fields = ("name", "key")
    ordering = ("position", "name", "pk")


@admin.register(FacetValue)
class FacetValueAdmin(LookOnlyAdmin):
    """The values of facets, those that wait for HR too."""

    list_display = ("name", "facet", "state", "merged_into", "proposed_by", "created_at")
    list_select_related = ("facet", "merged_into", "proposed_by")
    list_filter = ("state", "facet")
    search_fields = ("name", "key", "facet__name")
    ordering = ("facet__position", "position", "name", "pk")


audit(Facet)
audit(FacetValue)
