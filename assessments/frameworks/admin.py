"""Frameworks, skills and roles in the admin. Requirements change by a new version only."""

from django.contrib import admin
from django.utils import timezone

from assessments.frameworks.forms import FrameworkForm, LevelFormSet, RoleLevelForm, SkillForm
from assessments.frameworks.models import (
    Framework,
    FrameworkVersion,
    Level,
    Requirement,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
)
from assessments.frameworks.services import mark_holders, mark_measured
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, RecordAdmin, RecordInline


class LevelInline(RecordInline):
    model = Level
    formset = LevelFormSet
    ordering = ("value",)


@admin.register(Scale)
class ScaleAdmin(RecordAdmin):
    list_display = ("name", "key")
    search_fields = ("name", "key")
    ordering = ("name",)
    inlines = (LevelInline,)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and any(formset.has_changed() for formset in formsets):
            for framework in form.instance.frameworks.all():
                mark_measured(framework=framework, marked_at=timezone.now())


class VersionInline(LookOnlyInline):
    model = FrameworkVersion
    fields = ("number", "published_at", "note")
    ordering = ("-number",)


@admin.register(Framework)
class FrameworkAdmin(RecordAdmin):
    form = FrameworkForm
    list_display = ("name", "key", "scale")
    list_select_related = ("scale",)
    search_fields = ("name", "key")
    ordering = ("name",)
    autocomplete_fields = ("scale",)
    readonly_fields = ("public_id",)
    inlines = (VersionInline,)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "scale" in form.changed_data:
            mark_measured(framework=obj, marked_at=timezone.now())


class OfOneFrameworkAdmin(RecordAdmin):
    """Rows that stay in the framework they were made in: scale, version and requirements are that one's."""

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None else (*fields, "framework")


@admin.register(FrameworkVersion)
class FrameworkVersionAdmin(LookOnlyAdmin):
    list_display = ("framework", "number", "published_at", "note")
    list_select_related = ("framework",)
    list_filter = ("framework",)
    search_fields = ("framework__name", "note")
    ordering = ("framework__name", "-number")


class SkillLevelInline(RecordInline):
    model = SkillLevel
    ordering = ("value",)


@admin.register(Skill)
class SkillAdmin(OfOneFrameworkAdmin):
    form = SkillForm
    list_display = ("name", "parent", "framework", "external_id", "retired_at")
    list_select_related = ("parent", "framework")
    list_filter = ("framework", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "external_id", "description")
    ordering = ("framework__name", "name")
    autocomplete_fields = ("framework", "parent")
    readonly_fields = ("public_id",)
    inlines = (SkillLevelInline,)


@admin.register(RoleFamily)
class RoleFamilyAdmin(OfOneFrameworkAdmin):
    list_display = ("name", "framework")
    list_select_related = ("framework",)
    list_filter = ("framework",)
    search_fields = ("name",)
    ordering = ("framework__name", "name")
    autocomplete_fields = ("framework",)


class RoleLevelInline(RecordInline):
    """Role levels are retired, not deleted: what was published names them."""

    model = RoleLevel
    can_delete = False
    form = RoleLevelForm
    fields = ("rank", "name", "external_id", "retired_at")
    ordering = ("rank",)
    show_change_link = True


@admin.register(Role)
class RoleAdmin(OfOneFrameworkAdmin):
    list_display = ("name", "family", "framework", "external_id", "retired_at")
    list_select_related = ("family", "framework")
    list_filter = ("framework", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "external_id", "description")
    ordering = ("framework__name", "name")
    autocomplete_fields = ("framework", "family")
    readonly_fields = ("public_id",)
    inlines = (RoleLevelInline,)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "family" in form.changed_data:
            mark_holders(role_levels=obj.levels.all(), reason="role", marked_at=timezone.now())


@admin.register(RoleLevel)
class RoleLevelAdmin(RecordAdmin):
    form = RoleLevelForm
    list_display = ("name", "role", "rank", "external_id", "retired_at")
    list_select_related = ("role",)
    list_filter = ("role__framework", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "external_id", "role__name")
    ordering = ("role__name", "rank")
    autocomplete_fields = ("role",)
    readonly_fields = ("public_id",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "role" in form.changed_data:
            mark_holders(role_levels=[obj], reason="role", marked_at=timezone.now())


@admin.register(Requirement)
class RequirementAdmin(LookOnlyAdmin):
    list_display = ("role_level", "skill", "level", "weight", "is_critical", "version")
    list_select_related = ("role_level", "skill", "version__framework")
    list_filter = ("version__framework", "is_critical")
    search_fields = ("role_level__name", "skill__name")
    ordering = ("-version__number", "role_level__name", "skill__name")
