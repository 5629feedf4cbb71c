"""How modules come to be, to be looked at in the admin; authors do it on pages."""

from django.contrib import admin

from content.authoring.models import (
    CheckedLink,
    EditingSession,
    ModuleImport,
    ModuleOwner,
    ModuleReview,
    ReviewComment,
    ScheduledPublication,
)
from lifow.base.admin import LookOnlyAdmin, audit


@admin.register(ModuleReview)
class ModuleReviewAdmin(LookOnlyAdmin):
    """What was sent for review, by whom, and what came of it."""

    list_display = ("module", "state", "submitted_by", "submitted_at", "decided_by", "decided_at")
    list_select_related = ("module", "submitted_by", "decided_by")
    list_filter = ("state",)
    search_fields = ("module__title", "module__key")
    ordering = ("-submitted_at", "-pk")


@admin.register(ReviewComment)
class ReviewCommentAdmin(LookOnlyAdmin):
    """What authors say of each other's modules."""

    list_display = ("module", "place", "written_by", "written_at", "resolved_at")
    list_select_related = ("module", "written_by")
    search_fields = ("module__title", "module__key")
    ordering = ("-written_at", "-pk")


@admin.register(ScheduledPublication)
class ScheduledPublicationAdmin(LookOnlyAdmin):
    """Modules that are published by themselves at a moment, and why one was not."""

    list_display = ("module", "publish_at", "set_by", "problem")
    list_select_related = ("module", "set_by")
    search_fields = ("module__title", "module__key")
    ordering = ("publish_at", "pk")


@admin.register(ModuleOwner)
class ModuleOwnerAdmin(LookOnlyAdmin):
    """Who answers for which module, and when it is to be looked at again."""

    list_display = ("module", "owner", "review_on", "confirmed_by", "confirmed_at")
    list_select_related = ("module", "owner", "confirmed_by")
    search_fields = ("module__title", "module__key")
    ordering = ("review_on", "pk")


@admin.register(EditingSession)
class EditingSessionAdmin(LookOnlyAdmin):
    """Who has which module open in the editor. What they have typed and not saved is theirs."""

    list_display = ("module", "person", "seen_at", "typed_at")
    list_select_related = ("module", "person")
    exclude = ("typed",)
    ordering = ("-seen_at", "-pk")


@admin.register(ModuleImport)
class ModuleImportAdmin(LookOnlyAdmin):
    """Zips of modules that authors have uploaded."""

    list_display = ("name", "uploaded_by", "uploaded_at", "written_at")
    list_select_related = ("uploaded_by",)
    exclude = ("data",)
    ordering = ("-uploaded_at", "-pk")


@admin.register(CheckedLink)
class CheckedLinkAdmin(LookOnlyAdmin):
    """Addresses that modules link to, and whether they answer."""

    list_display = ("url", "checked_at", "problem", "failures")
    search_fields = ("url",)
    ordering = ("-checked_at", "-pk")


audit(ModuleReview)
audit(ScheduledPublication)
audit(ModuleOwner)
