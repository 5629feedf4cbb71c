"""/api/v1/employments"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from lifow.base.api import examples
from lifow.base.api.fields import IdField, MomentField, ReferenceField, TextField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Employment, OrgUnit, Person

EXAMPLE = {
    "id": examples.EMPLOYMENT,
    "person": examples.PERSON,
    "org_unit": examples.ORG_UNIT,
    "manager": examples.MANAGER,
    "job_title": "Support specialist II",
    "job_code": "SUP-2",
    "status": "active",
    "source": "hris",
    "starts_on": "2025-11-03",
    "ends_on": None,
    "created_at": "2025-11-03T08:00:00Z",
    "updated_at": "2025-11-03T08:00:00Z",
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class EmploymentOutput(OutputSerializer):
    """What a person did, where and for whom, from one day to another."""

    id = IdField("emp", source="public_id")
    person = IdField("per", source="person.public_id")
    org_unit = IdField("org", source="org_unit.public_id")
    manager = IdField("per", source="manager.public_id", allow_null=True)
    job_title = serializers.CharField()
    job_code = serializers.CharField()
    status = serializers.ChoiceField(Employment.Status.choices)
    source = serializers.CharField(  # type: ignore[assignment]  # the serializer's own attribute of that name
        help_text=_("The system whose files say so; empty where it was entered by hand.")
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, help_text=_("The last day; null while it is open."))
    created_at = MomentField()
    updated_at = MomentField()


class EmploymentParameters(ListParameters):
    person = ReferenceField(
        "per", Person.objects.visible_to, required=False, help_text=_("Employments of this person.")
    )
    org_unit = ReferenceField(
        "org",
        lambda user: OrgUnit.objects.all(),
        required=False,
        help_text=_("In this unit, without the units below it."),
    )
    manager = ReferenceField(
        "per", Person.objects.visible_to, required=False, help_text=_("Reporting to this manager.")
    )
    job_code = TextField(required=False, help_text=_("With this job code."))
    status = serializers.ChoiceField(
        Employment.Status.choices, required=False, help_text=_("In this status.")
    )
    current = serializers.BooleanField(
        required=False, help_text=_("true: only open employments. false: only those that have ended.")
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class EmploymentViewSet(ResourceViewSet):
    prefix, one, many = "emp", _("employment"), _("employments")
    about = _(
        "Who worked where, for whom and when. A change closes one row and opens the next; a person has "
        "one open row. A person sees their own and those of their reporting line."
    )
    scopes = {"read": "people:read"}
    serializer_class = EmploymentOutput
    list_parameters = EmploymentParameters
    filters = {
        "person": lambda rows, person: rows.filter(person=person),
        "org_unit": lambda rows, unit: rows.filter(org_unit=unit),
        "manager": lambda rows, manager: rows.filter(manager=manager),
        "job_code": lambda rows, code: rows.filter(job_code=code),
        "status": lambda rows, status: rows.filter(status=status),
        "current": lambda rows, is_open: rows.filter(ends_on__isnull=is_open),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Employment]:
        visible = Person.objects.visible_to(self.request.user)
        return Employment.objects.filter(person__in=visible).select_related("person", "org_unit", "manager")
