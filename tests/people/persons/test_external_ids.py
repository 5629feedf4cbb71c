"""A source names a person once, and an org unit once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lifow.people.persons.models import ExternalId, OrgUnit, Person
from tests.backing.migrating import database_at, migrate_to_the_end
from tests.company import NOON, person, unit


@pytest.fixture
def root(client, db) -> Client:
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


def units_told_of(change: Callable[[], HttpResponse]) -> set[str]:
    """Which org units have changed since before the change, as the API sees it."""
    OrgUnit.objects.update(updated_at=NOON)
    assert change().status_code == 302
    return set(OrgUnit.objects.filter(updated_at__gt=NOON).values_list("name", flat=True))


def test_an_org_unit_is_told_of_when_an_id_of_it_is_added_moved_or_deleted_by_itself(root):
    support, sales = unit("Support"), unit("Sales")
    page = "admin:people_externalid_{}"
    said = {"source": "hris", "value": "U1"}
    assert units_told_of(lambda: root.post(reverse(page.format("add")), said | {"org_unit": support.pk})) == {
        "Support"
    }
    row = ExternalId.objects.get()
    assert units_told_of(
        lambda: root.post(reverse(page.format("change"), args=[row.pk]), said | {"org_unit": sales.pk})
    ) == {"Support", "Sales"}
    assert units_told_of(
        lambda: root.post(reverse(page.format("delete"), args=[row.pk]), {"post": "yes"})
    ) == {"Sales"}


def test_org_units_are_told_of_when_ids_are_deleted_from_the_list(root):
    row = ExternalId.objects.create(source="hris", value="U1", org_unit=unit("Support"))
    said = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    assert units_told_of(lambda: root.post(reverse("admin:people_externalid_changelist"), said)) == {
        "Support"
    }


@pytest.mark.django_db
@pytest.mark.parametrize("make", [lambda: {"person": person()}, lambda: {"org_unit": unit()}])
def test_a_second_id_of_one_source_is_refused(make):
    owner = make()
    ExternalId.objects.create(source="hris", value="E1", **owner)
    ExternalId.objects.create(source="payroll", value="P1", **owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalId.objects.create(source="hris", value="E2", **owner)


def test_the_admin_says_what_to_do_instead(root):
    abena = person()
    ExternalId.objects.create(source="hris", value="E1", person=abena)
    said = {"source": "hris", "value": "E2", "person": abena.pk}
    page = root.post(reverse("admin:people_externalid_add"), said).content.decode()
    assert "has an id of this source already. Change that one." in page


def test_two_new_ids_of_one_source_are_refused_in_the_form_of_a_unit(root):
    support = unit()
    said = {"key": support.key, "name": support.name}
    said |= {"external_ids-TOTAL_FORMS": 2, "external_ids-INITIAL_FORMS": 0}
    for place in (0, 1):
        said |= {f"external_ids-{place}-source": "hris", f"external_ids-{place}-value": f"U{place}"}
    response = root.post(reverse("admin:people_orgunit_change", args=[support.pk]), said)
    assert response.status_code == 200
    assert not ExternalId.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_ids_that_were_there_twice_the_oldest_is_kept(tmp_path):
    with database_at([("people", "0003_forget_former_addresses")], tmp_path) as before:
        people, names = (before.get_model("people", name).objects for name in ("Person", "ExternalId"))
        abena, noor = (
            people.create(given_name=name, email=f"{name}@larkfield.example") for name in ("abena", "noor")
        )
        for value, owner in (("E1", abena), ("E2", abena), ("E3", noor), ("E4", abena)):
            names.create(source="hris", value=value, person=owner)
        names.create(source="payroll", value="P1", person=abena)
        migrate_to_the_end("people")
        assert sorted(ExternalId.objects.values_list("value", flat=True)) == ["E1", "E3", "P1"]
