"""Requests for help, to be looked at in the admin. What people wrote to each other is theirs."""

from django.contrib import admin

from lifow.base.admin import LookOnlyAdmin, audit
from mentoring.help.models import HelpClaim, HelpMessage, HelpPolicy, HelpRequest, HelpStep

audit(HelpPolicy)


@admin.register(HelpRequest)
class HelpRequestAdmin(LookOnlyAdmin):
    """How far requests are. By whom and what about is not shown: no times are told by person."""

    list_display = ("public_id", "kind", "skill", "state", "asked_at", "first_claimed_at", "closed_at")
    list_select_related = ("skill",)
    list_filter = ("kind", "state")
    fields = ("kind", "skill", "state", "step", "next_at", "asked_at", "first_claimed_at", "closed_at")
    search_fields = ("public_id",)
    ordering = ("-asked_at", "-pk")


@admin.register(HelpStep)
class HelpStepAdmin(LookOnlyAdmin):
    """By which step somebody was asked, and when; not who."""

    list_display = ("request", "step", "asked_at", "passed_at")
    list_select_related = ("request",)
    list_filter = ("step",)
    exclude = ("person",)
    ordering = ("-asked_at", "-pk")


@admin.register(HelpClaim)
class HelpClaimAdmin(LookOnlyAdmin):
    """That somebody took a request, and how that ended; not who."""

    list_display = ("request", "claimed_at", "ended_at", "end")
    list_select_related = ("request",)
    list_filter = ("end",)
    exclude = ("person",)
    ordering = ("-claimed_at", "-pk")


@admin.register(HelpMessage)
class HelpMessageAdmin(LookOnlyAdmin):
    """That something was written, and when; not what, nor by whom."""

    list_display = ("request", "written_at")
    list_select_related = ("request",)
    exclude = ("author", "text", "idempotency_key")
    ordering = ("-written_at", "-pk")


@admin.register(HelpPolicy)
class HelpPolicyAdmin(LookOnlyAdmin):
    """In which order questions go round, how fast, and how often somebody is asked."""

    list_display = ("steps", "first_after_hours", "between_hours", "at_once", "most_a_week")
    ordering = ("pk",)
