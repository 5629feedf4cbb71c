"""For which skills colleagues may find somebody, in the admin: their own choice, to be looked at alone."""

from django.contrib import admin

from lifow.base.admin import LookOnlyAdmin
from mentoring.mentors.models import FindableSkill


@admin.register(FindableSkill)
class FindableSkillAdmin(LookOnlyAdmin):
    list_display = ("person", "skill", "chosen_at")
    list_select_related = ("person", "skill")
    search_fields = ("person__given_name", "person__family_name", "skill__name")
    ordering = ("-pk",)
