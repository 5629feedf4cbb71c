"""What an assignment says: what is assigned to whom, and by when; and the same of one that is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from assessments.frameworks.models import Role
from assessments.testing.sittings.models import TestForm
from content.assignments.choices import COUNTS_BACK, Audience, DueFrom
from content.assignments.models import Assignment
from content.assignments.reports.audience import Whom
from content.catalogue.models import Module
from lifow.people.persons.models import OrgUnit, Person

DUE = ("due_from", "due_on", "due_days")
"""What says when it is due for the first time."""
WHAT_TO_DO = ("modules",)
"""What has people do something else."""


@dataclass(frozen=True, slots=True)
class AssignmentContents:
    """What is assigned to whom, and by when. `people`, `role`, `org_unit` and `manager` by its audience."""

    title: str
    modules: Sequence[Module]
    audience: str
    due_from: str
    note: str = ""
    people: Sequence[Person] = ()
    role: Role | None = None
    org_unit: OrgUnit | None = None
    manager: Person | None = None
    hired_from: date | None = None
    due_on: date | None = None
    due_days: int | None = None
    repeat_months: int | None = None
    counts_back_days: int = COUNTS_BACK
    managers_may_waive: bool = False
    instead_modules: Sequence[Module] = field(default=())
    instead_tests: Sequence[TestForm] = field(default=())

    @property
    def whom(self) -> Whom:
        return Whom(
            audience=self.audience,
            people=[one.pk for one in self.people],
            manager=self.manager,
            role=self.role,
            org_unit=self.org_unit,
            hired_from=self.hired_from,
        )

    @property
    def applicable(self) -> "AssignmentContents":
        """The same without what its audience and its due rule have no use for, each thing once."""
        is_day = self.due_from == DueFrom.DAY
        modules = list(dict.fromkeys(self.modules))
        return replace(
            self,
            modules=modules,
            people=list(dict.fromkeys(self.people)) if self.audience == Audience.PEOPLE else (),
            role=self.role if self.audience == Audience.ROLE else None,
            org_unit=self.org_unit if self.audience == Audience.UNIT else None,
            manager=self.manager if self.audience == Audience.TEAM else None,
            due_on=self.due_on if is_day else None,
            due_days=None if is_day else self.due_days,
            instead_modules=[one for one in dict.fromkeys(self.instead_modules) if one not in modules],
            instead_tests=list(dict.fromkeys(self.instead_tests)),
        )

    @property
    def told(self) -> Mapping[str, Any]:
        """The same as it is kept of changes: words, numbers, and public ids of all else."""
        return {one.name: _told(one.name, getattr(self, one.name)) for one in fields(self)}


def contents_of(assignment: Assignment) -> AssignmentContents:
    """What a stored assignment says; three queries, or two where it names nobody."""
    people: Sequence[Person] = ()
    if assignment.audience == Audience.PEOPLE:
        named = assignment.named.select_related("person__merged_into").order_by("pk")
        people = list(dict.fromkeys(one.person.merged_into or one.person for one in named))
    instead = list(assignment.equivalents.select_related("module", "form").order_by("pk"))
    steps = assignment.steps.select_related("module").order_by("position")
    same = ("title", "note", "audience", "role", "org_unit", "manager", "hired_from", *DUE)
    others = ("repeat_months", "counts_back_days", "managers_may_waive")
    return AssignmentContents(
        **{name: getattr(assignment, name) for name in (*same, *others)},
        modules=[step.module for step in steps],
        people=people,
        instead_modules=[one.module for one in instead if one.module],
        instead_tests=[one.form for one in instead if one.form],
    )


def _told(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        ids = [one.public_id for one in value]
        return ids if name == "modules" else sorted(ids)
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "public_id", value)
