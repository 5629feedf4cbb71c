"""Abena, who has answered four questions in refunds on the Friday before."""

from datetime import timedelta

import pytest
from django.test import Client

from assessments.frameworks.models import Skill
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.services import start_quick_check
from content.refreshers.services import make_cards
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, person, role, skill
from tests.content.refreshers.answering import answer_all
from tests.item_bank import items

LEARNED = NOON - timedelta(days=3)


@world
def refunds() -> Skill:
    found = skill("Refund policy")
    items(found)
    return found


@world
def abena(refunds: Skill) -> Person:
    made = person("Abena Osei")
    give(made, role(Refund_policy=(3, 2, True)))
    compute(made)
    return made


@world
def checks(abena: Person, refunds: Skill) -> list[Sitting]:
    """Two quick checks of two questions each, all answered right on the Friday before."""
    made = []
    for _again in range(2):
        made.append(start_quick_check(person=abena, skills=[refunds], most=2, as_of=LEARNED))
        answer_all(made[-1], as_of=LEARNED)
    return made


@world
def learned(abena: Person, checks: list[Sitting]) -> Person:
    """Abena, to whom what she answered comes back."""
    make_cards(as_of=NOON)
    return abena


@pytest.fixture
def client_of_abena(learned: Person) -> Client:
    client = Client()
    client.force_login(learned)
    return client
