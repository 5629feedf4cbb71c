"""The measuring policy, gap reports and what waits to be computed in the admin."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from assessments.evidence.models import Evidence
from assessments.frameworks.models import (
    Framework,
    Level,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
)
from assessments.gaps.forms import TRUST, WHAT_TRUST_MEANS, PolicyForm, policy_lines
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.gaps.services import adopt_policy
from assessments.marks.models import StaleMark
from assessments.marks.reports import in_words, marks_told
from assessments.marks.services import mark_stale
from assessments.roles.models import JobCodeRule, RoleAssignment
from lifow.base.admin import LookOnlyAdmin, ServiceAdmin, audit, names_of


@admin.register(GapPolicyVersion)
class GapPolicyVersionAdmin(ServiceAdmin):
    """The parameters of measurement. A change is a new version; what was in force once is not rewritten."""

    list_display = ("version", "adopted_at", "note")
    search_fields = ("note",)
    ordering = ("-version",)
    fields = ("version", "adopted_at", "note", "says", "expects")
    readonly_fields = ("says", "expects")
    numbers_of_all = (("gap_below", "meets_above"), ("interval_coverage", "skill_correlation"))
    of_ratings = (
        ("repeated_error", "repeated_drift"),
        ("attributed_weight",),
        ("drift", "reassess_after_days"),
        ("conflict_distance", "random_words", "conflict_freedom"),
    )
    of_expectation = (
        ("expected_level", "expected_slope", "pooling_people"),
        ("person_sd", "slope_sd", "skill_sd"),
    )
    add_fieldsets = (
        (None, {"fields": ("note", *numbers_of_all, "replaces")}),
        (_("Ratings over time, and in conflict"), {"fields": of_ratings}),
        (_("How ratings differ by rater"), {"fields": ("uses_severity",)}),
        (_("What is expected before anybody has rated"), {"fields": of_expectation}),
        (
            _("How much each source is trusted"),
            {"fields": ("reads_standard_errors",), "description": WHAT_TRUST_MEANS},
        ),
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

    def save_record(self, request, form, rows):
        version = form.instance
        adopted = adopt_policy(policy=form.policy, note=version.note, adopted_at=timezone.now())
        version.pk, version.version = adopted.pk, adopted.version

    @display(description=_("parameters"))
    def says(self, version: GapPolicyVersion) -> str:
        return format_html_join("", "<p>{}: {}</p>", policy_lines(version))

    @display(description=_("role families"))
    def expects(self, version: GapPolicyVersion) -> str:
        count = len(version.parameters.get("expected", version.parameters.get("priors", ())))
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
    search_fields = names_of("person")
    ordering = ("-as_of", "-pk")
    exclude = ("packed",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("packed")

    @display(description=_("readiness / share known"), ordering="readiness")
    def ready(self, report: GapReport) -> str:
        return (
            "–"
            if report.readiness is None or report.known_share is None
            else f"{report.readiness:.0%} / {report.known_share:.0%}"
        )

    @display(description=_("current"), boolean=True)
    def is_current(self, report: GapReport) -> bool:
        return report.superseded_at is None


@admin.register(StaleMark)
class StaleMarkAdmin(LookOnlyAdmin):
    """Whose report waits to be computed, and whose could not be."""

    list_display = ("person", "reason", "marked_at", "attempts", "set_aside_at", "last_error")
    list_select_related = ("person",)
    list_filter = ("reason", ("set_aside_at", admin.EmptyFieldListFilter))
    search_fields = (*names_of("person"), "last_error")
    ordering = ("-set_aside_at", "marked_at")
    actions = ("try_again",)
    list_before_template = "admin/stale_marks/told.html"

    def changelist_view(self, request, extra_context=None):
        told = in_words(marks_told(timezone.now()))
        return super().changelist_view(request, {"told": told, **(extra_context or {})})

    @action(description=_("Compute again"))
    def try_again(self, request, queryset):
        people = list(queryset.values_list("person_id", flat=True))
        mark_stale(person_ids=people, reason="asked", marked_at=timezone.now())
        said = ngettext(
            "The gap report of %(people)s person is computed again.",
            "The gap reports of %(people)s people are computed again.",
            len(people),
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
