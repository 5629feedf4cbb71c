"""/api/v1/people"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from lifow.base.api import examples
from lifow.base.api.exceptions import Merged
from lifow.base.api.fields import (
    ClockField,
    ExternalIdField,
    ExternalIdOutput,
    IdField,
    IdListField,
    MomentField,
    ReferenceField,
)
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.choices import DAYS
from lifow.people.persons.models import Employment, OrgUnit, Person, PersonQuerySet
from lifow.people.persons.reports import leaves_of


class WorkingHoursOutput(OutputSerializer):
    """When a person works, in their own time zone: nothing reaches them at other times.

    Work that ends before it starts ends on the next day; `days` are those on which it starts.
    """

    starts_at = ClockField(source="work_starts_at")
    ends_at = ClockField(source="work_ends_at")
    days = serializers.SerializerMethodField()

    def get_days(self, person: Person) -> list[str]:
        return [day for bit, day in enumerate(DAYS) if person.workdays >> bit & 1]


class CurrentEmploymentOutput(OutputSerializer):
    """Where a person works now; /employments has the history."""

    id = IdField("emp", source="public_id")
    org_unit = IdField("org", source="org_unit.public_id")
    manager = IdField("per", source="manager.public_id", allow_null=True)
    job_title = serializers.CharField()
    job_code = serializers.CharField()
    status = serializers.ChoiceField(Employment.Status.choices)


class LeaveOutput(OutputSerializer):
    """The leave that a person is on, by the day where they are."""

    first_day = serializers.DateField()
    last_day = serializers.DateField(allow_null=True, help_text=_("null while it is not known."))


EXAMPLE: dict[str, Any] = {
    "id": examples.PERSON,
    "email": "abena.osei@larkfield.example",
    "given_name": "Abena",
    "family_name": "Osei",
    "timezone": "Europe/London",
    "languages": ["en", "fr"],
    "working_hours": {"starts_at": "09:00", "ends_at": "17:00", "days": list(DAYS[:5])},
    "may_sign_in": True,
    "external_ids": [{"source": "hris", "value": "E1042"}],
    "merged_ids": [],
    "employment": {
        "id": examples.EMPLOYMENT,
        "org_unit": examples.ORG_UNIT,
        "manager": examples.MANAGER,
        "job_title": "Support specialist II",
        "job_code": "SUP-2",
        "status": "active",
    },
    "leave": None,
    "created_at": "2025-11-03T08:00:00Z",
    "updated_at": "2026-03-02T07:15:00Z",
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class PersonOutput(OutputSerializer):
    """Someone who works, worked or will work here."""

    id = IdField("per", source="public_id")
    email = serializers.EmailField(
        allow_null=True, help_text=_("null where somebody has none of their own: they do not sign in.")
    )
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    timezone = serializers.CharField(help_text=_("A name of the IANA time zone database."))
    languages = serializers.ListField(
        child=serializers.CharField(), help_text=_("Language codes, the best known first.")
    )
    working_hours = WorkingHoursOutput(source="*")
    may_sign_in = serializers.BooleanField(source="is_active")
    external_ids = ExternalIdOutput(many=True)
    merged_ids = IdListField(
        "per",
        source="merged_records",
        help_text=_("Ids of other records of the same person, which are merged into this one."),
    )
    employment = CurrentEmploymentOutput(
        source="current", allow_null=True, help_text=_("The open employment; null where there is none.")
    )
    leave = LeaveOutput(
        allow_null=True,
        help_text=_("null for who is not on leave today. Nobody on leave is planned for, asked or proposed."),
    )
    created_at = MomentField()
    updated_at = MomentField()


class PersonParameters(ListParameters):
    email = serializers.EmailField(
        max_length=254, required=False, help_text=_("Upper and lower case are the same.")
    )
    external_id = ExternalIdField(required=False, help_text=_("source:value, such as hris:E1042."))
    org_unit = ReferenceField(
        "org",
        lambda user: OrgUnit.objects.all(),
        required=False,
        help_text=_("People who work in this unit now, or in a unit below it."),
    )
    manager = ReferenceField(
        "per",
        Person.objects.visible_to,
        required=False,
        help_text=_("People who report to this person directly."),
    )
    may_sign_in = serializers.BooleanField(
        required=False, help_text=_("true: only people who may sign in. false: only those who may not.")
    )
    on_leave = serializers.BooleanField(
        required=False,
        help_text=_("true: only people who are on leave. false: only those who are not."),
    )
    updated_since = MomentField(
        required=False, help_text=_("Changed at or after this moment, such as 2026-03-02T07:00:00Z.")
    )


def _on_leave(people: PersonQuerySet[Person], is_away: bool) -> PersonQuerySet[Person]:
    now = timezone.now()
    return people.on_leave(now) if is_away else people.not_on_leave(now)


class PersonViewSet(ResourceViewSet):
    prefix, one, many = "per", _("person"), _("people")
    about = _(
        "Everyone in the roster. A client sees the whole company; a person sees themselves and their "
        "reporting line. Two records of one person can be merged: the list has the one that stands for both, "
        "and the id of the other one leads to it, here and in parameters."
    )
    scopes = {"read": "people:read"}
    problems = {"retrieve": ("merged",)}
    serializer_class = PersonOutput
    list_parameters = PersonParameters
    filters = {
        "email": lambda people, email: people.filter(email__iexact=email),
        "external_id": lambda people, pair: people.with_external_id(*pair),
        "org_unit": lambda people, unit: people.in_org_unit(unit),
        "manager": lambda people, manager: people.reporting_to(manager),
        "may_sign_in": lambda people, may: people.filter(is_active=may),
        "on_leave": _on_leave,
        "updated_since": lambda people, moment: people.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Person]:
        current = Employment.objects.current().select_related("org_unit", "manager")
        return Person.objects.visible_to(self.request.user).prefetch_related(
            "external_ids", "merged_records", Prefetch("employments", current, to_attr="open_employments")
        )

    def get_object(self) -> Person:
        try:
            found: Person = super().get_object()
        except Http404:
            rows = Person.objects.visible_to(self.request.user)
            into = rows.with_former_id(self.kwargs["id"]).first()
            if into is None:
                raise
            address = reverse("api:people-detail", kwargs={"id": into.public_id}, request=self.request)
            raise Merged(into=into.public_id, address=address) from None
        return found

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        leaves = leaves_of([person.pk for person in rows], timezone.now())
        for person in rows:
            person.leave = leaves.get(person.pk)
            person.current = next(iter(person.open_employments), None)
        return rows
