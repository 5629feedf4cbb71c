"""The roles that people have."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from assessments.roles.models import RoleAssignment
from lifow.base.database.prepared import prepared
from lifow.base.days import local_day
from lifow.people.persons.models import Person


def roles_of(person: Person, as_of: datetime) -> list[RoleAssignment]:
    """The role levels that a person has on the day that it is where they are."""
    return _roles_on(person, local_day(as_of, person.timezone))


@prepared
def _roles_on(person: Person, on: date) -> QuerySet[RoleAssignment]:
    by_hand = Q(person__merged_into=person, source=RoleAssignment.Source.HAND)
    assignments = RoleAssignment.objects.as_of(on).filter(Q(person=person) | by_hand)
    return assignments.select_related("role_level__role__family").order_by("starts_on", "pk")
