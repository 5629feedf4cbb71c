"""Copies of checklists in the admin, to look at: learners tick them, managers and mentors sign them off."""

from django.contrib import admin

from content.kinds.checklist.models import ChecklistCopy, ChecklistLine, StandingPair
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, audit, names_of


class LineInline(LookOnlyInline):
    model = ChecklistLine
    fields = ("text", "ticked_at")


@admin.register(ChecklistCopy)
class ChecklistCopyAdmin(LookOnlyAdmin):
    """How far people are with checklists, and who signed them off."""

    list_display = ("person", "module", "state", "asked_at", "answered_by", "answered_at")
    list_select_related = ("person", "module", "answered_by")
    list_filter = ("state",)
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-updated_at", "-pk")
    inlines = (LineInline,)


@admin.register(StandingPair)
class StandingPairAdmin(LookOnlyAdmin):
    """Who mentors whom, as mentoring tells: for who signs checklists off."""

    list_display = ("mentor", "learner", "ended_at")
    list_select_related = ("mentor", "learner")
    search_fields = (*names_of("mentor"), *names_of("learner"))
    ordering = ("-pk",)


audit(ChecklistCopy, but=["words"])
