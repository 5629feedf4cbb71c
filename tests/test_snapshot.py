import pytest
from django.contrib.contenttypes.models import ContentType

from lifow.people.persons.models import Employment, Person
from tests.company import person
from tests.snapshot import take_snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_there_comes_back_and_what_came_since_is_gone():
    abena = person()
    types = ContentType.objects.count()
    restore = take_snapshot()
    Employment.objects.all().delete()
    Person.objects.filter(pk=abena.pk).update(given_name="Somebody")
    person("Kofi Mensah")
    restore()
    assert list(Person.objects.values_list("pk", "given_name")) == [(abena.pk, "Abena")]
    assert Employment.objects.get().person == abena
    assert ContentType.objects.count() == types


def test_rows_made_after_it_get_ids_of_their_own():
    abena = person()
    restore = take_snapshot()
    restore()
    assert person("Kofi Mensah").pk > abena.pk


def test_search_finds_what_came_back():
    person("Abena Osei")
    restore = take_snapshot()
    Person.objects.all().delete()
    restore()
    assert [str(one) for one in Person.objects.best_matches("abena", 9)] == ["Abena Osei"]
