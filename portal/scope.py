"""Which part of the company a page is about: a unit with all below it, or only those directly in it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from lifow.people.persons.models import OrgUnit, OrgUnitQuerySet, Person, PersonQuerySet


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit, or the whole company where there is none; `is_direct` leaves out the units below."""

    unit: OrgUnit | None
    is_direct: bool = False

    def people(self) -> PersonQuerySet:
        """Everyone who works there, by name."""
        people = Person.objects.employed().by_name()
        if self.is_direct:
            people = people.filter(employments__ends_on__isnull=True, employments__org_unit=self.unit)
        elif self.unit is not None:
            people = people.in_org_unit(self.unit)
        return people.distinct()

    def units_by_name(self) -> OrgUnitQuerySet:
        """The units that the scope is made of: those inside, or the company's own."""
        units = OrgUnit.objects.open().order_by("name", "pk")
        if self.is_direct:
            return units.none()
        return units.roots() if self.unit is None else units.filter(parent=self.unit)

    @property
    def query(self) -> str:
        """The scope as the query of an address, with its question mark; empty for the company."""
        if self.unit is None:
            return ""
        return "?" + urlencode({"unit": self.unit.public_id, **({"direct": 1} if self.is_direct else {})})


def company() -> Scope:
    """The whole company: its one unit on top, where there is one."""
    roots = list(OrgUnit.objects.open().roots()[:2])
    return Scope(roots[0] if len(roots) == 1 else None)


def asked_scope(request: HttpRequest) -> Scope:
    """The scope that `?unit=` and `?direct=` ask for, else the company; an unknown unit is not found."""
    asked = request.GET.get("unit")
    if not asked:
        return company()
    return Scope(get_object_or_404(OrgUnit, public_id=asked), is_direct=bool(request.GET.get("direct")))
