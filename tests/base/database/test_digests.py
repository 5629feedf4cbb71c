"""Rows are found by digests that Python makes, whoever has written them."""

import pytest
from django.db import connection

from lifow.base.database.digests import digest_of, fill_digests, rows_with_digest, table_of
from lifow.people.persons.models import Person
from tests.company import person

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def fill() -> int:
    return fill_digests(Person, ["given_name"], digest_of)


def called(name: str) -> set[int]:
    return rows_with_digest(Person, [digest_of(name)])


@pytest.fixture
def abena():
    """Somebody whose digest is made, beside somebody else."""
    made = person("Abena")
    person("Kofi")
    fill()
    return made


def test_a_row_is_found_by_what_it_says(abena):
    assert called("Abena") == {abena.pk}
    assert called("Nobody") == set()
    assert rows_with_digest(Person, []) == set()


def test_what_is_made_is_not_made_again(abena):
    assert fill() == 0


def test_a_row_whose_digest_is_not_made_is_found_by_every_question(abena):
    late = person("Zofia")
    assert called("Abena") == {abena.pk, late.pk}
    assert fill() == 1
    assert called("Abena") == {abena.pk}


@pytest.mark.parametrize("way", ["save", "update", "sql"])
def test_a_digest_is_empty_once_its_row_says_something_else(abena, way):
    if way == "save":
        abena.given_name = "Abi"
        abena.save()
    elif way == "update":
        Person.objects.filter(pk=abena.pk).update(given_name="Abi")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_person SET given_name = 'Abi' WHERE id = %s", [abena.pk])
    assert fill() == 1
    assert (called("Abi"), called("Abena")) == ({abena.pk}, set())


def test_a_change_of_something_else_leaves_it_as_it_is(abena):
    abena.timezone = "Europe/London"
    abena.save()
    assert fill() == 0


def test_a_digest_goes_with_its_row(abena):
    key = abena.pk
    Person.objects.filter(pk=key).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table_of('people_person')} WHERE id = %s", [key])
        assert cursor.fetchone() == (0,)


def test_many_are_made_at_once(monkeypatch):
    monkeypatch.setattr("lifow.base.database.digests.AT_ONCE", 2)
    made = [person(f"Name{number}") for number in range(5)]
    assert fill() >= 5
    assert [called(one.given_name) for one in made] == [{one.pk} for one in made]
