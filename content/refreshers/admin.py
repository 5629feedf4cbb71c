"""Questions that come back, in the admin. What people remember is theirs: HR sees that, and not which."""

from django.contrib import admin

from content.refreshers.models import RefresherCard, RefresherReview, RefresherTold, SkillRetention
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(RefresherCard)
class RefresherCardAdmin(LookOnlyAdmin):
    """What comes back to whom, and when. Whether it was remembered is not listed."""

    list_display = ("person", "item", "module", "due_on", "change")
    list_select_related = ("person", "item", "module")
    list_filter = ("change",)
    fields = ("person", "item", "module", "learned_at", "due_on", "change", "changed_at")
    search_fields = names_of("person")
    ordering = ("-due_on", "pk")


@admin.register(RefresherReview)
class RefresherReviewAdmin(LookOnlyAdmin):
    """When what was answered. How well it was remembered is not listed."""

    list_display = ("card", "is_refresher", "answered_at", "seconds")
    list_select_related = ("card__person", "card__item")
    fields = ("card", "is_refresher", "answered_at", "answered_on", "seconds")
    ordering = ("-answered_at", "pk")


@admin.register(RefresherTold)
class RefresherToldAdmin(LookOnlyAdmin):
    """Who was told that questions wait, and when last."""

    list_display = ("person", "told_on")
    list_select_related = ("person",)
    search_fields = names_of("person")
    ordering = ("-told_on", "person__family_name", "person__given_name")


@admin.register(SkillRetention)
class SkillRetentionAdmin(LookOnlyAdmin):
    """How well skills are remembered, of at least five people each."""

    list_display = ("skill", "people", "questions", "counted_at")
    list_select_related = ("skill",)
    search_fields = ("skill__name",)
    ordering = ("skill__name",)
