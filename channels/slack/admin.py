"""Slack in the admin, to be looked at: what waits and why, and nothing of tokens and people."""

from django.contrib import admin

from channels.slack.models import SlackInstallation, SlackLink, SlackWork
from lifow.base.admin import LookOnlyAdmin


@admin.register(SlackInstallation)
class SlackInstallationAdmin(LookOnlyAdmin):
    list_display = ("team_name", "team_id", "installed_at", "expires_at", "ended_at", "end_reason")
    exclude = ("bot_token", "refresh_token", "installed_by", "rotating_until")
    ordering = ("-pk",)


@admin.register(SlackLink)
class SlackLinkAdmin(LookOnlyAdmin):
    list_display = ("public_id", "confirmed_at", "used_at")
    exclude = ("person", "team_id", "slack_user_id", "last_delivery_id")
    search_fields = ("public_id",)
    ordering = ("-pk",)


@admin.register(SlackWork)
class SlackWorkAdmin(LookOnlyAdmin):
    list_display = ("kind", "received_at", "attempts", "done_at", "set_aside_at", "last_error")
    list_filter = ("kind", ("set_aside_at", admin.EmptyFieldListFilter))
    exclude = ("payload", "slack_user_id", "key")
    ordering = ("-pk",)
