"""A world is built once for the tests that start from it, and no test sees what another one did to it."""

from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction

from lifow.people.persons.models import ExternalId, Person
from tests.backing.worlds import Plan, Standing, world
from tests.company import person

built: list[str] = []
twice = pytest.mark.parametrize("time", ["first", "second"])


@pytest.fixture(scope="module")
def year() -> int:
    return 2026


@pytest.fixture(scope="module")
def counted() -> set[int]:
    return set()


@world
def abena(year: int) -> Person:
    built.append("abena")
    cache.set("seen", year)
    mail.send_mail("Hello", "", None, ["abena@larkfield.example"])
    return person("Abena Osei")


@world
def team(abena: Person) -> SimpleNamespace:
    built.append("team")
    abena.given_name = "Adwoa"
    abena.save()
    return SimpleNamespace(lead=abena, members=[person("Kofi Mensah", manager=abena)])


@twice
def test_what_a_test_changes_is_as_it_was_for_the_next(time, abena):
    assert abena.given_name == "Abena"
    assert Person.objects.get().given_name == "Abena"
    with transaction.atomic(durable=True):
        abena.given_name = "Somebody"
        abena.save()
    abena.is_author = True


@twice
def test_a_world_is_built_once_for_all_that_start_from_it(time, abena, counted):
    counted.add(built.count("abena"))
    assert len(counted) == 1


def test_a_world_inside_another_gets_a_copy_and_its_changes_go_with_it(abena, team):
    assert abena is team.lead
    assert abena.given_name == "Adwoa"
    assert Person.objects.count() == 2


@twice
def test_a_test_starts_from_no_world_that_it_does_not_ask_for(time, db):
    assert not Person.objects.exists()


def test_what_was_cached_and_sent_on_the_way_is_forgotten(abena):
    assert cache.get("seen") is None
    assert mail.outbox == []


def test_what_a_world_refers_to_is_checked_when_it_is_built(db):
    def id_of_nobody() -> ExternalId:
        return ExternalId.objects.create(source="hris", value="E1", person_id=0)

    standing = Standing()
    with pytest.raises(IntegrityError):
        standing.build(Plan(id_of_nobody, {}), str)
    assert not standing.layers
    assert not ExternalId.objects.exists()


@pytest.fixture
def asked_for_late(request) -> Person:
    return request.getfixturevalue("abena")


def test_a_world_that_isasked_for_late_is_built_for_the_test(db, asked_for_late):
    assert Person.objects.get() == asked_for_late


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_has_the_world_for_itself(team):
    assert not transaction.get_connection().in_atomic_block
    assert Person.objects.count() == 2


def test_a_test_after_one_that_commits_starts_from_worlds_again(team):
    assert Person.objects.count() == 2
    assert transaction.get_connection().in_atomic_block
