"""The demo company in the admin, and who signs in to it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from lifow.people.persons.models import Person
from tests.larkfield import load_larkfield


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded in a transaction around all tests of a module, each of which has its own inside."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_larkfield()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def company(_loaded_once: None, db: None) -> None:
    """Everyone and everything of the demo company."""


@pytest.fixture
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
