"""Which part of the company a page is about: a unit with all below it, or only those directly in it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from lifow.people.persons.models import OrgUnit, OrgUnitQuerySet, Person, PersonQuerySet

LEAVE, COUNTED = "leave", "counted"
KEPT = ("unit", "direct", "skills", "steps")


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit, or the whole company where there is none; `is_direct` leaves out the units below.

    `with_leave` is whether people on leave are counted and listed too.
    """

    unit: OrgUnit | None
    is_direct: bool = False
    with_leave: bool = False

    def people(self, as_of: datetime) -> PersonQuerySet:
        """Everyone who works there, by name."""
        people = Person.objects.employed().by_name()
        if not self.with_leave:
            people = people.not_on_leave(as_of)
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
        return "?" + urlencode(self._parts) if self._parts else ""

    @property
    def leave_query(self) -> str:
        """The query that has another page count people on leave too, where this one does."""
        return "?" + urlencode({LEAVE: COUNTED}) if self.with_leave else ""

    @property
    def _parts(self) -> dict[str, object]:
        unit = {"unit": self.unit.public_id} if self.unit is not None else {}
        direct = {"direct": 1} if unit and self.is_direct else {}
        return {**unit, **direct, **({LEAVE: COUNTED} if self.with_leave else {})}


def company(request: HttpRequest) -> Scope:
    """The whole company: its one unit on top, where there is one."""
    roots = list(OrgUnit.objects.open().roots()[:2])
    return Scope(roots[0] if len(roots) == 1 else None, with_leave=_with_leave(request))


def asked_scope(request: HttpRequest) -> Scope:
    """The scope that `?unit=` and `?direct=` ask for, else the company; an unknown unit is not found."""
    asked = request.GET.get("unit")
    if not asked:
        return company(request)
    return Scope(
        get_object_or_404(OrgUnit, public_id=asked),
        is_direct=bool(request.GET.get("direct")),
        with_leave=_with_leave(request),
    )


def _with_leave(request: HttpRequest) -> bool:
    return request.GET.get(LEAVE) == COUNTED


@dataclass(frozen=True, slots=True)
class LeaveSwitch:
    """Of `people`, how many are on leave, whether they are counted, and the address with the other choice."""

    people: int
    on_leave: int
    is_counted: bool
    url: str


def leave_switch(request: HttpRequest, scope: Scope, *, people: int, on_leave: int) -> LeaveSwitch | None:
    """The switch of a page that counts people; None where nobody is on leave. Pages begin anew with it."""
    if not on_leave:
        return None
    kept = {name: request.GET[name] for name in KEPT if name in request.GET}
    asked = kept if scope.with_leave else {**kept, LEAVE: COUNTED}
    return LeaveSwitch(people, on_leave, scope.with_leave, f"{request.path}?{urlencode(asked)}")
