"""Which modules people still have to do by assignments, and by when."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from content.activity.models import Activity
from content.assignments.choices import AssignedState
from content.assignments.models import AssignmentModule
from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module
from content.kinds.path.reports import modules_on
from lifow.base.database.columns import among
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class DueModule:
    """A module that somebody has to do by a day: its minutes, and those that are left of it."""

    module: int
    due_on: date
    minutes: int
    left: int


def due_modules_of(person_ids: Collection[int]) -> Mapping[int, Sequence[DueModule]]:
    """By person, the published modules that they still have to do, the soonest due first; two queries.

    A module of two assignments is due by the sooner one.
    """
    people = sorted(person_ids)
    if not people:
        return {}
    steps = AssignmentModule.objects.filter(
        assignment__assigned__state=AssignedState.OPEN,
        assignment__assigned__person__in=among(people),
        module__status=Module.Status.PUBLISHED,
    ).annotate(
        who=F("assignment__assigned__person"),
        due=F("assignment__assigned__due_on"),
        since=F("assignment__assigned__counts_from"),
    )
    rows = list(
        steps.order_by("due", "assignment_id", "position").values_list(
            "who", "module_id", "module__minutes", "due", "since"
        )
    )
    if not rows:
        return {}
    asked = Activity.objects.filter(
        person__in=among({row[0] for row in rows}), module__in={row[1] for row in rows}
    )
    last = asked.annotate(last=Coalesce("repeated_at", "completed_at"))
    done = {
        (who, module): (moment, minutes)
        for who, module, moment, minutes in last.values_list("person_id", "module_id", "last", "minutes_done")
    }
    found: defaultdict[int, dict[int, DueModule]] = defaultdict(dict)
    for who, module, minutes, due, since in rows:
        moment, minutes_done = done.get((who, module), (None, 0))
        if moment is not None and moment >= since:
            continue
        left = minutes if moment is not None else max(1, minutes - minutes_done)
        found[who].setdefault(module, DueModule(module, due, minutes, left))
    return {who: tuple(theirs.values()) for who, theirs in found.items()}


def assigned_modules_of(person: Person) -> set[int]:
    """Ids of the modules that somebody has to do by assignments, with those of paths among them; one query
    where there is no path."""
    steps = AssignmentModule.objects.filter(
        assignment__assigned__person=person, assignment__assigned__state=AssignedState.OPEN
    )
    kinds = dict(steps.values_list("module_id", "module__kind"))
    return kinds.keys() | modules_on([pk for pk, kind in kinds.items() if kind == ModuleKind.PATH])


def asked_again(person: Person, activity: Activity | None) -> bool:
    """Whether an assignment asks for a module once more that somebody has done before; one query."""
    if activity is None or activity.last_done_at is None:
        return False
    return _asking_again(person, activity.module_id, activity.last_done_at).exists()


def is_asked_again(person: Person, module: OuterRef, activity: str) -> Exists:
    """The same as a column of another query, which has the person's activity under the name `activity`."""
    times = (OuterRef(f"{activity}__repeated_at"), OuterRef(f"{activity}__completed_at"))
    return Exists(_asking_again(person, module, Coalesce(*times)))


def _asking_again(person: Person, module: Any, done_at: Any) -> QuerySet[AssignmentModule]:
    return AssignmentModule.objects.filter(
        Q(
            assignment__assigned__person=person,
            assignment__assigned__state=AssignedState.OPEN,
            assignment__assigned__counts_from__gt=done_at,
        ),
        module=module,
    )
