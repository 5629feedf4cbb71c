"""Who visits the pages of modules."""

import pytest
from django.test import Client

from content.catalogue.models import Module
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import compute, give, module, observe, person, role, skill


@world
def abena() -> Person:
    """A learner who is one level short in refunds, with one module that helps."""
    made = person()
    give(made, role(Refund_policy=3))
    observe(made, skill("Refund policy"), 1)
    compute(made)
    return made


@world
def refunds(abena) -> Module:
    return module("The refund change", skill("Refund policy"), 1, 3, kind="case", body="## Why\n\nFees.")


@world
def draft() -> Module:
    return module("Not yet", skill("Refund policy"), 1, 3, status="draft")


@world
def author() -> Person:
    return person("Ines Carvalho", is_author=True)


@pytest.fixture
def learner_client(abena) -> Client:
    return _signed_in(abena)


@pytest.fixture
def author_client(author) -> Client:
    return _signed_in(author)


def _signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def without_reviews(settings) -> None:
    """A company whose authors publish their own modules."""
    settings.MODULE_REVIEWS_NEEDED = False
