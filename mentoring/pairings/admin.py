"""Mentors, and who may not meet, in the admin, with what follows for their pairings."""

from django.contrib import admin
from django.utils import timezone

from lifow.base.admin import LookOnlyInline, ServiceAdmin, audit, names_of
from mentoring.mentors.models import ExcludedPair, Mentor, Seat
from mentoring.pairings.services import delete_mentors, exclude_pair, save_mentor


class SeatInline(LookOnlyInline):
    model = Seat
    ordering = ("number",)


@admin.register(Mentor)
class MentorAdmin(ServiceAdmin):
    list_display = ("person", "is_willing", "about")
    list_select_related = ("person",)
    list_filter = ("is_willing",)
    search_fields = (*names_of("person"), "about")
    ordering = ("person__family_name", "person__given_name")
    autocomplete_fields = ("person",)
    inlines = (SeatInline,)

    def save_record(self, request, form, rows):
        save_mentor(mentor=form.instance, as_of=timezone.now())

    def delete_records(self, request, records):
        delete_mentors(mentors=records, as_of=timezone.now())


@admin.register(ExcludedPair)
class ExcludedPairAdmin(ServiceAdmin):
    list_display = ("mentee", "mentor", "note")
    list_select_related = ("mentee", "mentor")
    search_fields = (*names_of("mentee", "mentor"), "note")
    ordering = ("mentee__family_name", "mentor__family_name")
    autocomplete_fields = ("mentee", "mentor")

    def save_record(self, request, form, rows):
        exclude_pair(pair=form.instance, as_of=timezone.now())


audit(Mentor)
audit(ExcludedPair)
