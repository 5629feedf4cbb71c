"""Whom an assignment would concern, before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.testing.sittings.models import Sitting
from content.activity.models import Activity
from content.assignments.reports.audience import people_in
from content.assignments.reports.contents import AssignmentContents
from lifow.people.persons.models import Employment, Person

NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom an assignment would concern.

    people    how many
    names     some of those who would have to do it
    done      how many have done it already; `instead` of them what counts instead
    on_leave  how many of those who would have to do it are on leave
    """

    people: int
    names: Sequence[Person]
    done: int
    instead: int
    on_leave: int

    @property
    def to_do(self) -> int:
        return self.people - self.done

    @property
    def more(self) -> int:
        return self.to_do - len(self.names)


def preview_of(contents: AssignmentContents, as_of: datetime) -> Preview:
    """Whom an assignment would concern now; two queries, of which one counts."""
    return preview_for(people_in(contents.whom, as_of), contents, as_of)


def preview_for(people: QuerySet[Person], contents: AssignmentContents, as_of: datetime) -> Preview:
    """The same for these people alone."""
    done, instead = _done(contents, as_of)
    leave = Q(Exists(Employment.objects.on_leave(as_of).filter(person=OuterRef("pk"))))
    told = people.order_by().aggregate(
        people=Count("pk"),
        done=Count("pk", filter=done | instead),
        instead=Count("pk", filter=instead & ~done),
        on_leave=Count("pk", filter=leave & ~(done | instead)),
    )
    to_do = people.exclude(done | instead).order_by("family_name", "given_name", "pk")
    return Preview(names=list(to_do[:NAMES_SHOWN]), **told)


def _done(contents: AssignmentContents, as_of: datetime) -> tuple[Q, Q]:
    """That somebody has done all of the modules by now, and that they have done what counts instead, within
    the days that count."""
    since = as_of - timedelta(days=contents.counts_back_days)
    own: Any = Activity.objects.completed().filter(
        Q(completed_at__gte=since) | Q(repeated_at__gte=since), person=OuterRef("pk")
    )
    did = [Exists(own.filter(module=module)) for module in contents.modules]
    instead = Q(pk__in=[])
    if contents.instead_modules:
        instead |= Q(Exists(own.filter(module__in=contents.instead_modules)))
    if contents.instead_tests:
        passed = Sitting.objects.filter(
            Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")),
            form__in=contents.instead_tests,
            is_passed=True,
            finished_at__gte=since,
        )
        instead |= Q(Exists(passed))
    return (Q(*did) if did else Q(pk__in=[])), instead
