"""Frameworks, roles and what is known of people in the admin. Requirements change by a new version only."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from assessments.forms import (
    TRUST,
    WHAT_TRUST_MEANS,
    FrameworkForm,
    LevelFormSet,
    PolicyForm,
    RoleAssignmentForm,
    RoleLevelForm,
    SkillForm,
    policy_lines,
)
from assessments.models import (
    Evidence,
    Framework,
    FrameworkVersion,
    GapPolicyVersion,
    GapReport,
    JobCodeRule,
    Level,
    Requirement,
    Role,
    RoleAssignment,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
    StaleMark,
)
from assessments.services import (
    adopt_policy,
    assign_role,
    end_role,
    mark_everyone,
    mark_holders,
    mark_measured,
    mark_stale,
)
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, RecordAdmin, RecordInline, audit
from lifow.base.jobs import start_soon

OF_A_PERSON = ("person__given_name", "person__family_name", "person__email")
REFRESH_GAPS = "assessments.tasks.refresh_gaps"
APPLY_RULES = "assessments.tasks.apply_job_code_rules"


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
            mark_everyone(reason="scale", marked_at=timezone.now())
            start_soon(REFRESH_GAPS)


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
            start_soon(REFRESH_GAPS)


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
            start_soon(REFRESH_GAPS)


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
            start_soon(REFRESH_GAPS)


@admin.register(Requirement)
class RequirementAdmin(LookOnlyAdmin):
    list_display = ("role_level", "skill", "level", "weight", "is_critical", "version")
    list_select_related = ("role_level", "skill", "version__framework")
    list_filter = ("version__framework", "is_critical")
    search_fields = ("role_level__name", "skill__name")
    ordering = ("-version__number", "role_level__name", "skill__name")


@admin.register(JobCodeRule)
class JobCodeRuleAdmin(RecordAdmin):
    list_display = ("job_code", "role_level")
    list_select_related = ("role_level",)
    search_fields = ("job_code", "role_level__name")
    ordering = ("job_code",)
    autocomplete_fields = ("role_level",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        start_soon(APPLY_RULES)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        start_soon(APPLY_RULES)


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(RecordAdmin):
    """A role is given, and ended by its last day; what was once given is not rewritten."""

    form = RoleAssignmentForm
    list_display = ("person", "role_level", "source", "starts_on", "ends_on")
    list_select_related = ("person", "role_level")
    list_filter = ("source", ("ends_on", admin.EmptyFieldListFilter))
    search_fields = (*OF_A_PERSON, "role_level__name")
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
        start_soon(REFRESH_GAPS)


@admin.register(Evidence)
class EvidenceAdmin(LookOnlyAdmin):
    """The ledger. A correction is new evidence that supersedes; nothing in it changes."""

    list_display = ("person", "skill", "level", "source", "rater", "observed_at", "valid_until")
    list_select_related = ("person", "skill", "rater")
    list_filter = ("source", "observed_at")
    search_fields = (*OF_A_PERSON, "skill__name")
    ordering = ("-observed_at", "-pk")


@admin.register(GapPolicyVersion)
class GapPolicyVersionAdmin(RecordAdmin):
    """The parameters of measurement. A change is a new version; what was in force once is not rewritten."""

    list_display = ("version", "adopted_at", "note")
    search_fields = ("note",)
    ordering = ("-version",)
    fields = ("version", "adopted_at", "note", "says", "expects")
    readonly_fields = ("says", "expects")
    numbers_of_all = (("gap_below", "meets_above"), ("interval_coverage", "skill_correlation"))
    add_fieldsets = (
        (None, {"fields": ("note", *numbers_of_all, "replaces")}),
        (_("Nobody has assessed"), {"fields": (("default_prior.mean", "default_prior.sd"), "prior_persons")}),
        (_("How far each source is trusted"), {"fields": (), "description": WHAT_TRUST_MEANS}),
        *(
            (source.label, {"fields": [tuple(f"sources.{source}.{part}" for part in TRUST)]})
            for source in Evidence.Source
        ),
    )

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, **options):
        return PolicyForm if obj is None else super().get_form(request, obj, **options)

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def save_model(self, request, obj, form, change):
        said = {"policy": form.policy, "note": obj.note}
        adopted = adopt_policy(**said, adopted_at=timezone.now())
        obj.pk, obj.version = adopted.pk, adopted.version
        start_soon(REFRESH_GAPS)

    @display(description=_("parameters"))
    def says(self, version: GapPolicyVersion) -> str:
        return format_html_join("", "<p>{}: {}</p>", policy_lines(version))

    @display(description=_("role families"))
    def expects(self, version: GapPolicyVersion) -> str:
        count = len(version.parameters["priors"])
        said = ngettext(
            "%(count)s expected level, estimated from evidence",
            "%(count)s expected levels, estimated from evidence",
            count,
        )
        return said % {"count": count}


@admin.register(GapReport)
class GapReportAdmin(LookOnlyAdmin):
    """What was computed: the current report of each person, and the history."""

    list_display = (
        "person",
        "as_of",
        "ready",
        "gap_count",
        "critical_gap_count",
        "assess_first_count",
        "is_current",
    )
    list_select_related = ("person",)
    list_filter = (("superseded_at", admin.EmptyFieldListFilter), "critical_met", "as_of")
    search_fields = OF_A_PERSON
    ordering = ("-as_of", "-pk")
    exclude = ("packed",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("packed")

    @display(description=_("readiness"), ordering="readiness")
    def ready(self, report: GapReport) -> str:
        return "–" if report.readiness is None else f"{report.readiness:.0%}"

    @display(description=_("holds now"), boolean=True)
    def is_current(self, report: GapReport) -> bool:
        return report.superseded_at is None


@admin.register(StaleMark)
class StaleMarkAdmin(LookOnlyAdmin):
    """Whose report waits to be computed, and whose could not be."""

    list_display = ("person", "reason", "marked_at", "attempts", "set_aside_at", "last_error")
    list_select_related = ("person",)
    list_filter = ("reason", ("set_aside_at", admin.EmptyFieldListFilter))
    search_fields = (*OF_A_PERSON, "last_error")
    ordering = ("-set_aside_at", "marked_at")
    actions = ("try_again",)

    @action(description=_("Try again"))
    def try_again(self, request, queryset):
        people = list(queryset.values_list("person_id", flat=True))
        mark_stale(person_ids=people, reason="asked", marked_at=timezone.now())
        start_soon(REFRESH_GAPS)
        said = ngettext(
            "%(people)s person is tried again.", "%(people)s people are tried again.", len(people)
        )
        self.message_user(request, said % {"people": len(people)}, messages.SUCCESS)


for kept in (
    Scale,
    Level,
    Framework,
    Skill,
    SkillLevel,
    RoleFamily,
    Role,
    RoleLevel,
    JobCodeRule,
    RoleAssignment,
):
    audit(kept)
