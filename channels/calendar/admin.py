"""Calendar feeds, to be looked at in the admin: who has one is not shown, nor is its secret kept."""

from django.contrib import admin

from channels.calendar.models import CalendarFeed
from lifow.base.admin import LookOnlyAdmin


@admin.register(CalendarFeed)
class CalendarFeedAdmin(LookOnlyAdmin):
    list_display = ("public_id", "connected_at", "used_at")
    exclude = ("person", "secret_hash")
    search_fields = ("public_id",)
    ordering = ("-pk",)
