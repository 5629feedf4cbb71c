"""Packages and how far people are in them, in the admin."""

from django.contrib import admin

from content.kinds.scorm.models import ScormLaunch, ScormPackage, ScormProgress
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(ScormPackage)
class ScormPackageAdmin(LookOnlyAdmin):
    """What the manifests of packages say."""

    list_display = ("title", "file", "href", "mastery")
    list_select_related = ("file",)
    search_fields = ("title", "file__public_id")
    ordering = ("-pk",)


@admin.register(ScormLaunch)
class ScormLaunchAdmin(LookOnlyAdmin):
    """Who has a package open, and until when."""

    list_display = ("public_id", "person", "module", "opened_at", "expires_at", "ended_at")
    list_select_related = ("person", "module")
    exclude = ("session_key",)
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-opened_at", "-pk")


@admin.register(ScormProgress)
class ScormProgressAdmin(LookOnlyAdmin):
    """What packages say of progress. It says little of proficiency."""

    list_display = ("person", "module", "status", "raw", "seconds", "changed_at")
    list_select_related = ("person", "module")
    list_filter = ("status",)
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-changed_at", "-pk")
