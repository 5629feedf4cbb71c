"""Sessions, to be looked at in the admin. They are agreed on by the two people, on their own pages."""

from django.contrib import admin

from lifow.base.admin import LookOnlyAdmin
from mentoring.sessions.models import Session, SessionReminder, SessionSlot


@admin.register(Session)
class SessionAdmin(LookOnlyAdmin):
    list_display = ("public_id", "state", "starts_at", "ends_at", "sequence", "closed_at")
    list_filter = ("state",)
    exclude = ("pairing", "proposed_by", "cancelled_by", "said_by")
    search_fields = ("public_id",)
    ordering = ("-pk",)


@admin.register(SessionSlot)
class SessionSlotAdmin(LookOnlyAdmin):
    list_display = ("session", "starts_at", "ends_at")
    list_select_related = ("session",)
    ordering = ("-pk",)


@admin.register(SessionReminder)
class SessionReminderAdmin(LookOnlyAdmin):
    list_display = ("session", "due_at")
    list_select_related = ("session",)
    exclude = ("side",)
    ordering = ("due_at", "pk")
