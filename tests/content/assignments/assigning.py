"""Assigning in one call, for tests."""

from datetime import timedelta
from typing import Any

from content.assignments.models import AssignedPerson, Assignment
from content.assignments.services import AssignmentContents, assign
from content.catalogue.models import Module
from lifow.people.persons.models import Person
from tests.company import NOON

TODAY = NOON.date()
IN_TWO_WEEKS = TODAY + timedelta(days=14)


def contents(*modules: Module, **fields: Any) -> AssignmentContents:
    """What is assigned: due in two weeks to everybody, unless the fields say otherwise."""
    given: dict[str, Any] = {
        "title": "Data protection",
        "modules": modules,
        "audience": "everybody",
        "due_from": "day",
        "due_on": IN_TWO_WEEKS,
    }
    given |= fields
    if given["due_from"] != "day":
        given["due_on"] = None
    return AssignmentContents(**given)


def assigned_to(who: Person, assignment: Assignment | None = None) -> AssignedPerson:
    """The last row of a person, of the assignment if one is given."""
    rows = AssignedPerson.objects.filter(person=who)
    if assignment is not None:
        rows = rows.filter(assignment=assignment)
    return rows.latest("pk")


def assign_to(who: Person, *modules: Module, by: Person | None = None, **fields: Any) -> AssignedPerson:
    """Assign modules to one person by name."""
    made = assign(contents=contents(*modules, audience="people", people=[who], **fields), by=by, as_of=NOON)
    return assigned_to(who, made)
