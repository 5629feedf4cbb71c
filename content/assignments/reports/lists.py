"""Lists of assignments, of the people of one, and of what is overdue; and their numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When, Window

from content.assignments.choices import OVERDUE, AssignedState
from content.assignments.models import AssignedPerson, Assignment
from lifow.people.persons.models import Person

COUNTED_AT_ONCE = 1000
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Numbers:
    """How far the people of an assignment are; `people` are all of them."""

    people: int
    done: int
    waived: int
    overdue: int

    @property
    def to_do(self) -> int:
        """To do, overdue or not."""
        return max(0, self.people - self.done - self.waived)


def numbers_shown(assignment: Assignment, as_of: datetime) -> Numbers:
    """How far its people are, for its page: counted now where they are few, else as they are kept."""
    if assignment.people_count <= COUNTED_AT_ONCE:
        return numbers_of(assignment, as_of)
    return Numbers(
        people=assignment.people_count,
        done=assignment.done_count,
        waived=assignment.waived_count,
        overdue=assignment.overdue_count,
    )


def numbers_of(assignment: Assignment, as_of: datetime) -> Numbers:
    """How far its people are, counted now; two queries. Pages read what is kept with the assignment."""
    rows = AssignedPerson.objects.filter(assignment=assignment).counted()
    told = rows.order_by().aggregate(
        people=Count("pk"),
        done=Count("pk", filter=Q(state=AssignedState.DONE)),
        waived=Count("pk", filter=Q(state=AssignedState.WAIVED)),
    )
    return Numbers(overdue=rows.overdue(as_of).count(), **told)


def assignments_listed(user: Person, *, ended: bool) -> QuerySet[Assignment]:
    """The assignments that somebody may see, those with the most overdue first; or those that have ended."""
    rows = Assignment.objects.visible_to(user).select_related("role", "org_unit", "manager", "created_by")
    if ended:
        return rows.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")
    return rows.active().order_by("-overdue_count", "-pk")


def assigned_of(assignment: Assignment, of: str, as_of: datetime) -> QuerySet[AssignedPerson]:
    """The people of an assignment in one state, or of whom it is overdue; else all, what is to do first."""
    rows = (
        AssignedPerson.objects.filter(assignment=assignment)
        .counted()
        .select_related("person", "waived_by", "assignment")
    )
    if of == OVERDUE:
        return rows.overdue(as_of).order_by("due_on", "pk")
    if of in AssignedState.values:
        return rows.filter(state=of).order_by("due_on", "pk")
    first = Case(When(state=AssignedState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(first, "due_on", "pk")


@dataclass(frozen=True, slots=True)
class OverdueInAll:
    """What is overdue in the company, as it is kept with assignments: how often, of how many of them, and the
    one with the most."""

    rows: int
    assignments: int
    worst: Assignment


def overdue_in_all() -> OverdueInAll | None:
    """What is overdue in the company, as it was counted last; None where nothing is. One query over
    assignments, however many people."""
    late = Assignment.objects.active().filter(overdue_count__gt=0)
    told = late.annotate(rows=Window(Sum("overdue_count")), number=Window(Count("pk")))
    worst: Any = told.order_by("-overdue_count", "-pk").first()
    return OverdueInAll(worst.rows, worst.number, worst) if worst else None


def overdue_of_reports(manager: Person, as_of: datetime) -> int:
    """How often something is overdue of those who report to a manager directly; at most MOST_COUNTED is
    counted."""
    return overdue_of(manager, as_of, direct=True).order_by()[:MOST_COUNTED].count()


def overdue_of(user: Person, as_of: datetime, *, direct: bool = False) -> QuerySet[AssignedPerson]:
    """What is overdue of the people whom somebody sees, but their own; the longest first. With `direct` of
    those alone who report to them directly."""
    rows = AssignedPerson.objects.overdue(as_of).exclude(person=user)
    rows = rows.filter(person__in=Person.objects.reporting_to(user)) if direct else rows.visible_to(user)
    active = rows.filter(assignment__ended_at__isnull=True)
    return active.select_related("person", "assignment").order_by("due_on", "pk")
