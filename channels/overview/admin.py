"""Tests of connections, to be looked at in the admin."""

from django.contrib import admin

from channels.overview.models import ConnectionTest
from lifow.base.admin import LookOnlyAdmin


@admin.register(ConnectionTest)
class ConnectionTestAdmin(LookOnlyAdmin):
    list_display = ("key", "is_well", "people", "tested_at", "says")
    ordering = ("key",)
