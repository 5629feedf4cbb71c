"""The roles that people have."""

from datetime import date

from assessments.roles.models import RoleAssignment
from lifow.people.persons.models import Person


def roles_of(person: Person, on: date) -> list[RoleAssignment]:
    """The role levels that a person has on a day."""
    assignments = RoleAssignment.objects.as_of(on).filter(person=person)
    return list(assignments.select_related("role_level__role__family").order_by("starts_on", "pk"))
