"""Votes in the admin: what they come to. Who said what is nobody's to look up."""

from django.contrib import admin

from content.votes.models import ModuleVote, RoleVotes
from lifow.base.admin import LookOnlyAdmin


@admin.register(ModuleVote)
class ModuleVoteAdmin(LookOnlyAdmin):
    """Votes, without who gave them."""

    list_display = ("module", "is_helpful", "words")
    list_select_related = ("module",)
    list_filter = ("is_helpful",)
    search_fields = ("module__title", "words")
    ordering = ("module__title", "pk")
    fields = ("module", "version", "is_helpful", "words")


@admin.register(RoleVotes)
class RoleVotesAdmin(LookOnlyAdmin):
    """What the votes of each role come to. It is counted, never edited."""

    list_display = ("role", "module", "helpful", "voters", "counted_at")
    list_select_related = ("role", "module")
    search_fields = ("role__name", "module__title")
    ordering = ("role__name", "-helpful", "pk")
