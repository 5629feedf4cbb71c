"""Abena and her manager, and two modules to assign."""

import pytest
from django.test import Client

from content.catalogue.models import Module
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import module, person, skill


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def hr() -> Person:
    return person("Olga Petrova", is_hr_admin=True)


@world
def abena(marta: Person) -> Person:
    return person("Abena Osei", manager=marta)


@world
def privacy() -> Module:
    return module("Data protection", skill("Data protection"), 1, 2)


@world
def phishing() -> Module:
    return module("Phishing", skill("Data protection"), 2, 3)


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def client_of_abena(abena: Person) -> Client:
    return signed_in(abena)


@pytest.fixture
def client_of_marta(marta: Person) -> Client:
    return signed_in(marta)


@pytest.fixture
def client_of_hr(hr: Person) -> Client:
    return signed_in(hr)
