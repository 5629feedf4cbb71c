"""Pairings with their tasks, and feedback, in the admin. What has a course of its own is only looked at."""

from django.contrib import admin

from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, names_of
from mentoring.pairings.models import Pairing
from mentoring.tasks.models import Feedback, Task


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
    search_fields = names_of("mentee", "mentor")
    ordering = ("-proposed_at", "-pk")
    inlines = (TaskInline,)


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
