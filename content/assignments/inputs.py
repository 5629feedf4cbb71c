"""What other systems send to assign modules, change what is assigned, and waive it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from assessments.frameworks.models import Role
from assessments.testing.sittings.choices import FormState
from assessments.testing.sittings.models import TestForm
from content.assignments.choices import Audience, DueFrom
from content.assignments.models import LONGEST_NOTE, MOST_BACK, MOST_DAYS, MOST_MONTHS
from content.assignments.services import AssignmentContents, AssignmentError
from content.catalogue.models import Module
from lifow.base.api import examples
from lifow.base.api.exceptions import UNKNOWN
from lifow.base.api.fields import DayField, IdField, ReferenceField, TextField
from lifow.base.api.inputs import Input
from lifow.people.persons.models import OrgUnit, Person

MOST_MODULES = 20
MOST_NAMED = 1000
MOST_TESTS = 50
NAMES = {"people": "named", "units": "org_unit"}
"""Fields by what they are called in forms, where that is something else."""
EXAMPLE_TO_ADD = {
    "modules": [examples.MODULE],
    "note": "The regulator asks us to show that everybody who sees customer data knows this.",
    "audience": "role",
    "role": examples.ROLE,
    "due_from": "assigned",
    "due_days": 30,
    "repeat_months": 12,
}
EXAMPLE_OF_CHANGE = {"edition": 1, "due_days": 45}
EXAMPLE_OF_WAIVER = {"reason": "Certified elsewhere until next year."}


class ReferencesField(serializers.ListField):
    """Public ids of several things; its value is the things themselves, in their order; one query.

    `among` are the rows to choose from; people are found by the ids of merged records, too.
    """

    def __init__(self, prefix: str, among: Any, **kwargs: Any) -> None:
        super().__init__(child=IdField(prefix), **{"required": False, **kwargs})
        self.among = among

    def run_validation(self, data: Any = serializers.empty) -> Any:
        ids = super().run_validation(data)
        rows: QuerySet[Any] = self.among(self.context["request"].user)
        found = {one.public_id: one for one in rows.filter(public_id__in=ids)}
        missing = {*ids} - found.keys()
        if missing and hasattr(rows, "with_former_id"):
            found |= {one: known for one in missing if (known := rows.with_former_id(one).first())}
        unknown = ErrorDetail(str(ReferenceField.default_error_messages[UNKNOWN]), UNKNOWN)
        errors: Any = {place: [unknown] for place, one in enumerate(ids) if one not in found}
        if errors:
            raise serializers.ValidationError(errors)
        return list(dict.fromkeys(found[one] for one in ids))


def _bounded(least: int, most: int, **more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=least, max_value=most, required=False, **more)


class ContentsInput(Input):
    """What an assignment says, as far as it is sent."""

    title = TextField(
        max_length=200, required=False, help_text=_("By default the title of the first module.")
    )
    note = TextField(
        max_length=LONGEST_NOTE, required=False, allow_blank=True, help_text=_("Why, as the people read it.")
    )
    modules = ReferencesField(
        "mod",
        lambda user: Module.objects.all(),
        min_length=1,
        max_length=MOST_MODULES,
        help_text=_("What has to be done, in this order. Those that are added are published."),
    )
    audience = serializers.ChoiceField(
        Audience.choices,
        required=False,
        help_text=_(
            "Whom it is for: people names `named`, team a `manager`, role a `role`, unit an `org_unit`."
        ),
    )
    named = ReferencesField(
        "per",
        Person.objects.visible_to,
        max_length=MOST_NAMED,
        help_text=_("People by name."),
    )
    role = ReferenceField("rol", lambda user: Role.objects.all(), required=False, allow_null=True)
    org_unit = ReferenceField("org", lambda user: OrgUnit.objects.all(), required=False, allow_null=True)
    manager = ReferenceField("per", Person.objects.visible_to, required=False, allow_null=True)
    hired_from = DayField(
        required=False,
        allow_null=True,
        help_text=_("Only for those whose first day of work is this day or later."),
    )
    due_from = serializers.ChoiceField(
        DueFrom.choices,
        required=False,
        help_text=_("day needs `due_on`; assigned and hire need `due_days`."),
    )
    due_on = DayField(required=False, allow_null=True)
    due_days = _bounded(1, MOST_DAYS, allow_null=True)
    repeat_months = _bounded(
        1, MOST_MONTHS, allow_null=True, help_text=_("Due again so many months after it is done.")
    )
    counts_back_days = _bounded(
        0,
        MOST_BACK,
        help_text=_("What was done in so many days before it is assigned counts; 365 by default."),
    )
    managers_may_waive = serializers.BooleanField(required=False)
    instead_modules = ReferencesField(
        "mod",
        lambda user: Module.objects.all(),
        max_length=MOST_MODULES,
        help_text=_("Whoever has done one of these has done the assignment."),
    )
    instead_tests = ReferencesField(
        "frm",
        lambda user: TestForm.objects.filter(state=FormState.PUBLISHED),
        max_length=MOST_TESTS,
        help_text=_("Whoever has passed one of these has done the assignment."),
    )

    def contents(self, before: AssignmentContents | None = None) -> AssignmentContents:
        """What was sent, or what was there before with what was sent; only after `is_valid`."""
        said = {name: value for name, value in self.validated_data.items() if name != "edition"}
        if "named" in said:
            said["people"] = said.pop("named")
        if before is not None:
            return replace(before, **said)
        return AssignmentContents(**{"title": said["modules"][0].title, **said})


@extend_schema_serializer(examples=[examples.example(EXAMPLE_TO_ADD, is_request=True)])
class AssignmentInput(ContentsInput):
    """What is assigned to whom, and by when."""

    modules = ReferencesField(
        "mod",
        lambda user: Module.objects.all(),
        required=True,
        min_length=1,
        max_length=MOST_MODULES,
        help_text=_("What has to be done, in this order: published modules."),
    )
    audience = serializers.ChoiceField(
        Audience.choices,
        help_text=_(
            "Whom it is for: people names `named`, team a `manager`, role a `role`, unit an `org_unit`."
        ),
    )
    due_from = serializers.ChoiceField(
        DueFrom.choices, help_text=_("day needs `due_on`; assigned and hire need `due_days`.")
    )


@extend_schema_serializer(examples=[examples.example(EXAMPLE_OF_CHANGE, is_request=True)])
class AssignmentChangeInput(ContentsInput):
    """What an assignment is to say from now on; what is not sent stays as it is."""

    edition = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text=_("The edition that was read: where it has been changed since, nothing is written."),
    )


@extend_schema_serializer(examples=[examples.example(EXAMPLE_OF_WAIVER, is_request=True)])
class WaiverInput(Input):
    """Why somebody need not do it."""

    reason = TextField(
        max_length=LONGEST_NOTE, help_text=_("The person reads it, and whoever looks into it later.")
    )


def refused(error: AssignmentError, fields: Collection[str]) -> serializers.ValidationError:
    """What a service refused, at the field that says it."""
    name = NAMES.get(error.field, error.field)
    place: Mapping[str, Any] = {name if name in fields else "audience": [str(error)]}
    return serializers.ValidationError(place)
