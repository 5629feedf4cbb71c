"""A learner, her mentor and manager, and people whom evidence shows to be strong in refunds."""

from datetime import timedelta

import pytest

from assessments.owners.services import name_owner
from lifow.people.persons.models import Person
from mentoring.help.models import HelpRequest
from mentoring.help.services import ask_for_help
from tests.backing.worlds import world
from tests.company import NOON, compute, observe, person, skill
from tests.mentoring.programme import learner_with_a_gap, proven_mentor, running

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def strong(name: str, **fields) -> Person:
    """Somebody whose level 5 in refunds several tests have shown."""
    found = person(name, **fields)
    for days in range(5):
        observe(found, skill(), 5, observed_at=NOON - timedelta(days=days))
    compute(found)
    return found


@world
def manager() -> Person:
    return person("Boss Lindh")


@world
def abena(manager) -> Person:
    return learner_with_a_gap(manager=manager)


@world
def owner() -> Person:
    made = person("Marta Kowalczyk")
    name_owner(skill=skill(), person=made)
    return made


@world
def helpers() -> list[Person]:
    """Five who are strong; the last one works in Auckland, where it is night at noon."""
    made = [strong(f"Helper {number}") for number in range(4)]
    return [*made, strong("Night Owl", timezone="Pacific/Auckland")]


@world
def mentor(abena) -> Person:
    guide = proven_mentor()
    running(abena, guide, skill())
    return guide.person


@pytest.fixture
def stuck(abena, mentor, helpers) -> HelpRequest:
    """Help now that the mentor was asked for."""
    return ask_for_help(person=abena, title="A refund in dollars", skill=skill(), as_of=NOON)
