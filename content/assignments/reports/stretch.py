"""Stretch tasks: one's own, those that one has offered, and those that help with a skill."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from assessments.frameworks.models import Skill
from content.assignments.choices import STRETCH_GOING_ON, StretchState
from content.assignments.models import StretchTask
from lifow.people.persons.models import Person

MOST_COUNTED = 100


def stretch_tasks_of(person: Person) -> QuerySet[StretchTask]:
    """The stretch tasks of a person, the newest first."""
    rows = StretchTask.objects.for_person(person).select_related("skill", "offered_by")
    return rows.order_by("-offered_at", "-pk")


def stretch_offered_by(manager: Person) -> QuerySet[StretchTask]:
    """Those that somebody has offered, or that somebody who reports to them has; the newest first."""
    rows = StretchTask.objects.filter(offered_by=manager) | StretchTask.objects.to_confirm_by(manager)
    return rows.select_related("skill", "person").order_by("-offered_at", "-pk")


def stretch_in_skill(person: Person, skill: Skill) -> list[StretchTask]:
    """The stretch tasks of a person that train a skill and go on; one query."""
    rows = stretch_tasks_of(person).filter(skill=skill, state__in=STRETCH_GOING_ON)
    return list(rows)


def has_stretch(person: OuterRef) -> Exists:
    """Whether stretch tasks of the person with this id go on, as a column of another query."""
    return Exists(StretchTask.objects.going_on().filter(person=person))


def stretch_waiting(person: Person) -> QuerySet[StretchTask]:
    """What waits for somebody's answer, or what they are working on, the soonest due first."""
    rows = StretchTask.objects.for_person(person)
    open_ones = rows.filter(state__in=(StretchState.OFFERED, StretchState.ACCEPTED))
    return open_ones.select_related("skill", "offered_by").order_by("due_on", "pk")


def counted_stretch(user: Person) -> QuerySet[Any]:
    """Stretch tasks that wait for somebody's confirmation, for those who count several things in one
    query."""
    return StretchTask.objects.to_confirm_by(user).order_by().values("pk")[:MOST_COUNTED]
