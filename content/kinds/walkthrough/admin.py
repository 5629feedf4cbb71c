"""Walkthroughs in the admin, to look at: how far people are, and the pictures that are kept."""

from django.contrib import admin

from content.kinds.walkthrough.models import WalkthroughPicture, WalkthroughProgress
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(WalkthroughProgress)
class WalkthroughProgressAdmin(LookOnlyAdmin):
    """How far people are in walkthroughs."""

    list_display = ("person", "module", "passed_at", "said_at")
    list_select_related = ("person", "module")
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-pk",)


@admin.register(WalkthroughPicture)
class WalkthroughPictureAdmin(LookOnlyAdmin):
    """Pictures that authors have put into walkthroughs."""

    list_display = ("picture", "kept_at")
    list_select_related = ("picture",)
    ordering = ("-kept_at", "-pk")
