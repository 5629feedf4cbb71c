"""Owners of skills in the admin."""

from django.contrib import admin

from assessments.owners.models import SkillOwner
from assessments.owners.services import name_owner
from lifow.base.admin import ServiceAdmin, audit, names_of

audit(SkillOwner)


@admin.register(SkillOwner)
class SkillOwnerAdmin(ServiceAdmin):
    """Who is asked first about a skill, and who verifies answers about it."""

    list_display = ("skill", "person")
    list_select_related = ("skill", "person")
    search_fields = ("skill__name", *names_of("person"))
    ordering = ("skill__name", "pk")
    autocomplete_fields = ("skill", "person")

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else ("skill",)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def save_record(self, request, form, rows):
        owner = form.instance
        owner.pk = name_owner(skill=owner.skill, person=owner.person).pk
