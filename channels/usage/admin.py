"""Use of channels by day, to be looked at in the admin."""

from django.contrib import admin

from channels.usage.models import CountedUse, DailyUse
from lifow.base.admin import LookOnlyAdmin


@admin.register(CountedUse, DailyUse)
class DailyUseAdmin(LookOnlyAdmin):
    list_display = ("day", "channel", "outcome", "number")
    list_filter = ("channel", "outcome")
    ordering = ("-day", "channel", "outcome", "pk")
