"""The demo company of the browser tests: there for who asks for it, each time as on its first day."""

import pytest

from lifow.people.persons.models import Person
from tests.larkfield import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_is_done_to_it(larkfield):
    larkfield.learner.set_password("another")
    larkfield.learner.save()
    Person.objects.create(email="somebody@larkfield.example")


def test_is_gone_for_the_next_who_asks_for_it(larkfield):
    assert larkfield.learner.check_password(PASSWORD)
    assert not Person.objects.filter(email="somebody@larkfield.example").exists()


def test_and_who_does_not_ask_finds_nobody():
    assert not Person.objects.exists()


def test_nor_does_what_is_done_without_it():
    Person.objects.create(email="somebody@larkfield.example")


def test_reach_those_who_ask_again(larkfield):
    assert not Person.objects.filter(email="somebody@larkfield.example").exists()
