"""Frameworks, skills and roles in the admin. Requirements change by a new version only."""

from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assessments.frameworks import services
from assessments.frameworks.forms import (
    FORMATS,
    SAID,
    FrameworkForm,
    FrameworkPlanForm,
    FrameworkUploadForm,
    LevelFormSet,
    RoleLevelForm,
    ScaleForm,
    SkillForm,
    mapping_of,
)
from assessments.frameworks.models import (
    Framework,
    FrameworkImport,
    FrameworkVersion,
    Level,
    LevelMap,
    Requirement,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
    SkillReplacement,
)
from assessments.frameworks.services import (
    save_framework,
    save_role,
    save_role_family,
    save_role_level,
    save_scale,
    save_skill,
)
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, RecordInline, ServiceAdmin, audit, names_of
from lifow.base.file_imports.admin import FileImportAdmin


class LevelInline(RecordInline):
    model = Level
    formset = LevelFormSet
    ordering = ("value",)


@admin.register(Scale)
class ScaleAdmin(ServiceAdmin):
    form = ScaleForm
    list_display = ("name", "key")
    search_fields = ("name", "key")
    ordering = ("name",)
    inlines = (LevelInline,)

    def save_record(self, request, form, rows):
        save_scale(
            scale=form.instance,
            levels=rows[Level],
            saved_at=timezone.now(),
            mapping=mapping_of(form.instance),
            saved_by=request.user,
        )


class VersionInline(LookOnlyInline):
    model = FrameworkVersion
    fields = ("number", "published_at", "note")
    ordering = ("-number",)


@admin.register(Framework)
class FrameworkAdmin(ServiceAdmin):
    form = FrameworkForm
    list_display = ("name", "key", "scale")
    list_select_related = ("scale",)
    search_fields = ("name", "key")
    ordering = ("name",)
    autocomplete_fields = ("scale",)
    readonly_fields = ("public_id",)
    inlines = (VersionInline,)

    def save_record(self, request, form, rows):
        save_framework(
            framework=form.instance,
            saved_at=timezone.now(),
            mapping=mapping_of(form.instance),
            saved_by=request.user,
        )


@admin.register(FrameworkImport)
class FrameworkImportAdmin(FileImportAdmin):
    """Frameworks that HR brings in: who imported what, when, and what it changed."""

    upload_title = _("Import a framework")
    plan_template = "admin/framework_imports/plan.html"
    list_display = ("uploaded_at", "framework", "file", "state", "changed", "by")
    list_select_related = ("framework", "uploaded_by", "confirmed_by")
    list_filter = ("state", "format")
    search_fields = ("framework__name", *names_of("uploaded_by", "confirmed_by"))

    def is_change(self, code: str) -> bool:
        return code not in ("left_out", "faults", "in_use")

    def title_of(self, row: FrameworkImport) -> Any:
        return row.framework or _("Framework")

    def said(self, row: FrameworkImport) -> str:
        if row.is_planned and services.has_faults(row):
            return _now("This is the plan. Something stands in its way; nothing is written yet.")
        return super().said(row)

    def upload_form(self, request: Any) -> FrameworkUploadForm:
        if request.method == "POST":
            return FrameworkUploadForm(request.POST, request.FILES)
        return FrameworkUploadForm()

    def upload(self, request: Any, form: FrameworkUploadForm) -> FrameworkImport:
        return services.upload_framework(
            format=form.cleaned_data["format"],
            files=form.cleaned_data["uploads"],
            uploaded_by=request.user,
            uploaded_at=timezone.now(),
        )

    def plan_form(self, request: Any, row: FrameworkImport) -> FrameworkPlanForm:
        if request.method == "POST":
            return FrameworkPlanForm(request.POST)
        said = {name: getattr(row, name) for name in SAID}
        return FrameworkPlanForm(initial={"shown": row.shown, **said})

    def plan_context(self, row: FrameworkImport) -> dict[str, Any]:
        has_faults = services.has_faults(row)
        return {
            "can_apply": not has_faults,
            "has_faults": has_faults,
            "open_parts": ("faults", "in_use"),
            "format": dict(FORMATS).get(row.format, row.format),
        }

    def downloads(self, row: FrameworkImport) -> list[tuple[str, Any]]:
        if row.state not in (row.State.PLANNED, row.State.APPLIED) or row.forgotten_at:
            return []
        faults = [(services.FAULTS, _("Download all that has to be corrected (CSV)"))]
        plan = (services.PLAN, _("Download the whole plan (text)"))
        return [*(faults if services.has_faults(row) else []), plan]

    def apply(self, request: Any, row: FrameworkImport, form: FrameworkPlanForm) -> None:
        services.confirm_import(
            row=row,
            shown=form.cleaned_data["shown"],
            confirmed_by=request.user,
            confirmed_at=timezone.now(),
        )

    def plan_anew(self, request: Any, row: FrameworkImport, form: FrameworkPlanForm) -> None:
        services.plan_import_anew(row=row, **form.said)


@admin.register(LevelMap)
class LevelMapAdmin(LookOnlyAdmin):
    list_display = ("framework", "__str__", "mapped_at", "mapped_by")
    list_select_related = ("framework", "mapped_by")
    list_filter = ("framework",)
    search_fields = ("framework__name",)
    ordering = ("-mapped_at",)


class OfOneFrameworkAdmin(ServiceAdmin):
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

    def save_record(self, request, form, rows):
        save_skill(skill=form.instance, level_texts=rows[SkillLevel], saved_at=timezone.now())


@admin.register(SkillReplacement)
class SkillReplacementAdmin(LookOnlyAdmin):
    list_display = ("old", "new", "framework", "replaced_at", "said_by", "taken_back_at")
    list_select_related = ("old", "new__framework", "said_by")
    list_filter = ("new__framework", ("taken_back_at", admin.EmptyFieldListFilter))
    search_fields = ("old__name", "old__external_id", "new__name", "new__external_id")
    ordering = ("-replaced_at", "old__name")

    @admin.display(description=_("framework"))
    def framework(self, row):
        return row.new.framework


@admin.register(RoleFamily)
class RoleFamilyAdmin(OfOneFrameworkAdmin):
    list_display = ("name", "framework")
    list_select_related = ("framework",)
    list_filter = ("framework",)
    search_fields = ("name",)
    ordering = ("framework__name", "name")
    autocomplete_fields = ("framework",)

    def save_record(self, request, form, rows):
        save_role_family(family=form.instance)


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

    def save_record(self, request, form, rows):
        save_role(role=form.instance, levels=rows[RoleLevel], saved_at=timezone.now())


@admin.register(RoleLevel)
class RoleLevelAdmin(ServiceAdmin):
    form = RoleLevelForm
    list_display = ("name", "role", "rank", "external_id", "retired_at")
    list_select_related = ("role",)
    list_filter = ("role__framework", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "external_id", "role__name")
    ordering = ("role__name", "rank")
    autocomplete_fields = ("role",)
    readonly_fields = ("public_id",)

    def save_record(self, request, form, rows):
        save_role_level(role_level=form.instance, saved_at=timezone.now())


@admin.register(Requirement)
class RequirementAdmin(LookOnlyAdmin):
    list_display = ("role_level", "skill", "level", "weight", "is_critical", "version")
    list_select_related = ("role_level", "skill", "version__framework")
    list_filter = ("version__framework", "is_critical")
    search_fields = ("role_level__name", "skill__name")
    ordering = ("-version__number", "role_level__name", "skill__name")


audit(FrameworkImport, but=("upload", "outcome", "summary", "shown", "attempts", "taken_until", "last_error"))
