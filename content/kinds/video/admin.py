"""How far people are in videos, and captions that a machine drafts, in the admin."""

from django.contrib import admin

from content.kinds.video.models import CaptionsDraft, VideoProgress
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(VideoProgress)
class VideoProgressAdmin(LookOnlyAdmin):
    """What was seen of videos. It says nothing of proficiency."""

    list_display = ("person", "module", "position", "said_at", "watched_at")
    list_select_related = ("person", "module")
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-watched_at", "-pk")


@admin.register(CaptionsDraft)
class CaptionsDraftAdmin(LookOnlyAdmin):
    """Videos whose captions a machine drafts, and how far it is."""

    list_display = ("file", "state", "heard", "attempts", "asked_by", "asked_at", "finished_at", "problem")
    list_filter = ("state",)
    list_select_related = ("file", "asked_by")
    search_fields = ("file__public_id", *names_of("asked_by"))
    ordering = ("-asked_at", "-pk")
