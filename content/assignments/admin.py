"""Assignments and stretch tasks in the admin, to look at: pages assign, remind, waive and end, and tell
people."""

from django.contrib import admin

from content.assignments.models import (
    AssignedPerson,
    Assignment,
    AssignmentChange,
    AssignmentEquivalent,
    AssignmentModule,
    NamedPerson,
    StretchTask,
)
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, audit, names_of


class StepInline(LookOnlyInline):
    model = AssignmentModule
    fields = ("position", "module")


class EquivalentInline(LookOnlyInline):
    model = AssignmentEquivalent
    fields = ("module", "form")


class ChangeInline(LookOnlyInline):
    model = AssignmentChange
    fields = ("edition", "changed_at", "changed_by", "before", "after")


class NamedInline(LookOnlyInline):
    model = NamedPerson
    fields = ("person",)


@admin.register(Assignment)
class AssignmentAdmin(LookOnlyAdmin):
    """What is assigned to whom, and how far they are."""

    list_display = (
        "title",
        "audience",
        "people_count",
        "done_count",
        "overdue_count",
        "created_by",
        "ended_at",
    )
    list_select_related = ("created_by",)
    list_filter = ("audience", ("ended_at", admin.EmptyFieldListFilter))
    search_fields = ("title", *names_of("created_by"))
    ordering = ("-pk",)
    inlines = (StepInline, EquivalentInline, NamedInline, ChangeInline)


@admin.register(AssignedPerson)
class AssignedPersonAdmin(LookOnlyAdmin):
    """What became of assignments, person by person."""

    list_display = ("person", "assignment", "round", "state", "due_on", "done_at", "waived_by")
    list_select_related = ("person", "assignment", "waived_by")
    list_filter = ("state",)
    search_fields = (*names_of("person"), "assignment__title")
    ordering = ("-pk",)


@admin.register(StretchTask)
class StretchTaskAdmin(LookOnlyAdmin):
    """Who was offered which task, and how far it is. What people wrote of it is not listed."""

    list_display = ("person", "title", "skill", "state", "due_on", "offered_by", "confirmed_at")
    list_select_related = ("person", "skill", "offered_by")
    list_filter = ("state",)
    fields = ("person", "title", "skill", "level", "hours", "due_on", "state", "offered_by", "confirmed_by")
    search_fields = (*names_of("person"), "title")
    ordering = ("-pk",)


audit(Assignment)
audit(AssignedPerson, but=["reason", "told_due_at", "told_overdue_at", "reminded_at"])
audit(StretchTask, but=["note", "words"])
