"""Whom an assignment is for, at a moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.frameworks.models import Role
from assessments.roles.models import RoleAssignment
from content.assignments.choices import Audience
from content.assignments.models import Assignment
from lifow.base.database.columns import among
from lifow.people.persons.choices import EmploymentStatus
from lifow.people.persons.models import Employment, OrgUnit, Person


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an assignment is for: what its audience needs of the rest is given.

    `hired_from` narrows it to those whose first day of work is this day or later.
    """

    audience: str
    people: Collection[int] = ()
    manager: Person | None = None
    role: Role | None = None
    org_unit: OrgUnit | None = None
    hired_from: date | None = None


def whom_of(assignment: Assignment) -> Whom:
    """The same of an assignment that is stored; one query where it names people."""
    named: Collection[int] = ()
    if assignment.audience == Audience.PEOPLE:
        people = Coalesce("person__merged_into", "person")
        named = set(assignment.named.annotate(kept=people).values_list("kept", flat=True))
    return Whom(
        audience=assignment.audience,
        people=named,
        manager=assignment.manager,
        role=assignment.role,
        org_unit=assignment.org_unit,
        hired_from=assignment.hired_from,
    )


def people_in(whom: Whom, as_of: datetime) -> QuerySet[Person]:
    """Those people who work here, on leave or not, on the day that it is where each of them is."""
    working = Employment.objects.working().in_force(as_of).filter(person=OuterRef("pk"))
    rows: QuerySet[Person] = _in_audience(whom, as_of).filter(Exists(working), merged_into__isnull=True)
    if whom.hired_from is not None:
        first = _first_rows().filter(person=OuterRef("pk")).order_by("starts_on").values("starts_on")[:1]
        rows = rows.annotate(first_day=Subquery(first)).filter(first_day__gte=whom.hired_from)
    return rows


def first_days_of(person_ids: Collection[int]) -> Mapping[int, date]:
    """The first day of work of each of these people, of the last time that they joined; one query."""
    rows = _first_rows().filter(person__in=among(person_ids)).order_by()
    return dict(rows.values("person").annotate(first=Min("starts_on")).values_list("person", "first"))


def _in_audience(whom: Whom, as_of: datetime) -> Any:
    everybody: Any = Person.objects.all()
    if whom.audience == Audience.EVERYBODY:
        return everybody
    if whom.audience == Audience.PEOPLE:
        return everybody.filter(pk__in=among(whom.people))
    if whom.audience == Audience.TEAM and whom.manager is not None:
        return everybody.reporting_to(whom.manager)
    if whom.audience == Audience.UNIT and whom.org_unit is not None:
        return everybody.in_org_unit(whom.org_unit)
    if whom.audience == Audience.ROLE and whom.role is not None:
        roles = RoleAssignment.objects.of_records().in_force(as_of).filter(role_level__role=whom.role)
        kept = roles.annotate(kept=Coalesce("person__merged_into", "person")).values("kept")
        return everybody.filter(pk__in=kept)
    return everybody.none()


def _first_rows() -> QuerySet[Employment]:
    """Employments since which nobody has left."""
    left = Employment.objects.filter(
        person=OuterRef("person"), status=EmploymentStatus.TERMINATED, starts_on__gt=OuterRef("starts_on")
    )
    return Employment.objects.working().filter(~Exists(left))
