"""Roles of people, and the rules that give them, in the admin."""

from django.contrib import admin
from django.utils import timezone

from assessments.roles.forms import RoleAssignmentForm
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.services import assign_role, end_role
from assessments.roles.tasks import apply_job_code_rules
from lifow.base.admin import RecordAdmin, names_of
from lifow.base.jobs import start_soon


@admin.register(JobCodeRule)
class JobCodeRuleAdmin(RecordAdmin):
    list_display = ("job_code", "role_level")
    list_select_related = ("role_level",)
    search_fields = ("job_code", "role_level__name")
    ordering = ("job_code",)
    autocomplete_fields = ("role_level",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        start_soon(apply_job_code_rules.name)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        start_soon(apply_job_code_rules.name)


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(RecordAdmin):
    """A role is given, and ended by its last day; what was once given is not rewritten."""

    form = RoleAssignmentForm
    list_display = ("person", "role_level", "source", "starts_on", "ends_on")
    list_select_related = ("person", "role_level")
    list_filter = ("source", ("ends_on", admin.EmptyFieldListFilter))
    search_fields = (*names_of("person"), "role_level__name")
    ordering = ("person__family_name", "person__given_name", "-starts_on")
    autocomplete_fields = ("person", "role_level")

    def get_fields(self, request, obj=None):
        fields = ("person", "role_level", "starts_on")
        return fields if obj is None else (*fields, "source", "ends_on")

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else ("person", "role_level", "starts_on", "source")

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        if change:
            end_role(assignment=obj, ends_on=obj.ends_on, marked_at=now)
        else:
            given = {"person": obj.person, "role_level": obj.role_level, "starts_on": obj.starts_on}
            obj.pk = assign_role(**given, marked_at=now).pk
