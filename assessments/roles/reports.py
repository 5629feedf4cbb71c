"""The roles that people have."""

from datetime import date

from django.db.models import Q, QuerySet

from assessments.roles.models import RoleAssignment
from lifow.base.database.prepared import prepared
from lifow.people.persons.models import Person


@prepared
def roles_of(person: Person, on: date) -> QuerySet[RoleAssignment]:
    """The role levels that a person has on a day."""
    by_hand = Q(person__merged_into=person, source=RoleAssignment.Source.HAND)
    assignments = RoleAssignment.objects.as_of(on).filter(Q(person=person) | by_hand)
    return assignments.select_related("role_level__role__family").order_by("starts_on", "pk")
