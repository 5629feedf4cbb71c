"""The demo company in the admin, and who signs in to it."""

import pytest
from django.test import Client

from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.larkfield import load_larkfield


@world
def company() -> None:
    """Everyone and everything of the demo company."""
    load_larkfield()


@world
def superuser(company: None) -> Person:
    return Person.objects.create_superuser("root@larkfield.example", given_name="Root")


@pytest.fixture
def root(superuser: Person) -> Client:
    return _signed_in(superuser)


@pytest.fixture
def ruth(company: None) -> Client:
    """The HR admin, who may use the admin."""
    return _signed_in(Person.objects.get(email="ruth.amankwah@larkfield.example"))


def _signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client
