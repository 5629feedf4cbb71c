"""Abena, whose role needs a level in refunds that nobody knows, and questions about it."""

from assessments.frameworks.models import Skill
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.services import start_quick_check
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, person, role, skill
from tests.item_bank import items


@world
def refunds() -> Skill:
    found = skill("Refund policy")
    items(found)
    return found


@world
def abena(refunds: Skill) -> Person:
    manager = person("Marta Kowalczyk")
    made = person("Abena Osei", manager=manager)
    give(made, role(Refund_policy=(3, 2, True)))
    compute(made)
    return made


@world
def check(abena: Person, refunds: Skill) -> Sitting:
    """A quick check of four questions that Abena has begun."""
    return start_quick_check(person=abena, skills=[refunds], most=4, as_of=NOON)
