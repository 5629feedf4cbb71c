"""Mentors, and who may not meet, in the admin."""

from django.contrib import admin

from lifow.base.admin import LookOnlyInline, RecordAdmin, audit, names_of
from mentoring.mentors.models import ExcludedPair, Mentor, Seat


class SeatInline(LookOnlyInline):
    model = Seat
    ordering = ("number",)


@admin.register(Mentor)
class MentorAdmin(RecordAdmin):
    list_display = ("person", "is_willing", "about")
    list_select_related = ("person",)
    list_filter = ("is_willing",)
    search_fields = (*names_of("person"), "about")
    ordering = ("person__family_name", "person__given_name")
    autocomplete_fields = ("person",)
    inlines = (SeatInline,)


@admin.register(ExcludedPair)
class ExcludedPairAdmin(RecordAdmin):
    list_display = ("mentee", "mentor", "note")
    list_select_related = ("mentee", "mentor")
    search_fields = (*names_of("mentee", "mentor"), "note")
    ordering = ("mentee__family_name", "mentor__family_name")
    autocomplete_fields = ("mentee", "mentor")


audit(Mentor)
audit(ExcludedPair)
