"""Figures of the company, to be looked at in the admin."""

from django.contrib import admin

from channels.figures.models import KeptFigure, LearningCost
from lifow.base.admin import LookOnlyAdmin, audit

audit(LearningCost)


@admin.register(KeptFigure)
class KeptFigureAdmin(LookOnlyAdmin):
    list_display = ("key", "channel", "period", "value", "number", "base", "counted_at")
    list_filter = ("key", "channel", "period")
    ordering = ("key", "channel", "period")


@admin.register(LearningCost)
class LearningCostAdmin(LookOnlyAdmin):
    list_display = ("an_hour", "currency")
