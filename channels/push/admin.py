"""Devices, to be looked at in the admin: whose they are is not shown, nor what leads to them."""

from django.contrib import admin

from channels.push.models import Device
from lifow.base.admin import LookOnlyAdmin


@admin.register(Device)
class DeviceAdmin(LookOnlyAdmin):
    list_display = ("public_id", "name", "created_at", "used_at")
    exclude = ("person", "endpoint", "endpoint_digest", "public_key", "auth_secret")
    search_fields = ("public_id",)
    ordering = ("-pk",)
