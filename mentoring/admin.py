"""Mentors, pairings, tasks and feedback in the admin. What has a course of its own is only looked at."""

from django.contrib import admin

from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, RecordAdmin, audit
from mentoring.models import ExcludedPair, Feedback, Mentor, Pairing, Seat, Task, Unmatched

OF_BOTH = (
    "mentee__given_name",
    "mentee__family_name",
    "mentor__given_name",
    "mentor__family_name",
)


class SeatInline(LookOnlyInline):
    model = Seat
    ordering = ("number",)


@admin.register(Mentor)
class MentorAdmin(RecordAdmin):
    list_display = ("person", "is_willing", "about")
    list_select_related = ("person",)
    list_filter = ("is_willing",)
    search_fields = ("person__given_name", "person__family_name", "person__email", "about")
    ordering = ("person__family_name", "person__given_name")
    autocomplete_fields = ("person",)
    inlines = (SeatInline,)


@admin.register(ExcludedPair)
class ExcludedPairAdmin(RecordAdmin):
    list_display = ("mentee", "mentor", "note")
    list_select_related = ("mentee", "mentor")
    search_fields = (*OF_BOTH, "note")
    ordering = ("mentee__family_name", "mentor__family_name")
    autocomplete_fields = ("mentee", "mentor")


class TaskInline(LookOnlyInline):
    model = Task
    fields = ("title", "skill", "handed_in_at")
    ordering = ("-handed_in_at",)
    show_change_link = True


@admin.register(Pairing)
class PairingAdmin(LookOnlyAdmin):
    """A pairing is asked for, accepted and ended on its own pages, which keep the seats true."""

    list_display = (
        "mentee",
        "mentor",
        "state",
        "is_recommended",
        "score",
        "proposed_at",
        "closes_on",
        "closed_at",
    )
    list_select_related = ("mentee", "mentor")
    list_filter = ("state", "is_recommended")
    search_fields = OF_BOTH
    ordering = ("-proposed_at", "-pk")
    inlines = (TaskInline,)


@admin.register(Unmatched)
class UnmatchedAdmin(LookOnlyAdmin):
    list_display = ("person", "reason", "since")
    list_select_related = ("person",)
    list_filter = ("reason",)
    search_fields = ("person__given_name", "person__family_name", "person__email")
    ordering = ("person__family_name", "person__given_name")


@admin.register(Task)
class TaskAdmin(LookOnlyAdmin):
    list_display = ("title", "pairing", "skill", "handed_in_at")
    list_select_related = ("pairing__mentee", "pairing__mentor", "skill")
    list_filter = (("feedback", admin.EmptyFieldListFilter),)
    search_fields = ("title", "skill__name", "pairing__mentee__family_name", "pairing__mentor__family_name")
    ordering = ("-handed_in_at",)


@admin.register(Feedback)
class FeedbackAdmin(LookOnlyAdmin):
    """What mentors said. It has become evidence, so it is not rewritten."""

    list_display = ("task", "text", "evidence", "given_at")
    list_select_related = ("task", "evidence__skill")
    search_fields = ("task__title", "text")
    ordering = ("-given_at",)


audit(Mentor)
audit(ExcludedPair)
