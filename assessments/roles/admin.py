"""Roles of people, and the rules that give them, in the admin."""

from django.contrib import admin
from django.utils import timezone

from assessments.roles.forms import RoleAssignmentForm
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.services import assign_role, delete_job_code_rules, end_role, save_job_code_rule
from lifow.base.admin import ServiceAdmin, names_of


@admin.register(JobCodeRule)
class JobCodeRuleAdmin(ServiceAdmin):
    list_display = ("job_code", "role_level")
    list_select_related = ("role_level",)
    search_fields = ("job_code", "role_level__name")
    ordering = ("job_code",)
    autocomplete_fields = ("role_level",)

    def save_record(self, request, form, rows):
        save_job_code_rule(rule=form.instance, saved_at=timezone.now())

    def delete_records(self, request, records):
        delete_job_code_rules(rules=records, deleted_at=timezone.now())


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ServiceAdmin):
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

    def save_record(self, request, form, rows):
        role, now = form.instance, timezone.now()
        if role.pk:
            end_role(assignment=role, ends_on=role.ends_on, marked_at=now)
        else:
            given = {"person": role.person, "role_level": role.role_level, "starts_on": role.starts_on}
            role.pk = assign_role(**given, marked_at=now).pk
