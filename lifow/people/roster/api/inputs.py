"""What other systems send of people, where they work, and org units; and rows of a roster made of it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from lifow.base.api import examples
from lifow.base.api.external_ids import BatchInput, Fault, Said
from lifow.base.api.fields import ClockField, DayField, TextField
from lifow.base.api.inputs import Input
from lifow.people.persons.choices import DAYS
from lifow.people.persons.models import NO_HOURS, Employment, validate_languages, validate_timezone
from lifow.people.roster.interchange import MassChange, RosterRow, Status
from lifow.people.roster.interchange.cells import LIMITS, email_of, id_of
from lifow.people.roster.interchange.hours import WorkingHours
from lifow.people.roster.interchange.said import HELD
from lifow.people.roster.interchange.texts import CellError, compared, text_of

EMPLOYMENT = {
    "status": "active",
    "first_day": "2025-11-03",
    "job_title": "Support specialist II",
    "job_code": "SUP-2",
    "org_unit": "CC-4410",
    "manager": "E1007",
}
PERSON = {
    "given_name": "Abena",
    "family_name": "Osei",
    "email": "abena.osei@larkfield.example",
    "timezone": "Europe/London",
    "languages": ["en", "fr"],
    "working_hours": {"starts_at": "09:00", "ends_at": "17:00", "days": list(DAYS[:5])},
    "employment": EMPLOYMENT,
}
UNIT = {"name": "Billing support", "parent": "CC-4400", "closed_on": None}
# Where a sender writes what a row of a roster has: of a person, and of an employment by itself.
OF_EMPLOYMENT = {
    "status": "status",
    "start_on": "first_day",
    "end_on": "last_day",
    "job_title": "job_title",
    "job_code": "job_code",
    "org_unit": "org_unit",
    "org_unit_code": "org_unit",
    "manager_external_id": "manager",
    "manager_email": "manager",
}
EMPLOYMENT_PLACES = {"external_id": "external_id", "given_name": "external_id", **OF_EMPLOYMENT}
PERSON_PLACES = {
    "external_id": "external_id",
    "given_name": "given_name",
    "family_name": "family_name",
    "email": "email",
    "timezone": "timezone",
    "languages": "languages",
    "working_hours": "working_hours",
    **{name: f"employment/{place}" for name, place in OF_EMPLOYMENT.items()},
}
UNIT_PLACES = {"org_unit": "name", "org_unit_code": "external_id", "name": "name", "parent": "parent"}


class CellField(TextField):
    """Text that is kept as the same cell of a file would be, so that either of them is the other."""

    def __init__(self, limit: int, *, is_id: bool = False, **kwargs: Any) -> None:
        super().__init__(limit, **{"required": False, **kwargs})
        self.read = id_of if is_id else text_of

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return self.read(text)
        except CellError as error:
            raise serializers.ValidationError(
                _now("This is no id: a spreadsheet has shortened it. Send it as text.")
                if error.code == "id_as_number"
                else _now("Use a shorter text without control characters."),
                code="invalid",
            ) from error


class WorkingHoursInput(Input):
    """When somebody works, in their own time zone; an end before the start is on the next day."""

    starts_at = ClockField(input_formats=["%H:%M"])
    ends_at = ClockField(input_formats=["%H:%M"])
    days = serializers.ListField(
        child=serializers.ChoiceField(DAYS), required=False, min_length=1, max_length=len(DAYS)
    )

    def validate(self, attrs: dict[str, Any]) -> WorkingHours:
        if attrs["starts_at"] == attrs["ends_at"]:
            raise serializers.ValidationError({"ends_at": [str(NO_HOURS)]})
        days = attrs.get("days")
        bits = None if days is None else sum(1 << DAYS.index(day) for day in set(days))
        return WorkingHours(attrs["starts_at"], attrs["ends_at"], bits)


@extend_schema_serializer(examples=[examples.example(EMPLOYMENT, is_request=True)])
class EmploymentInput(Input):
    """Where somebody works. What is not sent stays as it is; null says that there is none."""

    status = serializers.ChoiceField(
        Employment.Status.choices,
        required=False,
        help_text=_("terminated, or a last day in the past: they leave."),
    )
    first_day = DayField(
        required=False, allow_null=True, help_text=_("Of the present time with the company.")
    )
    last_day = DayField(required=False, allow_null=True)
    job_title = CellField(LIMITS["job_title"], allow_null=True, allow_blank=True)
    job_code = CellField(LIMITS["job_code"], is_id=True, allow_null=True, allow_blank=True)
    org_unit = CellField(
        LIMITS["org_unit_code"], is_id=True, help_text=_("The id of the unit in the same system.")
    )
    manager = CellField(
        LIMITS["manager_external_id"],
        is_id=True,
        allow_null=True,
        help_text=_("The id of the manager in the same system."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        first, last = attrs.get("first_day"), attrs.get("last_day")
        if first and last and last < first:
            raise serializers.ValidationError({"last_day": [_now("The last day is before the first.")]})
        return attrs


@extend_schema_field({"type": "string"})
class EmailField(serializers.EmailField):
    """An address as rosters have it."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return email_of(text) or self.fail("invalid")
        except CellError:
            return self.fail("invalid")


@extend_schema_serializer(examples=[examples.example(PERSON, is_request=True)])
class PersonInput(Input):
    """Somebody, and where they work. What is not sent stays as it is; null says that there is none.

    Somebody new needs a given name and an org unit.
    """

    given_name = CellField(LIMITS["given_name"])
    family_name = CellField(LIMITS["family_name"], allow_null=True, allow_blank=True)
    email = EmailField(
        max_length=LIMITS["email"],
        required=False,
        allow_null=True,
        help_text=_("Their own; null for who has none, and does not sign in."),
    )
    timezone = TextField(64, required=False, help_text=_("A name such as Europe/Berlin."))
    languages = serializers.ListField(
        child=TextField(35),
        required=False,
        min_length=1,
        max_length=20,
        help_text=_("Language codes, the best known first."),
    )
    working_hours = WorkingHoursInput(required=False)
    employment = EmploymentInput(required=False)

    def validate_timezone(self, value: str) -> str:
        return _checked(validate_timezone, value)

    def validate_languages(self, value: list[str]) -> list[str]:
        return _checked(validate_languages, value)


@extend_schema_serializer(examples=[examples.example(UNIT, is_request=True)])
class OrgUnitInput(Input):
    """A node of the organisation. What is not sent stays as it is; null says that there is none."""

    name = CellField(LIMITS["org_unit"], help_text=_("A new unit needs one."))
    parent: Any = CellField(
        LIMITS["org_unit_parent"],
        is_id=True,
        allow_null=True,
        help_text=_("The id of the unit above in the same system; null at the top."),
    )
    closed_on = DayField(required=False, allow_null=True, help_text=_("The last day; null while it is open."))


class PeopleBatchInput(BatchInput):
    """People or employments of one system, a row each."""

    let_through = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=1_000_000),
        required=False,
        help_text=_('How many changes of each kind are let through this once: {"leavers": 40}.'),
    )
    reason = TextField(2_000, required=False, help_text=_("Why these changes are right; it is kept."))

    def validate_let_through(self, value: dict[str, int]) -> dict[MassChange, int]:
        kinds = {kind.value: kind for kind in HELD}
        unknown = value.keys() - kinds.keys()
        if unknown:
            message = _now("Kinds that have a limit: %(known)s.") % {"known": ", ".join(kinds)}
            raise serializers.ValidationError({name: [message] for name in unknown})
        return {kinds[name]: count for name, count in value.items()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("let_through") and not attrs.get("reason", "").strip():
            message = _now("Say why these changes are right. The reason is kept.")
            raise serializers.ValidationError({"reason": [message]})
        return attrs


def person_row(said: Said) -> RosterRow:
    """The row of a roster that says what was sent of somebody."""
    fields = said.fields
    return _row(
        said,
        fields.get("employment", {}),
        given_name=fields.get("given_name"),
        family_name=_or_none(fields, "family_name"),
        email=_or_none(fields, "email"),
        timezone=fields.get("timezone"),
        languages=tuple(fields["languages"]) if "languages" in fields else None,
        working_hours=fields.get("working_hours"),
    )


def employment_row(said: Said) -> RosterRow:
    """The row of a roster that says what was sent of somebody's employment."""
    return _row(said, said.fields)


def _row(said: Said, employment: Mapping[str, Any], **person: Any) -> RosterRow:
    return RosterRow(
        line=said.line,
        external_id=known_as(said.external_id),
        status=Status(employment["status"]) if "status" in employment else None,
        start_on=employment.get("first_day"),
        end_on=employment.get("last_day"),
        job_title=_or_none(employment, "job_title"),
        job_code=_or_none(employment, "job_code"),
        unit_code=employment.get("org_unit"),
        manager_external_id=_or_none(employment, "manager"),
        **person,
    )


def known_as(external_id: str) -> str:
    """An id as imports compare it: characters that look the same are the same."""
    return compared(external_id)


def faults_of(problems: Any) -> list[Fault]:
    """Problems of rows as the API tells them."""
    codes = {"unknown_reference": "unknown"}
    return [Fault(one.column, codes.get(one.code, one.code), one.reason) for one in problems]


def _or_none(fields: Mapping[str, Any], name: str) -> str | None:
    """Text that was sent, "" for “there is none”, None where nothing was said."""
    return (fields[name] or "") if name in fields else None


def _checked(validate: Any, value: Any) -> Any:
    try:
        validate(value)
    except ValidationError as error:
        raise serializers.ValidationError(error.messages) from error
    return value
