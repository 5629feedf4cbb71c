"""Measured effects in the admin."""

from django.contrib import admin

from content.effect.models import MeasuredEffect
from lifow.base.admin import LookOnlyAdmin


@admin.register(MeasuredEffect)
class MeasuredEffectAdmin(LookOnlyAdmin):
    """What modules change in a skill, and on how many people that rests."""

    list_display = (
        "module",
        "skill",
        "verdict",
        "levels",
        "low",
        "high",
        "takers",
        "others",
        "needed",
        "read_at",
    )
    list_select_related = ("module", "skill")
    list_filter = ("verdict",)
    search_fields = ("module__title", "module__key", "skill__name")
    ordering = ("module__title", "pk")
