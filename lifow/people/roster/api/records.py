"""/api/v1/people, /employments and /org-units under the ids of other systems, read and written."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lifow.base.api.exceptions import Held
from lifow.base.api.external_ids import Fault, Order, Outcome, WrittenByExternalId
from lifow.people.persons.models import Employment, OrgUnit, Person
from lifow.people.roster.api.inputs import (
    EMPLOYMENT_PLACES,
    PERSON_PLACES,
    UNIT_PLACES,
    EmploymentInput,
    OrgUnitInput,
    PeopleBatchInput,
    PersonInput,
    employment_row,
    faults_of,
    known_as,
    person_row,
)
from lifow.people.roster.services import (
    UnitRow,
    WriteHeldError,
    WrittenRow,
    write_org_units,
    write_people,
)

READ_AND_WRITE = {"read": "people:read", "write": "people:write"}
HOLDING: Mapping[str, tuple[str, ...]] = {"put_by_external_id": ("held",), "batch": ("held",)}


class PersonRecords(WrittenByExternalId):
    """People, as other systems write them."""

    scopes = READ_AND_WRITE
    row_input = PersonInput
    batch_input = PeopleBatchInput
    problems = HOLDING
    about_writing = _(
        "Write somebody and where they work, under the id that your system gives them. It is planned as a "
        "line of that system's roster is, with the same limits: a day's writes count together. Sent again, "
        "nothing changes. What is not sent stays as it is."
    )

    def of_external_id(self, source: str, external_id: str) -> Person | None:
        people: Any = self.get_queryset()
        found: Person | None = people.with_external_id(source, known_as(external_id)).first()
        return found

    def write(self, order: Order) -> Sequence[Outcome]:
        rows = [person_row(said) for said in order.rows]
        written = _written(order, rows, PERSON_PLACES)
        ids = dict(Person.objects.filter(pk__in=_ids(written)).values_list("pk", "public_id"))
        return [_outcome(one, ids) for one in written]


class EmploymentRecords(WrittenByExternalId):
    """Employments, as other systems write them."""

    scopes = READ_AND_WRITE
    row_input = EmploymentInput
    batch_input = PeopleBatchInput
    problems = HOLDING
    about_writing = _(
        "Write where somebody works who is known, under the id that your system gives the person: what is "
        "told is their open employment. A change closes it and opens the next."
    )

    def of_external_id(self, source: str, external_id: str) -> Employment | None:
        whose = Person.objects.unmerged().with_external_id(source, known_as(external_id))
        rows: Any = self.get_queryset()
        found: Employment | None = rows.filter(person__in=whose).current().first()
        return found

    def write(self, order: Order) -> Sequence[Outcome]:
        rows = [employment_row(said) for said in order.rows]
        written = _written(order, rows, EMPLOYMENT_PLACES, must_exist=True)
        current = Employment.objects.current().filter(person__in=_ids(written))
        ids = dict(current.values_list("person_id", "public_id"))
        return [_outcome(one, ids) for one in written]


class OrgUnitRecords(WrittenByExternalId):
    """Org units, as other systems write them."""

    scopes = READ_AND_WRITE
    row_input = OrgUnitInput
    about_writing = _(
        "Write an org unit under the id that your system gives it: it is made, renamed, moved or closed. "
        "Sent again, nothing changes. What is not sent stays as it is."
    )

    def of_external_id(self, source: str, external_id: str) -> OrgUnit | None:
        named = self.get_queryset().filter(
            external_ids__source=source, external_ids__value=known_as(external_id)
        )
        return named.first()

    def write(self, order: Order) -> Sequence[Outcome]:
        rows = [
            UnitRow(
                line=said.line,
                code=known_as(said.external_id),
                name=said.fields.get("name"),
                parent_code=(said.fields["parent"] or "") if "parent" in said.fields else None,
                closes="closed_on" in said.fields,
                closed_on=said.fields.get("closed_on"),
            )
            for said in order.rows
        ]
        written = write_org_units(
            rows=rows,
            source=order.source,
            places=UNIT_PLACES,
            written_at=timezone.now(),
            check=order.check,
        )
        ids = dict(OrgUnit.objects.filter(pk__in=_ids(written)).values_list("pk", "public_id"))
        return [_outcome(one, ids) for one in written]


def _written(order: Order, rows: Any, places: dict[str, str], **options: bool) -> Sequence[WrittenRow]:
    try:
        return write_people(
            rows=rows,
            source=order.source,
            places=places,
            written_by=order.written_by,
            written_at=timezone.now(),
            lifted=order.let_through,  # type: ignore[arg-type]  # the input has made kinds of its names
            reason=order.reason,
            check=order.check,
            **options,
        )
    except WriteHeldError as error:
        limits = [
            {
                "kind": one.kind.value,
                "count": one.count,
                "of": one.of,
                "allowed": one.allowed,
                "detail": one.counted,
            }
            for one in error.brakes
        ]
        raise Held(str(error), limits) from error


def _ids(written: Sequence[WrittenRow]) -> list[int]:
    return [one.row_id for one in written if one.row_id is not None]


def _outcome(one: WrittenRow, ids: dict[int, str]) -> Outcome:
    return Outcome(
        public_id=ids.get(one.row_id, "") if one.row_id is not None else "",
        is_new=one.is_new,
        faults=faults_of(one.problems),
        warnings=[Fault("", notice.code, str(notice)) for notice in one.warnings],
    )
