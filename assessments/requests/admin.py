"""Requests for ratings in the admin: asked and closed on pages and by the API, here to look at."""

from django.contrib import admin

from assessments.requests.models import RatingRequest, RequestBatch
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(RequestBatch)
class RequestBatchAdmin(LookOnlyAdmin):
    list_display = ("public_id", "origin", "asked_by", "asked_at", "expires_at")
    list_select_related = ("asked_by",)
    list_filter = ("origin",)
    search_fields = ("public_id", *names_of("asked_by"))
    ordering = ("-asked_at", "-pk")


@admin.register(RatingRequest)
class RatingRequestAdmin(LookOnlyAdmin):
    list_display = ("person", "skill", "source", "asked", "state", "asked_at", "closed_at")
    list_select_related = ("person", "skill", "asked")
    list_filter = ("state", "source", "origin")
    search_fields = (*names_of("person", "asked"), "skill__name")
    ordering = ("-asked_at", "-pk")
