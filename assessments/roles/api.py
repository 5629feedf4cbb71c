"""/api/v1/role-assignments"""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Role, RoleLevel
from assessments.roles.models import RoleAssignment
from assessments.roles.services import RoleAssignmentError, put_role
from lifow.base.api import examples
from lifow.base.api.exceptions import UNKNOWN
from lifow.base.api.external_ids import Fault, Order, Outcome, Said, WrittenByExternalId
from lifow.base.api.fields import (
    DayField,
    ExternalIdField,
    IdField,
    MomentField,
    ReferenceField,
    TextField,
)
from lifow.base.api.inputs import Input
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.database.locks import take_lock
from lifow.people.persons.models import Person
from lifow.people.persons.services import keep_records

EXAMPLE = {
    "id": examples.ROLE_ASSIGNMENT,
    "person": examples.PERSON,
    "role_level": examples.ROLE_LEVEL,
    "role": examples.ROLE,
    "source": "rule",
    "starts_on": "2025-11-03",
    "ends_on": None,
    "updated_at": "2025-11-03T08:00:00Z",
}
EXAMPLE_TO_WRITE = {
    "person": "E1042",
    "role_level": "larkfield:support-specialist-2",
    "starts_on": "2025-11-03",
    "ends_on": None,
}
GIVEN_MEANWHILE = _("Somebody gave this role meanwhile. Send it again.")
WRITING = 0x726F6C6573  # the name of the lock of those who write assignments of other systems
NOTHING_NAMED = _("Nothing has this id. Send it first, or correct the id.")


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class RoleAssignmentOutput(OutputSerializer):
    """A role level that a person has from one day to another."""

    id = IdField("ras", source="public_id")
    person = IdField("per", source="person.public_id")
    role_level = IdField("rlv", source="role_level.public_id")
    role = IdField("rol", source="role_level.role.public_id")
    source: Any = serializers.ChoiceField(
        RoleAssignment.Source.choices,
        help_text=_("rule: by the job code of their employment. hand: given by HR or by another system."),
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, help_text=_("The last day; null while it is open."))
    updated_at = MomentField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE_TO_WRITE, is_request=True)])
class RoleAssignmentInput(Input):
    """A role level that somebody has from one day to another."""

    person = TextField(help_text=_("The person's id in the same system."))
    role_level = ExternalIdField(
        help_text=_("The framework's key and its own id: larkfield:support-specialist-2.")
    )
    starts_on = DayField(required=False, help_text=_("Today where nothing is sent, or as it was."))
    ends_on = DayField(required=False, allow_null=True, help_text=_("The last day; null while it is open."))


class RoleAssignmentParameters(ListParameters):
    person = ReferenceField(
        "per", Person.objects.visible_to, required=False, help_text=_("Roles of this person.")
    )
    role = ReferenceField(
        "rol", lambda user: Role.objects.all(), required=False, help_text=_("At any level of this role.")
    )
    role_level = ReferenceField(
        "rlv", lambda user: RoleLevel.objects.all(), required=False, help_text=_("Of this role level.")
    )
    source: Any = serializers.ChoiceField(
        RoleAssignment.Source.choices, required=False, help_text=_("Given in this way.")
    )
    current = serializers.BooleanField(
        required=False,
        help_text=_("true: only those in force today where the person is. false: only others."),
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


def _in_force(rows: Any, is_current: bool) -> Any:
    now = RoleAssignment.objects.in_force(timezone.now())
    return rows.filter(pk__in=now.values("pk")) if is_current else rows.exclude(pk__in=now.values("pk"))


class RoleAssignmentViewSet(WrittenByExternalId):
    prefix, one, many = "ras", _("role assignment"), _("role assignments")
    about = _(
        "Which role level a person has, since when and why. A person sees their own and those of their "
        "reporting line."
    )
    about_writing = _(
        "Give somebody a role level, under the id that your system gives the assignment, or end it by its "
        "last day. Sent again, nothing changes."
    )
    scopes = {"read": "people:read", "write": "people:write"}
    row_input = RoleAssignmentInput
    serializer_class = RoleAssignmentOutput
    list_parameters = RoleAssignmentParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "role": lambda rows, role: rows.filter(role_level__role=role),
        "role_level": lambda rows, level: rows.filter(role_level=level),
        "source": lambda rows, source: rows.filter(source=source),
        "current": _in_force,
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[RoleAssignment]:
        return RoleAssignment.objects.visible_to(self.request.user).select_related(
            "person__merged_into", "role_level__role"
        )

    def of_external_id(self, source: str, external_id: str) -> RoleAssignment | None:
        named = {"external_source": source, "external_id": external_id}
        found: RoleAssignment | None = self.get_queryset().filter(**named).first()
        return found

    def write(self, order: Order) -> Sequence[Outcome]:
        with transaction.atomic():
            keep_records()
            take_lock(WRITING)
            if order.check:
                order.check()
            return [self._write(order.source, said) for said in order.rows]

    def _write(self, source: str, said: Said) -> Outcome:
        told = said.fields
        person = Person.objects.unmerged().with_external_id(source, told["person"]).first()
        key, level = told["role_level"]
        levels = RoleLevel.objects.filter(role__framework__key=key, external_id=level)
        named = {"person": person, "role_level": levels.first()}
        absent = [Fault(name, UNKNOWN, str(NOTHING_NAMED)) for name, found in named.items() if found is None]
        if absent:
            return Outcome("", False, absent)
        try:
            with transaction.atomic():
                row, is_new = put_role(
                    source=source,
                    external_id=said.external_id,
                    starts_on=told.get("starts_on"),
                    ends_on=told.get("ends_on"),
                    marked_at=timezone.now(),
                    **named,
                )
        except RoleAssignmentError as error:
            return Outcome("", False, [Fault(error.field, "invalid", str(error))])
        except IntegrityError:
            return Outcome("", False, [Fault("role_level", "invalid", str(GIVEN_MEANWHILE))])
        return Outcome(row.public_id, is_new)

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Of the kept persons of merged records."""
        for one in rows:
            one.person = one.person.merged_into or one.person
        return rows
