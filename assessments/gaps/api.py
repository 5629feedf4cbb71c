"""/api/v1/gap-reports"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.gaps.choices import GapStatus
from assessments.gaps.models import GapReport
from assessments.gaps.reports import named_reports
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MeasureField, MomentField, ReferenceField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import OrgUnit, Person

STATUSES = [(status.key, status.key) for status in GapStatus]
EXAMPLE: dict[str, Any] = {
    "id": examples.GAP_REPORT,
    "person": examples.PERSON,
    "as_of": "2026-03-02T12:00:07Z",
    "superseded_at": None,
    "is_stale": False,
    "policy_version": 1,
    "readiness": {"share": 0.72, "low": 0.68, "high": 0.76, "known": 0.67},
    "critical": 1,
    "critical_met": False,
    "critical_chance": 0.16,
    "required": 2,
    "met": 0,
    "gaps": 1,
    "critical_gaps": 1,
    "assess_first": 1,
    "never_assessed": 1,
    "rows": [
        {
            "skill": examples.SKILL,
            "status": "gap",
            "level": 2.1,
            "spread": 0.4,
            "needed": 3.0,
            "gap": 0.9,
            "chance": 0.16,
            "weight": 2.0,
            "critical": True,
            "set_by": examples.ROLE_LEVEL,
            "evidence": 4,
            "last_observed_on": "2026-03-02",
            "in_conflict": False,
            "has_expired": False,
            "waits_for_second_source": False,
        },
        {
            "skill": examples.HEADING,
            "status": "assess_first",
            "level": None,
            "spread": None,
            "needed": 2.0,
            "gap": None,
            "chance": None,
            "weight": 1.0,
            "critical": False,
            "set_by": examples.ROLE_LEVEL,
            "evidence": 0,
            "last_observed_on": None,
            "in_conflict": False,
            "has_expired": False,
            "waits_for_second_source": False,
        },
    ],
}


class ReadinessOutput(OutputSerializer):
    """The share of the needed levels that is reached, from 0 to 1, of what is known, with its interval."""

    share = MeasureField()
    low = MeasureField()
    high = MeasureField()
    known = MeasureField(help_text=_("The share of the needs, by weight, of which anything is known."))


class GapRowOutput(OutputSerializer):
    """A person's level and gap in one skill. Not assessed yet is null, which is not level 0."""

    skill = IdField("skl", source="skill.public_id")
    status = serializers.ChoiceField(
        STATUSES,
        source="status.key",
        help_text=_(
            "gap: the needed level is very likely not met. meets: it is very likely met. assess_first: "
            "the skill needs assessment, as there is too little evidence or none."
        ),
    )
    level = MeasureField(
        allow_null=True, help_text=_("The most likely level; null where the skill is not assessed yet.")
    )
    spread = MeasureField(allow_null=True, help_text=_("Its standard deviation, in levels."))
    needed = MeasureField(
        source="required", allow_null=True, help_text=_("Null where no role of the person needs the skill.")
    )
    gap = MeasureField(allow_null=True, help_text=_("Levels below the needed level, 0 or more."))
    chance = MeasureField(
        source="p_meets",
        allow_null=True,
        help_text=_("The probability, 0 to 1, that the needed level is met."),
    )
    weight = MeasureField()
    critical = serializers.BooleanField(source="is_critical")
    set_by = IdField(
        "rlv",
        source="set_by.public_id",
        allow_null=True,
        help_text=_("The role level that sets the requirement: of several, the highest."),
    )
    evidence = serializers.IntegerField(
        source="evidence_count", help_text=_("Pieces of evidence that count.")
    )
    last_observed_on = serializers.DateField(allow_null=True)
    in_conflict = serializers.BooleanField(
        source="is_in_conflict", help_text=_("The newest ratings differ by two levels of five or more.")
    )
    has_expired = serializers.BooleanField(
        help_text=_("What was known has expired, and nothing was said since.")
    )
    waits_for_second_source = serializers.BooleanField(
        help_text=_("Critical, and one source so far: it needs a second, a test or observed work.")
    )


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class GapReportOutput(OutputSerializer):
    """What a person's roles need, beside the person's known levels, as of a moment."""

    id = IdField("gap", source="report.public_id")
    person = IdField("per", source="report.person.public_id")
    as_of = MomentField(source="report.as_of")
    superseded_at = MomentField(
        source="report.superseded_at", allow_null=True, help_text=_("Null for the current report.")
    )
    is_stale = serializers.BooleanField(
        help_text=_("Something has changed since, and a new one is on its way.")
    )
    policy_version = serializers.IntegerField(source="report.policy.version")
    readiness = ReadinessOutput(
        allow_null=True, help_text=_("Null where nothing is known, and for somebody without a role.")
    )
    critical = serializers.IntegerField(
        source="report.critical_count",
        allow_null=True,
        help_text=_("Critical skills; null in reports of before they were counted."),
    )
    critical_met = serializers.BooleanField(
        source="report.critical_met",
        allow_null=True,
        help_text=_(
            "Whether all critical skills are met; null where critical skills need assessment, or none is."
        ),
    )
    critical_chance = MeasureField(
        source="report.critical_chance",
        allow_null=True,
        help_text=_("The probability, 0 to 1, that they are; null where one of them is not assessed."),
    )
    required = serializers.IntegerField(  # type: ignore[assignment]
        source="report.required_count", help_text=_("Skills that the roles need.")
    )
    met = serializers.IntegerField(source="report.met_count", allow_null=True)
    gaps = serializers.IntegerField(source="report.gap_count")
    critical_gaps = serializers.IntegerField(source="report.critical_gap_count")
    assess_first = serializers.IntegerField(source="report.assess_first_count")
    never_assessed = serializers.IntegerField(source="report.never_assessed_count")
    rows = GapRowOutput(many=True)


class GapReportParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    org_unit = ReferenceField(
        "org",
        lambda user: OrgUnit.objects.all(),
        required=False,
        help_text=_("Of people who work in this unit now, or in a unit below it."),
    )
    with_gaps = serializers.BooleanField(
        required=False, help_text=_("true: only reports with a gap. false: only reports without.")
    )
    updated_since = MomentField(required=False, help_text=_("Computed at or after this moment."))


class GapReportViewSet(ResourceViewSet):
    prefix, one, many = "gap", _("gap report"), _("gap reports")
    about = _(
        "The list has the current report of each person. An earlier report stays readable by its id. A "
        "person sees their own and those of their reporting line."
    )
    scopes = {"read": "gaps:read"}
    serializer_class = GapReportOutput
    list_parameters = GapReportParameters
    filters = {
        "person": lambda reports, person: reports.filter(person=person),
        "org_unit": lambda reports, unit: reports.filter(person__in=Person.objects.in_org_unit(unit)),
        "with_gaps": lambda reports, has: (
            reports.filter(gap_count__gt=0) if has else reports.filter(gap_count=0)
        ),
        "updated_since": lambda reports, moment: reports.filter(as_of__gte=moment),
    }
    # A person has one current report; in the order of people a report that changes on the way comes once.
    position = "person_id"

    def get_queryset(self) -> QuerySet[GapReport]:
        visible = GapReport.objects.visible_to(self.request.user)
        shown = visible.current() if self.action == "list" else visible
        # Of the policy only its number is told; its parameters are long.
        return shown.with_marks().defer("policy__parameters").select_related("person", "policy")

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        return named_reports(rows)
